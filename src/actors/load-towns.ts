import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './actor.js';
import { fold } from './fold.js';

/** Names of towns and first-level divisions → `name TAB country`; of namesakes the largest is meant. */
export type Towns = ReadonlyMap<string, string>;

/** Reads `towns.tsv` and `divisions.tsv` (`name` TAB `country`, largest first) of `folder`; none where they are absent. */
export function loadTowns(folder: string): Towns {
  const found = new Map<string, string>();
  for (const file of ['divisions.tsv', 'towns.tsv']) {
    if (!existsSync(join(folder, file))) continue;
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const tab = line.indexOf('\t');
      if (tab < 0 || line.startsWith('#')) continue;
      const key = townKey(line.slice(0, tab));
      if (!found.has(key)) found.set(key, line.trimEnd());
    }
  }
  return found;
}

/** The place of a line of a town. */
export function townOf(key: string, line: string): Place {
  const tab = line.indexOf('\t');
  return {
    kind: 'place',
    id: `town/${key.replaceAll(' ', '-')}`,
    name: line.slice(0, tab),
    country: line.slice(tab + 1).trim(),
    sectors: [],
    rank: 'town',
    article: false,
    period: { from: null, to: null },
  };
}

function townKey(name: string): string {
  return fold(name)
    .replace(/[.'’‘ʼ`]/g, '')
    .replaceAll('-', ' ');
}
