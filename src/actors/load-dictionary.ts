import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Actor, ActorPeriod, Entry, Office, Person, Place } from './actor.js';
import { slugOf } from './actor.js';
import { fold, isUpper, nameKey } from './fold.js';
import { createNameIndex, type NameIndex } from './name-index.js';
import type { HeldRow } from './people-index.js';
import { eachRow, readTable, type TableRow } from './read-table.js';

/** What ids lead to, and can be told to lead to. */
export interface Registry<T> {
  get(id: string): T | undefined;
  set(id: string, value: T): void;
}

/** A dictionary that is being filled: shipped files first, then the user's. */
export interface DictionaryBuilder {
  readonly index: NameIndex<Entry>;
  readonly places: Registry<Place>;
  readonly actors: Registry<Actor>;
  readonly people: Registry<Person>;
  /** The rows of people that were added, in their order. */
  readonly held: HeldRow[];
}

export const actorColumns = ['id', 'name', 'aliases', 'country', 'sectors', 'from', 'to', 'kind'] as const;
export const personColumns = ['name', 'aliases', 'country', 'office', 'sectors', 'from', 'to', 'id'] as const;
export const actorFiles = ['organs.tsv', 'bodies.tsv', 'groups.tsv', 'parties.tsv', 'organisations.tsv'] as const;

const orNull = (text: string) => (text === '' ? null : text);
const codes = (text: string) => text.split(' ').filter((code) => code !== '');
const longestCased = 6;

/** An empty builder. */
export function createDictionaryBuilder(): DictionaryBuilder {
  return { index: createNameIndex<Entry>(), places: new Map(), actors: new Map(), people: new Map(), held: [] };
}

/** Reads the shipped files of `folder` (`data/actors`) into the builder. Throws `bad_data` naming file and line. */
export function loadDictionary(folder: string, builder: DictionaryBuilder): void {
  loadStates(join(folder, 'states.tsv'), builder);
  loadRegions(join(folder, 'regions.tsv'), builder);
  for (const file of actorFiles) loadActors(join(folder, file), builder, false);
  const people = join(folder, 'people');
  for (const file of readdirSync(people).sort()) {
    if (file.endsWith('.tsv')) loadPeople(join(people, file), builder, false);
  }
}

/** Adds an entry under a name. */
export function addName(
  builder: DictionaryBuilder,
  name: string,
  meaning: Place | Actor | Person,
  { form = 'name', own = false }: { form?: Entry['form']; own?: boolean } = {},
): void {
  const cased =
    name.length <= 2 * longestCased && !name.includes(' ') && isUpper(name) && signsOf(name) <= longestCased;
  const key = nameKey(name);
  if (builder.index.get(key).some((entry) => entry.meaning === meaning && (cased || !entry.cased))) return;
  builder.index.add(key, { meaning, form, label: name, cased, own });
}

const signsOf = (name: string) => name.replace(/[^\p{L}\p{N}]/gu, '').length;

function loadStates(path: string, builder: DictionaryBuilder): void {
  const standard = standardNames();
  const columns = ['id', 'name', 'aliases', 'demonyms', 'seats', 'cow', 'gw', 'from', 'to', 'sovereign'];
  for (const row of readTable(path, columns).rows) {
    const id = row.cell('id');
    const aliases = [row.cell('name'), ...row.list('aliases'), ...(standard.get(id) ?? [])];
    addPlace(builder, row, aliases, {
      kind: 'place',
      id,
      name: row.cell('name'),
      country: id,
      sectors: [],
      rank: 'state',
      article: aliases.some((alias) => alias === `the ${row.cell('name')}` || alias === `The ${row.cell('name')}`),
      period: { from: orNull(row.cell('from')), to: orNull(row.cell('to')) },
    });
  }
}

function loadRegions(path: string, builder: DictionaryBuilder): void {
  for (const row of readTable(path, ['id', 'name', 'aliases', 'demonyms', 'seats', 'country', 'sectors']).rows) {
    addPlace(builder, row, [row.cell('name'), ...row.list('aliases')], {
      kind: 'place',
      id: row.cell('id'),
      name: row.cell('name'),
      country: orNull(row.cell('country')),
      sectors: codes(row.cell('sectors')),
      rank: 'region',
      article: false,
      period: { from: null, to: null },
    });
  }
}

function addPlace(builder: DictionaryBuilder, row: TableRow, aliases: readonly string[], place: Place): void {
  builder.places.set(place.id, place);
  const keys = new Set<string>();
  for (const alias of aliases) {
    const key = nameKey(alias);
    if (keys.has(key)) continue;
    keys.add(key);
    addName(builder, alias, place);
  }
  for (const demonym of row.list('demonyms')) {
    addName(builder, demonym, place, { form: 'demonym' });
    if (!/(?:s|sh|ch|ese|z|men|x)$/.test(demonym)) addName(builder, `${demonym}s`, place, { form: 'demonym' });
  }
  for (const seat of row.list('seats')) addName(builder, seat, place, { form: 'seat' });
}

/** English names of ISO 3166 from the package, by alpha-3 code. */
function standardNames(): ReadonlyMap<string, readonly string[]> {
  const require = createRequire(import.meta.url);
  const alpha = new Map<string, string>(
    (require('i18n-iso-countries/codes.json') as readonly string[][]).map(([two = '', three = '']) => [two, three]),
  );
  const english = require('i18n-iso-countries/langs/en.json') as { countries: Record<string, string | string[]> };
  const names = new Map<string, readonly string[]>();
  for (const [two, value] of Object.entries(english.countries)) {
    const list = (Array.isArray(value) ? value : [value]).filter((name) => name !== 'Congo');
    names.set(alpha.get(two) === 'XKK' ? 'XKX' : (alpha.get(two) ?? two), list);
  }
  return names;
}

/** Reads a file of bodies, groups, parties or organisations. */
export function loadActors(path: string, builder: DictionaryBuilder, own: boolean): void {
  eachRow(path, actorColumns, (row) => addActorRow(builder, row, own));
}

/** Adds one row: a new actor or a further period of a known one. */
export function addActorRow(builder: DictionaryBuilder, row: Pick<TableRow, 'cell' | 'list'>, own: boolean): void {
  const id = row.cell('id');
  const period: ActorPeriod = {
    countries: row.list('country'),
    sectors: codes(row.cell('sectors')),
    from: orNull(row.cell('from')),
    to: orNull(row.cell('to')),
  };
  const known = builder.actors.get(id);
  const actor: Actor = known ?? {
    kind: 'actor',
    id,
    name: row.cell('name') || id,
    periods: [],
    described: row.list('kind'),
  };
  (actor.periods as ActorPeriod[]).push(period);
  if (known) (known.periods as ActorPeriod[]).sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
  builder.actors.set(id, actor);
  for (const name of [row.cell('name'), ...row.list('aliases')])
    if (name !== '') addName(builder, name, actor, { own });
}

/** Reads a file of people and their offices. */
export function loadPeople(path: string, builder: DictionaryBuilder, own: boolean): void {
  eachRow(path, personColumns, (row, completeTo) => addPersonRow(builder, row, completeTo, own));
}

/** Adds one office of a person. */
export function addPersonRow(
  builder: DictionaryBuilder,
  row: Pick<TableRow, 'cell' | 'list'>,
  completeTo: string | null,
  own: boolean,
): void {
  const name = row.cell('name');
  const country = row.cell('country');
  const id = row.cell('id') || `person/${slugOf(fold(name))}`;
  const end = row.cell('to');
  const office: Office = {
    title: row.cell('office'),
    country,
    sectors: codes(row.cell('sectors')),
    from: orNull(row.cell('from')),
    to: end === '?' ? null : orNull(end),
    completeTo,
    endUnknown: end === '?',
  };
  const known = builder.people.get(id);
  const person: Person = known ?? { kind: 'person', id, name, country, offices: [] };
  (person.offices as Office[]).push(office);
  if (!known) {
    builder.people.set(id, person);
    addName(builder, name, person, { own });
  }
  const aliases = row.list('aliases');
  for (const alias of aliases) addName(builder, alias, person, { own });
  builder.held.push({ person, office, aliases });
}
