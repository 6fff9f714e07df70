import { join } from 'node:path';
import { readTable } from './read-table.js';

/** How names from other scripts come to be written in more than one way. */
export interface Spellings {
  /**
   * What the spellings of one name have in common; null where the name is too short, a single word, or of a country
   * (null: any) that writes in Latin letters.
   */
  keyOf(words: readonly string[], country: string | null): string | null;
}

/** Shorter names have too many neighbours. */
const shortest = 8;
const longest = 60;
const mostCached = 20_000;

/** Reads `spellings.tsv` of `folder` (`data/roles`). */
export function loadSpellings(folder: string): Spellings {
  const countries = new Set<string>();
  const dropped = new Set<string>();
  const given = new Map<string, string>();
  const letters: { written: RegExp; means: string }[] = [];
  for (const row of readTable(join(folder, 'spellings.tsv'), ['kind', 'words', 'means']).rows) {
    const kind = row.cell('kind');
    const words = row.cell('words');
    const [first = words] = row.list('words');
    if (kind === 'letters') letters.push({ written: new RegExp(words, 'g'), means: row.cell('means') });
    else if (kind === 'script') for (const code of words.split(' ')) countries.add(code);
    else if (kind === 'dropped') for (const word of words.split(' ')) dropped.add(word);
    else for (const word of row.list('words')) given.set(word, first);
  }
  const cache = new Map<string, string>();
  const spelt = (key: string) => {
    const name = given.get(key) ?? key;
    const before = cache.get(name);
    if (before !== undefined) return before;
    const word = letters.reduce((text, { written, means }) => text.replace(written, means), name);
    if (cache.size < mostCached) cache.set(name, word);
    return word;
  };
  return {
    keyOf(words, country) {
      if (country !== null && !countries.has(country)) return null;
      const bare = words.filter((word, index) => /\p{L}/u.test(word) && !(index > 0 && dropped.has(word)));
      const size = bare.reduce((sum, word) => sum + word.length, 0);
      if (bare.length < 2 || size < shortest || size > longest) return null;
      return bare.map(spelt).join(' ');
    },
  };
}
