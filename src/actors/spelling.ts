import { join } from 'node:path';
import { readTable } from './read-table.js';

/** How names come to be written in more than one way. */
export interface Spellings {
  /**
   * What the spellings of one name have in common, in the ways that names of `country` (null: any) are respelt; none
   * where the name is short or a single word.
   */
  keysOf(words: readonly string[], country: string | null): readonly string[];
  /** The name as it is written where the signs of its own alphabet are at hand no more: "Kovachevski". */
  withoutMarks(name: string): string;
}

/** Shorter names have too many neighbours. */
const shortest = 8;
const longest = 60;
const mostCached = 20_000;

type Change = readonly [written: RegExp, means: string];

/** Reads `spellings.tsv` of `folder` (`data/roles`). */
export function loadSpellings(folder: string): Spellings {
  const scripts = new Set<string>();
  const dropped = new Set<string>();
  const given = new Map<string, string>();
  const changes: Record<'marks' | 'letters' | 'light', Change[]> = { marks: [], letters: [], light: [] };
  for (const row of readTable(join(folder, 'spellings.tsv'), ['kind', 'words', 'means']).rows) {
    const kind = row.cell('kind');
    const words = row.cell('words');
    const [first = words] = row.list('words');
    if (kind === 'script') for (const code of words.split(' ')) scripts.add(code);
    else if (kind === 'dropped') for (const word of words.split(' ')) dropped.add(word);
    else if (kind === 'given') for (const word of row.list('words')) given.set(word, first);
    else if (kind === 'marks' || kind === 'letters' || kind === 'light')
      changes[kind].push([new RegExp(words, 'g'), row.cell('means')]);
  }
  const changed = (text: string, list: readonly Change[]) =>
    list.reduce((word, [written, means]) => word.replace(written, means), text);
  const cache = new Map<string, string>();
  const spelt = (word: string) => {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const key = changed(given.get(word) ?? word, changes.letters);
    if (cache.size < mostCached) cache.set(word, key);
    return key;
  };
  return {
    keysOf(words, country) {
      const bare = words.filter((word, index) => /\p{L}/u.test(word) && !(index > 0 && dropped.has(word)));
      const size = bare.reduce((sum, word) => sum + word.length, 0);
      if (bare.length < 2 || size < shortest || size > longest) return [];
      const full = country === null || scripts.has(country) ? [bare.map(spelt).join('')] : [];
      const light =
        country === null || !scripts.has(country)
          ? [`${words.map((word) => changed(word, changes.light)).join(' ')}`]
          : [];
      return [...full, ...light];
    },
    withoutMarks: (name) => changed(name, changes.marks),
  };
}
