import { join } from 'node:path';
import { readTable } from './read-table.js';

/** Words by which a text refers back to what it named. */
export interface ReferenceWords {
  readonly numbers: ReadonlyMap<string, number>;
  /** Noun of a set → kinds of member that it can have. */
  readonly sets: ReadonlyMap<string, readonly string[]>;
  /** Noun for a body → beginnings of the ids that it can stand for. */
  readonly bodies: ReadonlyMap<string, readonly string[]>;
  readonly pronouns: ReadonlyMap<string, string>;
  /** Noun for whoever leads a state → the offices that do. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  /** Nouns for a state as a whole. */
  readonly states: ReadonlySet<string>;
}

/** Reads `reference.tsv` of `folder` (`data/roles`). */
export function loadReference(folder: string): ReferenceWords {
  const numbers = new Map<string, number>();
  const sets = new Map<string, string[]>();
  const bodies = new Map<string, string[]>();
  const holders = new Map<string, readonly string[]>();
  const pronouns = new Map<string, string>();
  const states = new Set<string>();
  const push = (map: Map<string, string[]>, key: string, value: string) =>
    map.set(key, [...(map.get(key) ?? []), value]);
  for (const row of readTable(join(folder, 'reference.tsv'), ['kind', 'words', 'means']).rows) {
    const means = row.cell('means');
    for (const words of row.list('words')) {
      if (row.cell('kind') === 'number') numbers.set(words, Number(means));
      else if (row.cell('kind') === 'set') push(sets, words, means);
      else if (row.cell('kind') === 'body') push(bodies, words, means);
      else if (row.cell('kind') === 'holder') holders.set(words, means.split(' '));
      else if (row.cell('kind') === 'pronoun') pronouns.set(words, means);
      else states.add(words);
    }
  }
  return { numbers, sets, bodies, pronouns, holders, states };
}
