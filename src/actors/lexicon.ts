import { join } from 'node:path';
import type { Entry, Person } from './actor.js';
import { type Compiling, openCompiled } from './compiled-dictionary.js';
import { builderOver, type Dictionary, dictionaryOf, layered } from './dictionary.js';
import { isCapitalised, isUpper, type Word } from './fold.js';
import { type Genders, loadGenders } from './gender.js';
import type { LargeNames } from './large-names.js';
import { createDictionaryBuilder, type DictionaryBuilder, loadDictionary } from './load-dictionary.js';
import { loadReference, type ReferenceWords } from './load-reference.js';
import { loadClasses, loadRoles, type WordClasses } from './load-roles.js';
import { loadTowns } from './load-towns.js';
import type { Names } from './name-index.js';
import { type Held, indexPeople, slugOfTitle } from './people-index.js';
import { readTable } from './read-table.js';
import { loadSpellings, type Spellings } from './spelling.js';

/** Words of a phrase that a name or role covers, or one word that nothing covers (`entries` empty). */
export interface Segment {
  readonly first: number;
  /** Index after the last word. */
  readonly end: number;
  readonly entries: readonly Entry[];
}

/** Dictionary, roles, towns and function words with the look-ups that resolution needs. */
export interface Lexicon extends Pick<Dictionary, 'index' | 'place' | 'actor' | 'person' | 'town'> {
  readonly classes: WordClasses;
  readonly reference: ReferenceWords;
  readonly spellings: Spellings;
  readonly genders: Genders;
  /** Places that words were found to be misspellings of, as far as they are kept. */
  readonly misspelt: Map<string, Entry | null>;
  isA(key: string, wordClass: string): boolean;
  /** Meanings of exactly these words. A name has to be capitalised, unless `loose`. */
  entriesOf(words: readonly Word[], loose?: boolean): readonly Entry[];
  /** Cuts words into the longest names and roles, from left to right. */
  segment(words: readonly Word[]): readonly Segment[];
  /** Role that an office title names, such as `minister/defence`. */
  slugOfTitle(title: string): string | null;
  holdersOf(country: string, slug: string): readonly Held[];
  /** Holders of the office whose full title has these words, "the" left out. */
  withTitle(key: string): readonly Held[];
  /** People whose last name is this key. */
  withSurname(key: string): readonly Person[];
  /** People one of whose whole names is a spelling of these words. */
  spelt(keys: readonly string[]): readonly Person[];
}

export interface LexiconOptions {
  /** Fills the dictionary further (user's files) over the shipped ones; gives the big files beside it. */
  readonly extend?: (builder: DictionaryBuilder) => readonly LargeNames[];
}

/** Loads `data/actors` and `data/roles` below `data`, from the compiled form where that is up to date. */
export function loadLexicon(data: string, { extend }: LexiconOptions = {}): Lexicon {
  const parts = loadParts(data);
  const base = openCompiled(data) ?? readDictionary(data, parts);
  if (extend === undefined) return lexiconOf(base, parts, []);
  const builder = builderOver(base);
  const large = extend(builder);
  const over = dictionaryOf(builder, {
    reader: () => ({ ...wordReader(base.index, large), spellings: parts.spellings }),
    towns: () => new Map(),
  });
  return lexiconOf(builder.index.size === 0 ? base : layered(base, over), parts, large);
}

/** The dictionary read from its files, with its people indexed, as the build compiles it. */
export function readForCompiling(data: string): Omit<Compiling, 'hash'> {
  const builder = fillBuilder(data);
  const { spellings } = loadParts(data);
  const people = indexPeople(builder.held, { ...wordReader(builder.index, []), spellings });
  return { builder, people, towns: loadTowns(join(data, 'actors')) };
}

function fillBuilder(data: string): DictionaryBuilder {
  const builder = createDictionaryBuilder();
  loadDictionary(join(data, 'actors'), builder);
  loadRoles(join(data, 'roles'), builder.index);
  return builder;
}

function readDictionary(data: string, { spellings }: LexiconParts): Dictionary {
  const builder = fillBuilder(data);
  return dictionaryOf(builder, {
    reader: () => ({ ...wordReader(builder.index, []), spellings }),
    towns: () => loadTowns(join(data, 'actors')),
  });
}

interface LexiconParts extends Pick<Lexicon, 'classes' | 'reference' | 'spellings' | 'genders'> {
  /** Country and role → the role under which the country has it. */
  readonly equivalents: ReadonlyMap<string, string>;
}

function loadParts(data: string): LexiconParts {
  const roles = join(data, 'roles');
  return {
    classes: loadClasses(roles),
    reference: loadReference(roles),
    spellings: loadSpellings(roles),
    genders: loadGenders(roles),
    equivalents: loadEquivalents(roles),
  };
}

function loadEquivalents(folder: string): ReadonlyMap<string, string> {
  const { rows } = readTable(join(folder, 'equivalents.tsv'), ['country', 'slug', 'means']);
  return new Map(rows.map((row) => [`${row.cell('country')} ${row.cell('slug')}`, row.cell('means')]));
}

function lexiconOf(
  dictionary: Dictionary,
  { classes, reference, spellings, genders, equivalents }: LexiconParts,
  large: readonly LargeNames[],
): Lexicon {
  const reader = wordReader(dictionary.index, large);
  return {
    index: dictionary.index,
    place: dictionary.place,
    actor: dictionary.actor,
    person: dictionary.person,
    town: dictionary.town,
    classes,
    reference,
    spellings,
    genders,
    misspelt: new Map(),
    isA: (key, wordClass) => classes.get(wordClass)?.has(key) ?? false,
    ...reader,
    slugOfTitle: (title) => slugOfTitle(title, reader),
    holdersOf(country, slug) {
      const held = dictionary.holders(`${country} ${slug}`);
      if (held.length > 0) return held;
      const means = equivalents.get(`${country} ${slug}`);
      return means === undefined ? held : dictionary.holders(`${country} ${means}`);
    },
    withTitle: dictionary.titles,
    withSurname: dictionary.surnames,
    spelt(keys) {
      return [...new Set(spellings.keysOf(keys, null).flatMap((key) => dictionary.spellings(key)))];
    },
  };
}

/** Finds names and roles in words. */
function wordReader(index: Names<Entry>, large: readonly LargeNames[]): Pick<Lexicon, 'entriesOf' | 'segment'> {
  const entriesOf = (words: readonly Word[], loose = false) => {
    const key = words.length === 1 ? (words[0]?.key ?? '') : words.map((word) => word.key).join(' ');
    const small = index.get(key);
    const found = large.length === 0 ? small : [...small, ...large.flatMap((names) => names.get(key))];
    if (found.length === 0) return found;
    const upper = words.every((word) => isUpper(word.text) || !/\p{L}/u.test(word.text));
    const capital = upper || words.some((word) => isCapitalised(word.text));
    const fitting = upper
      ? found
      : found.filter(
          (entry) =>
            !entry.cased &&
            (capital ||
              (loose && (words.length > 1 || entry.meaning.kind === 'place')) ||
              !isNamed(entry) ||
              !isCapitalised(entry.label)),
        );
    return fitting.some((entry) => entry.own) ? fitting.filter((entry) => entry.own) : fitting;
  };
  const holds = (key: string) => index.get(key).length > 0 || large.some((names) => names.get(key).length > 0);
  const longestFrom = (words: readonly Word[], at: number): Segment => {
    const first = words[at]?.key ?? '';
    const reach = Math.min(
      Math.max(index.reach(first), ...large.map((names) => names.reach(first))),
      words.length - at,
    );
    let key = '';
    const keys: string[] = [];
    for (let length = 0; length < reach; length += 1) {
      key = length === 0 ? first : `${key} ${words[at + length]?.key ?? ''}`;
      keys.push(key);
    }
    for (let length = reach; length > 0; length -= 1) {
      if (!holds(keys[length - 1] ?? '')) continue;
      const entries = entriesOf(words.slice(at, at + length));
      if (entries.length > 0) return { first: at, end: at + length, entries };
    }
    return { first: at, end: at + 1, entries: [] };
  };
  return {
    entriesOf,
    segment(words) {
      const segments: Segment[] = [];
      for (let at = 0; at < words.length; ) {
        const found = longestFrom(words, at);
        segments.push(found);
        at = found.end;
      }
      return segments;
    },
  };
}

function isNamed({ meaning }: Entry): boolean {
  return meaning.kind === 'place' || meaning.kind === 'actor' || meaning.kind === 'person';
}
