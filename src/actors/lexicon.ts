import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry, Office, Person, Role } from './actor.js';
import { isCapitalised, isUpper, type Word, wordsOf } from './fold.js';
import type { LargeNames } from './large-names.js';
import { createDictionaryBuilder, type Dictionary, type DictionaryBuilder, loadDictionary } from './load-dictionary.js';
import { loadReference, type ReferenceWords } from './load-reference.js';
import { loadRoles, type WordClasses } from './load-roles.js';
import { lazyTowns, type Towns } from './load-towns.js';
import { readTable } from './read-table.js';

/** Words of a phrase that a name or role covers, or one word that nothing covers (`entries` empty). */
export interface Segment {
  readonly first: number;
  /** Index after the last word. */
  readonly end: number;
  readonly entries: readonly Entry[];
}

/** Dictionary, roles, towns and function words with the look-ups that resolution needs. */
export interface Lexicon extends Dictionary {
  readonly classes: WordClasses;
  readonly reference: ReferenceWords;
  readonly towns: Towns;
  isA(key: string, wordClass: string): boolean;
  /** Meanings of exactly these words. A name has to be capitalised, unless `loose`. */
  entriesOf(words: readonly Word[], loose?: boolean): readonly Entry[];
  /** Cuts words into the longest names and roles, from left to right. */
  segment(words: readonly Word[]): readonly Segment[];
  /** Role that an office title names, such as `minister/defence`. */
  slugOfTitle(title: string): string | null;
  holdersOf(country: string, slug: string): readonly { readonly person: Person; readonly office: Office }[];
  /** Holders of the office whose full title has these words, "the" left out. */
  withTitle(key: string): readonly { readonly person: Person; readonly office: Office }[];
  /** People whose last name is this key. */
  withSurname(key: string): readonly Person[];
}

export interface LexiconOptions {
  /** Fills the dictionary further (user's files) after the shipped ones; gives the big files beside it. */
  readonly extend?: (builder: DictionaryBuilder) => readonly LargeNames[];
}

/** Loads `data/actors` and `data/roles` below `data`. */
export function loadLexicon(data: string, { extend }: LexiconOptions = {}): Lexicon {
  const builder = createDictionaryBuilder();
  loadDictionary(join(data, 'actors'), builder);
  const large = extend?.(builder) ?? [];
  const classes = loadRoles(join(data, 'roles'), builder.index);
  const towns = lazyTowns(existsSync(join(data, 'actors', 'towns.tsv')) ? join(data, 'actors') : null);
  return lexiconOf(
    builder,
    {
      classes,
      towns,
      reference: loadReference(join(data, 'roles')),
      equivalents: loadEquivalents(join(data, 'roles')),
    },
    large,
  );
}

interface LexiconParts extends Pick<Lexicon, 'classes' | 'towns' | 'reference'> {
  /** Country and role → the role under which the country has it. */
  readonly equivalents: ReadonlyMap<string, string>;
}

function loadEquivalents(folder: string): ReadonlyMap<string, string> {
  const { rows } = readTable(join(folder, 'equivalents.tsv'), ['country', 'slug', 'means']);
  return new Map(rows.map((row) => [`${row.cell('country')} ${row.cell('slug')}`, row.cell('means')]));
}

function lexiconOf(
  builder: DictionaryBuilder,
  { classes, towns, reference, equivalents }: LexiconParts,
  large: readonly LargeNames[],
): Lexicon {
  const { index, places, actors, people, memberships } = builder;
  let holders: Map<string, { person: Person; office: Office }[]> | null = null;
  let surnames: Map<string, Person[]> | null = null;
  let titles: Map<string, { person: Person; office: Office }[]> | null = null;
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
  const segment = (words: readonly Word[]): Segment[] => {
    const segments: Segment[] = [];
    for (let at = 0; at < words.length; ) {
      const found = longestFrom(words, at);
      segments.push(found);
      at = found.end;
    }
    return segments;
  };
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
  const slugOfTitle = (title: string) => {
    const words = wordsOf(title.replace(/~/g, '').trim());
    let general: string | null = null;
    for (const { entries } of segment(words)) {
      const role = entries.find((entry) => entry.meaning.kind === 'role')?.meaning as Role | undefined;
      if (role?.form === 'office' && role.slug !== null) {
        if (role.slug !== 'minister') return role.slug;
        general ??= role.slug;
      } else if (entries.length > 0 && general === null) return null;
    }
    return general;
  };
  /** Whether the office is the state's own: "President ~", not "President of Turning Point USA". */
  const servesState = ({ title, country }: Office) => {
    if (title.includes('~')) return true;
    const words = wordsOf(title);
    const role = segment(words).findLast(({ entries }) => entries.some((entry) => entry.meaning.kind === 'role'));
    const rest = words.slice(role?.end ?? 0).filter((word) => word.key !== 'of' && word.key !== 'the');
    if (rest.length === 0) return true;
    return entriesOf(rest).some(({ meaning }) => meaning.kind === 'place' && meaning.country === country);
  };
  const indexHolders = () => {
    const byOffice = new Map<string, { person: Person; office: Office }[]>();
    for (const person of people.values()) {
      for (const office of person.offices) {
        if (office.title === '') continue;
        const slug = servesState(office) ? slugOfTitle(office.title) : null;
        if (slug === null) continue;
        const key = `${office.country} ${slug}`;
        const list = byOffice.get(key);
        if (list) list.push({ person, office });
        else byOffice.set(key, [{ person, office }]);
      }
    }
    return byOffice;
  };
  const indexTitles = () => {
    const byTitle = new Map<string, { person: Person; office: Office }[]>();
    for (const person of people.values()) {
      for (const office of person.offices) {
        if (office.title === '' || office.title.includes('~') || !office.title.includes(' of ')) continue;
        const key = titleKey(wordsOf(office.title));
        const list = byTitle.get(key);
        if (list) list.push({ person, office });
        else byTitle.set(key, [{ person, office }]);
      }
    }
    return byTitle;
  };
  const indexSurnames = () => {
    const bySurname = new Map<string, Person[]>();
    for (const person of people.values()) {
      const last = wordsOf(person.name).at(-1)?.key ?? '';
      const list = bySurname.get(last);
      if (list) list.push(person);
      else bySurname.set(last, [person]);
    }
    return bySurname;
  };
  return {
    index,
    places,
    actors,
    people,
    memberships,
    classes,
    towns,
    reference,
    isA: (key, wordClass) => classes.get(wordClass)?.has(key) ?? false,
    entriesOf,
    segment,
    slugOfTitle,
    holdersOf(country, slug) {
      holders ??= indexHolders();
      const means = equivalents.get(`${country} ${slug}`);
      return (
        holders.get(`${country} ${slug}`) ??
        (means === undefined ? undefined : holders.get(`${country} ${means}`)) ??
        []
      );
    },
    withTitle(key) {
      titles ??= indexTitles();
      return titles.get(key) ?? [];
    },
    withSurname(key) {
      surnames ??= indexSurnames();
      return surnames.get(key) ?? [];
    },
  };
}

function isNamed({ meaning }: Entry): boolean {
  return meaning.kind === 'place' || meaning.kind === 'actor' || meaning.kind === 'person';
}

/** The words of an office title as it is searched: without "the". */
export function titleKey(words: readonly Word[]): string {
  return words
    .filter((word) => word.key !== 'the')
    .map((word) => word.key)
    .join(' ');
}
