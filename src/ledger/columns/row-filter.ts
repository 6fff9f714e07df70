import { shownStatuses } from '../../records/event.js';
import type { Database } from '../database.js';
import { dayParameter } from '../days.js';
import { eventCondition } from '../event-filter.js';
import type { EventFilter } from '../ledger.js';
import { indexWords } from '../words.js';
import type { Dictionaries, KeptPair } from './dictionaries.js';
import { checkedMark, elsewhereMark } from './event-columns.js';
import type { KeptEvents } from './load-columns.js';
import type { RowFilter } from './scan-rows.js';

/** What the columns do not hold: such questions go to the tables. */
const elsewhere: readonly (keyof EventFilter)[] = ['knownOn', 'sector', 'story', 'claimedBy'];

/** The filter over the columns, or null where only the tables can answer. Throws `usage` as `eventCondition` does. */
export async function rowFilter(
  db: Database,
  { words, columns }: KeptEvents,
  filter: EventFilter,
): Promise<RowFilter | null> {
  eventCondition(filter);
  if (elsewhere.some((name) => filter[name] !== undefined)) return null;
  const { statuses = shownStatuses } = filter;
  const last = [filter.to, filter.asOf].flatMap((day) => (day === undefined ? [] : [dayNumber(day)]));
  const pairs = pairTests(filter);
  const place = filter.place?.toLowerCase();
  return {
    types: filter.types ? tableOf(words.types, among(filter.types)) : null,
    quads: filter.quads
      ? tableOf([0, 1, 2, 3, 4], (quad) => filter.quads?.some((each) => each === quad) === true)
      : null,
    statuses: statuses === 'all' ? null : tableOf(words.statuses, among(statuses)),
    modes: filter.modes ? tableOf(words.modes, listed(filter.modes)) : null,
    contexts: filter.contexts ? tableOf(words.contexts, listed(filter.contexts)) : null,
    places:
      place === undefined && filter.placeCountry === undefined
        ? null
        : tableOf(
            words.places,
            ({ id, name, country }) =>
              (place === undefined || id === filter.place || name?.toLowerCase() === place) &&
              (filter.placeCountry === undefined || country === filter.placeCountry),
          ),
    publishers:
      filter.publisher === undefined ? null : tableOf(words.publishers, (publisher) => publisher === filter.publisher),
    documents: await documentTable(db, columns.publisher.length, filter),
    pairs: pairs.length === 0 ? null : pairTable(words, pairs),
    pairBits: (1 << pairs.length) - 1,
    from: filter.from === undefined ? null : dayNumber(filter.from),
    to: last.length === 0 ? null : Math.min(...last),
    confidence: filter.minConfidence === undefined ? null : Math.fround(filter.minConfidence),
    marks: (filter.checked === undefined ? 0 : checkedMark) | (isCoded(filter) ? elsewhereMark : 0),
    marked: (filter.checked === 'yes' ? checkedMark : 0) | (filter.coded === 'elsewhere' ? elsewhereMark : 0),
  };
}

const isCoded = ({ coded }: EventFilter): boolean => coded === 'here' || coded === 'elsewhere';

/** Days from 1970 to a day. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${dayParameter(day, 'day')}T00:00:00Z`) / 86_400_000);
}

/** `YYYY-MM-DD` of days since 1970. */
export function dayName(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

const among =
  (wanted: readonly string[]) =>
  (word: string): boolean =>
    wanted.includes(word);

const listed =
  (wanted: readonly string[]) =>
  (set: string): boolean =>
    set.split('|').some((word) => wanted.includes(word));

function tableOf<Word>(words: readonly Word[], isWanted: (word: Word) => boolean): Uint8Array {
  return Uint8Array.from(words, (word) => (isWanted(word) ? 1 : 0));
}

type PairTest = (pair: KeptPair) => boolean;

/** Whether an id or its country is under an actor, as `actorCondition` has it. */
export function underActor(actor: string): (id: string | null, country: string | null) => boolean {
  const isCountry = /^[A-Z]{3}$/.test(actor);
  const part = `${actor}/`;
  return (id, country) => id === actor || id?.startsWith(part) === true || (isCountry && country === actor);
}

/** Whether a pair is of two actors, either way round. */
export function betweenActors(a: string, b: string): PairTest {
  const [one, other] = [underActor(a), underActor(b)];
  return (pair) => (isSource(one, pair) && isTarget(other, pair)) || (isSource(other, pair) && isTarget(one, pair));
}

export const isSource = (under: ReturnType<typeof underActor>, { source, sourceCountry }: KeptPair): boolean =>
  under(source, sourceCountry);
export const isTarget = (under: ReturnType<typeof underActor>, { target, targetCountry }: KeptPair): boolean =>
  under(target, targetCountry);

function pairTests({ actor, pairedWith, source, target, country }: EventFilter): readonly PairTest[] {
  const tests: PairTest[] = [];
  if (actor !== undefined && pairedWith !== undefined) tests.push(betweenActors(actor, pairedWith));
  else if (actor !== undefined) {
    const under = underActor(actor);
    tests.push((pair) => isSource(under, pair) || isTarget(under, pair));
  }
  if (source !== undefined) {
    const under = underActor(source);
    tests.push((pair) => isSource(under, pair));
  }
  if (target !== undefined) {
    const under = underActor(target);
    tests.push((pair) => isTarget(under, pair));
  }
  if (country !== undefined) tests.push((pair) => pair.sourceCountry === country || pair.targetCountry === country);
  return tests;
}

function pairTable({ pairs }: Dictionaries, tests: readonly PairTest[]): Uint8Array {
  return Uint8Array.from(pairs, (pair) => tests.reduce((bits, test, at) => (test(pair) ? bits | (1 << at) : bits), 0));
}

/** The documents that a filter by id or words allows, by key. */
async function documentTable(
  db: Database,
  length: number,
  { document, words }: EventFilter,
): Promise<Uint8Array | null> {
  const asked = words === undefined ? [] : [...new Set(indexWords(words))];
  if (document === undefined && asked.length === 0) return null;
  const conditions = [
    ...(document === undefined ? [] : ['key in (select key from documents where id = ?)']),
    ...(asked.length === 0
      ? []
      : [
          `key in (select o.document_key from postings o join terms t on t.id = o.term
             where t.term in (${asked.map(() => '?').join(', ')}) group by o.document_key having count(*) = ${asked.length})`,
        ]),
  ];
  const table = new Uint8Array(length);
  const session = await db.session();
  try {
    const found = session.integers(`select key::integer from documents where ${conditions.join(' and ')}`, [
      ...(document === undefined ? [] : [document]),
      ...asked,
    ]);
    for await (const [keys] of found) for (const key of keys ?? []) table[key] = 1;
  } finally {
    session.close();
  }
  return table;
}
