import type { Entry, Office, Person, Role } from './actor.js';
import { type Word, wordsOf } from './fold.js';
import type { Segment } from './lexicon.js';
import type { Spellings } from './spelling.js';

/** A person and an office of theirs. */
export interface Held {
  readonly person: Person;
  readonly office: Office;
}

/** A row of a file of people: an office, and the other names that the row gives. */
export interface HeldRow extends Held {
  readonly aliases: readonly string[];
}

/** Ways to people other than their names. */
export interface PeopleIndex {
  /** `MLI minister/defence` → its holders. */
  readonly holders: ReadonlyMap<string, readonly Held[]>;
  /** Full title of an office that no country's name completes → its holders. */
  readonly titles: ReadonlyMap<string, readonly Held[]>;
  /** Last name → people. */
  readonly surnames: ReadonlyMap<string, readonly Person[]>;
  /** Spelling key of a whole name → people. */
  readonly spellings: ReadonlyMap<string, readonly Person[]>;
}

/** What reading a title needs. */
export interface TitleReader {
  segment(words: readonly Word[]): readonly Segment[];
  entriesOf(words: readonly Word[]): readonly Entry[];
  readonly spellings: Spellings;
}

/** Indexes people by office, title, surname and spelling, each person's offices together. */
export function indexPeople(rows: readonly HeldRow[], reader: TitleReader): PeopleIndex {
  const holders = new Map<string, Held[]>();
  const titles = new Map<string, Held[]>();
  const surnames = new Map<string, Person[]>();
  const spellings = new Map<string, Person[]>();
  const people = new Map<Person, HeldRow[]>();
  for (const row of rows) push(people, row.person, row);
  for (const [person, held] of people) {
    push(surnames, wordsOf(person.name).at(-1)?.key ?? '', person);
    for (const key of spellingsOf(person, held, reader.spellings)) push(spellings, key, person);
    for (const { office } of held) {
      if (office.title === '') continue;
      const slug = servesState(office, reader) ? slugOfTitle(office.title, reader) : null;
      if (slug !== null) push(holders, `${office.country} ${slug}`, { person, office });
      if (!office.title.includes('~') && office.title.includes(' of '))
        push(titles, titleKey(wordsOf(office.title)), { person, office });
    }
  }
  return { holders, titles, surnames, spellings };
}

function spellingsOf(person: Person, held: readonly HeldRow[], spellings: Spellings): ReadonlySet<string> {
  const names = [person.name, ...held.flatMap(({ aliases }) => aliases)];
  const written = new Set([...names, ...names.map((name) => spellings.withoutMarks(name))]);
  return new Set(
    [...written].flatMap((name) =>
      spellings.keysOf(
        wordsOf(name).map((word) => word.key),
        person.country,
      ),
    ),
  );
}

function push<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The words of an office title as it is searched: without "the". */
export function titleKey(words: readonly Word[]): string {
  return words
    .filter((word) => word.key !== 'the')
    .map((word) => word.key)
    .join(' ');
}

/** Role that an office title names, such as `minister/defence`. */
export function slugOfTitle(title: string, { segment }: Pick<TitleReader, 'segment'>): string | null {
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
}

/** Whether the office is the state's own: "President ~", not "President of Turning Point USA". */
function servesState({ title, country }: Office, { segment, entriesOf }: TitleReader): boolean {
  if (title.includes('~')) return true;
  const words = wordsOf(title);
  const isOffice = ({ meaning }: Entry) => meaning.kind === 'role' && meaning.form === 'office';
  const role = segment(words).findLast(({ entries }) => entries.some(isOffice));
  const rest = words.slice(role?.end ?? 0).filter((word) => word.key !== 'of' && word.key !== 'the');
  if (rest.length === 0) return true;
  return entriesOf(rest).some(
    ({ meaning, form }) =>
      form === 'name' && meaning.kind === 'place' && meaning.rank === 'state' && meaning.country === country,
  );
}
