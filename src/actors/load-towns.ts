import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './actor.js';
import { fold } from './fold.js';

/** Towns and first-level divisions that say a country; of namesakes the largest is meant. */
export interface Towns {
  /** The place of this name, whose words are given as keys joined by a space; null when there is none. */
  get(key: string): Place | null;
  readonly size: number;
}

/** The same, read when it is first asked. */
export function lazyTowns(folder: string | null): Towns {
  let towns: Towns | null = null;
  const load = () => {
    towns ??= loadTowns(folder);
    return towns;
  };
  return {
    get: (key) => load().get(key),
    get size() {
      return load().size;
    },
  };
}

/** Reads `towns.tsv` and `divisions.tsv` (`name` TAB `country`, largest first) of `folder`; none when it is null. */
export function loadTowns(folder: string | null): Towns {
  const found = new Map<string, string>();
  for (const file of folder === null ? [] : ['divisions.tsv', 'towns.tsv']) {
    for (const line of readFileSync(join(folder ?? '', file), 'utf8').split('\n')) {
      const tab = line.indexOf('\t');
      if (tab < 0 || line.startsWith('#')) continue;
      const name = line.slice(0, tab);
      const key = townKey(name);
      if (!found.has(key)) found.set(key, line);
    }
  }
  return {
    get(key) {
      const line = found.get(key);
      if (line === undefined) return null;
      const tab = line.indexOf('\t');
      const name = line.slice(0, tab);
      const country = line.slice(tab + 1).trim();
      return {
        kind: 'place',
        id: `town/${key.replaceAll(' ', '-')}`,
        name,
        country,
        sectors: [],
        rank: 'town',
        article: false,
        period: { from: null, to: null },
      };
    },
    size: found.size,
  };
}

function townKey(name: string): string {
  return fold(name)
    .replace(/[.'’‘ʼ`]/g, '')
    .replaceAll('-', ' ');
}
