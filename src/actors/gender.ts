import { join } from 'node:path';
import { nameKey, type Word } from './fold.js';
import { readTable } from './read-table.js';
import type { Reading } from './reading.js';

export type Gender = 'male' | 'female';

/** What words say of whether "he" or "she" can stand for someone. */
export interface Genders {
  /** Of a person or role that `words` introduce; null where they do not say. */
  of(words: readonly Word[], reading: Reading): Gender | null;
  /** Whether this word is known as a given name. */
  isGiven(key: string): boolean;
}

/** Reads `genders.tsv` of `folder` (`data/roles`). */
export function loadGenders(folder: string): Genders {
  const given = new Map<string, Gender>();
  const nouns = new Map<string, Gender>();
  const titles = new Map<string, Gender>();
  const people = new Map<string, Gender>();
  for (const row of readTable(join(folder, 'genders.tsv'), ['kind', 'gender', 'words']).rows) {
    const gender = row.cell('gender') as Gender;
    const kind = row.cell('kind');
    if (kind === 'person') for (const name of row.list('words')) people.set(name, gender);
    else
      for (const word of row.cell('words').split(' '))
        (kind === 'given' ? given : kind === 'noun' ? nouns : titles).set(word, gender);
  }
  return {
    isGiven: (key) => given.has(key),
    of(words, { kind, name }) {
      for (const word of words) {
        const said = titles.get(word.key) ?? nouns.get(word.key);
        if (said !== undefined) return said;
      }
      if (name === null || (kind !== 'person' && kind !== 'name')) return null;
      const key = nameKey(name);
      const [first = ''] = key.split(' ');
      return people.get(key) ?? given.get(first) ?? null;
    },
  };
}
