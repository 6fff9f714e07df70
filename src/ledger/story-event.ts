import { foldName } from '../ontology/fold-name.js';
import type { Reader, Row } from './database.js';
import { copyGroup } from './writer-state.js';

export interface StoryParty {
  readonly actor: string | null;
  readonly country: string | null;
  readonly sector: string | null;
  readonly words: string;
}

/** What merging compares of one mention. */
export interface StoryEvent {
  readonly key: number;
  readonly id: string;
  readonly document: string;
  /** Id of the article that this and its copies repeat; the document itself where it is none. */
  readonly copies: string;
  readonly published: string;
  readonly type: string;
  readonly modes: readonly string[];
  readonly quad: number;
  readonly status: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly precision: string | null;
  readonly fromPublication: boolean;
  readonly place: string | null;
  readonly placeName: string | null;
  readonly placeCountry: string | null;
  readonly placeAdmin1: string | null;
  readonly placePrecision: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly dead: number | null;
  readonly injured: number | null;
  readonly object: string | null;
  readonly trigger: string;
  readonly sources: readonly StoryParty[];
  readonly targets: readonly StoryParty[];
  /** Stems of the sentence's longer words, without those of the parties. */
  readonly words: ReadonlySet<string>;
  /** Block keys: who takes part. */
  readonly tokens: readonly string[];
}

const shortestWord = 4;
const stemLength = 6;
const orNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
const orNumber = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

/** Stems of the longer words of a text: its first letters stand for a word's forms. */
export function stems(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of foldName(text).split(/[^\p{L}\p{N}]+/u))
    if (word.length >= shortestWord || /^\d+$/.test(word)) found.add(word.slice(0, stemLength));
  return found;
}

/** Key under which a party's events are looked for: its country slot, else its actor. */
export function tokenOf(country: string | null, actor: string | null): string {
  return country ?? actor ?? '?';
}

/** Reads the mentions with these keys. */
export async function readStoryEvents(db: Reader, keys: readonly number[]): Promise<readonly StoryEvent[]> {
  const found: StoryEvent[] = [];
  const step = 5000;
  for (let at = 0; at < keys.length; at += step) found.push(...(await readSome(db, keys.slice(at, at + step))));
  return found;
}

async function readSome(db: Reader, keys: readonly number[]): Promise<readonly StoryEvent[]> {
  if (keys.length === 0) return [];
  const list = keys.join(', ');
  const rows = await db.all(
    `select e.key::double as key, e.id, e.type, e.modes, e.quad, e.status, e.first_day, e.last_day, e.day, e.time_precision, e.time_basis,
       e.place_id, e.place, e.place_country, e.place_admin1, e.place_precision, e.latitude, e.longitude, e.dead_low, e.injured_low,
       e.object, e.trigger, e.sentence_start, e.sentence_end, e.document_key::double as document_key, d.id as document, d.published, d.extra
     from events e join documents d on d.key = e.document_key where e.key in (${list})`,
  );
  const parties = await db.all(
    `select event_key::double as event_key, role, member, actor, country, sectors, text,
       count(*) over (partition by event_key, role, position) as size
     from parties where event_key in (${list}) order by event_key, role, position, member`,
  );
  const documents = [...new Set(rows.map((row) => Number(row.document_key)))];
  const texts = new Map<number, string>();
  if (documents.length > 0)
    for (const row of await db.all(
      `select document_key::double as document_key, text from texts where document_key in (${documents.join(', ')})`,
    ))
      texts.set(Number(row.document_key), String(row.text));
  const byEvent = new Map<number, Row[]>();
  for (const row of parties) {
    const key = Number(row.event_key);
    byEvent.set(key, [...(byEvent.get(key) ?? []), row]);
  }
  return rows.map((row) =>
    storyEvent(row, byEvent.get(Number(row.key)) ?? [], texts.get(Number(row.document_key)) ?? null),
  );
}

function storyEvent(row: Row, parties: readonly Row[], text: string | null): StoryEvent {
  const side = (role: string): readonly StoryParty[] =>
    parties
      .filter((party) => party.role === role && (Number(party.size) === 1 || Number(party.member) > 0))
      .map((party) => ({
        actor: orNull(party.actor),
        country: orNull(party.country),
        sector: String(party.sectors).split('|')[0] || null,
        words: foldName(String(party.text)),
      }));
  const sources = side('source');
  const targets = side('target');
  const sentence = text?.slice(Number(row.sentence_start), Number(row.sentence_end)) ?? String(row.trigger);
  const ofParties = stems([...sources, ...targets].map((party) => party.words).join(' '));
  const words = new Set([...stems(sentence)].filter((word) => !ofParties.has(word)));
  const all = [...sources, ...targets];
  return {
    key: Number(row.key),
    id: String(row.id),
    document: String(row.document),
    copies: copyGroup(row.extra) ?? String(row.document),
    published: orNull(row.published) ?? '',
    type: String(row.type),
    modes: row.modes === '' ? [] : String(row.modes).split('|'),
    quad: Number(row.quad),
    status: String(row.status),
    first: orNull(row.first_day) ?? orNull(row.day),
    last: orNull(row.last_day) ?? orNull(row.day),
    precision: orNull(row.time_precision),
    fromPublication: row.time_basis !== 'expression',
    place: orNull(row.place_id) ?? (row.place === null ? null : foldName(String(row.place))),
    placeName: orNull(row.place),
    placeCountry: orNull(row.place_country),
    placeAdmin1: orNull(row.place_admin1),
    placePrecision: orNull(row.place_precision),
    latitude: orNumber(row.latitude),
    longitude: orNumber(row.longitude),
    dead: orNumber(row.dead_low),
    injured: orNumber(row.injured_low),
    object: orNull(row.object),
    trigger: foldName(String(row.trigger)),
    sources,
    targets,
    words,
    tokens: [...new Set(all.length === 0 ? ['?'] : all.map((party) => tokenOf(party.country, party.actor)))],
  };
}
