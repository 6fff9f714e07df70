import { ChanceryError } from '../errors.js';
import { shownStatuses, statuses } from '../records/event.js';
import type { Cell } from './database.js';
import { dayParameter, endOfDay } from './days.js';
import type { Clocks, EventFilter } from './ledger.js';
import { indexWords } from './words.js';

/** A condition in SQL with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly Cell[];
}

/** Conditions of a query, joined by `and`. */
export interface Conditions {
  readonly add: (sql: string, ...values: Cell[]) => void;
  readonly addAny: (column: string, values: readonly (string | number)[]) => void;
  readonly done: () => Condition;
}

export function conditions(): Conditions {
  const parts: string[] = [];
  const bound: Cell[] = [];
  const add = (sql: string, ...values: Cell[]): void => {
    parts.push(`(${sql})`);
    bound.push(...values);
  };
  return {
    add,
    addAny: (column, values) => {
      add(values.length === 0 ? 'false' : `${column} in (${values.map(() => '?').join(', ')})`, ...values);
    },
    done: () => ({ sql: parts.length === 0 ? 'true' : parts.join(' and '), values: bound }),
  };
}

/** Rows of `alias` that the ledger held: now, or at the end of the day `knownOn`. */
export function heldRows(alias: string, { knownOn }: Clocks): Condition {
  if (knownOn === undefined) return { sql: `${alias}.known_to is null`, values: [] };
  const end = endOfDay(dayParameter(knownOn, 'known-on'));
  return {
    sql: `(${alias}.known_from < ?::timestamp and (${alias}.known_to is null or ${alias}.known_to >= ?::timestamp))`,
    values: [end, end],
  };
}

/** Whether an id is under an actor: the actor itself, its parts, and those whose country slot it is. */
export function actorCondition(actor: string, idColumn: string, countryColumn: string): Condition {
  const isCountry = /^[A-Z]{3}$/.test(actor);
  return {
    sql: `(${idColumn} = ? or starts_with(${idColumn}, ?)${isCountry ? ` or ${countryColumn} = ?` : ''})`,
    values: isCountry ? [actor, `${actor}/`, actor] : [actor, `${actor}/`],
  };
}

/** The condition of an event filter over `events e`. Throws `usage` for values that no event can have. */
export function eventCondition(filter: EventFilter): Condition {
  const where = conditions();
  const held = heldRows('e', filter);
  where.add(held.sql, ...held.values);
  if (filter.types) where.addAny('e.type', filter.types);
  if (filter.quads) where.addAny('e.quad', filter.quads);
  if (filter.statuses !== 'all') {
    const asked = filter.statuses ?? shownStatuses;
    const unknown = asked.find((status) => !statuses.includes(status));
    if (unknown !== undefined) throw new ChanceryError('usage', `unknown status: ${unknown}`);
    where.addAny('e.status', asked);
  }
  if (filter.modes) addListed(where, 'e.modes', filter.modes);
  if (filter.contexts) addListed(where, 'e.contexts', filter.contexts);
  if (filter.actor !== undefined)
    addPair(
      where,
      filter.pairedWith === undefined ? either(filter.actor) : pairCondition(filter.actor, filter.pairedWith),
    );
  if (filter.source !== undefined) addPair(where, actorCondition(filter.source, 'p.source', 'p.source_country'));
  if (filter.target !== undefined) addPair(where, actorCondition(filter.target, 'p.target', 'p.target_country'));
  if (filter.country !== undefined)
    addPair(where, { sql: '(p.source_country = ? or p.target_country = ?)', values: [filter.country, filter.country] });
  if (filter.sector !== undefined)
    where.add(
      "e.key in (select event_key from parties where list_contains(string_split(sectors, '|'), ?))",
      filter.sector,
    );
  if (filter.place !== undefined) where.add('e.place_id = ? or lower(e.place) = lower(?)', filter.place, filter.place);
  if (filter.placeCountry !== undefined) where.add('e.place_country = ?', filter.placeCountry);
  if (filter.publisher !== undefined)
    where.add('e.document_key in (select key from documents where publisher = ?)', filter.publisher);
  if (filter.document !== undefined)
    where.add('e.document_key in (select key from documents where id = ?)', filter.document);
  if (filter.story !== undefined)
    where.add('e.key in (select event_key from story_events where story = ?)', filter.story);
  if (filter.from !== undefined) where.add('coalesce(e.last_day, e.day) >= ?::date', dayParameter(filter.from, 'from'));
  if (filter.to !== undefined) where.add('e.day <= ?::date', dayParameter(filter.to, 'to'));
  if (filter.asOf !== undefined) where.add('e.day <= ?::date', dayParameter(filter.asOf, 'as-of'));
  if (filter.minConfidence !== undefined) where.add('e.confidence >= ?::float', filter.minConfidence);
  if (filter.claimedBy !== undefined)
    where.add('e.claimed_by = ? or starts_with(e.claimed_by, ?)', filter.claimedBy, `${filter.claimedBy}/`);
  if (filter.words !== undefined) {
    const words = [...new Set(indexWords(filter.words))];
    if (words.length > 0)
      where.add(
        `e.document_key in (select o.document_key from postings o join terms t on t.id = o.term
         where t.term in (${words.map(() => '?').join(', ')}) group by o.document_key having count(*) = ${words.length})`,
        ...words,
      );
  }
  if (filter.coded === 'here') where.add('e.run in (select id from runs where elsewhere is null)');
  if (filter.coded === 'elsewhere') where.add('e.run in (select id from runs where elsewhere is not null)');
  if (filter.checked !== undefined) where.add(filter.checked === 'yes' ? "e.corrections <> ''" : "e.corrections = ''");
  return where.done();
}

/** The pair of two actors, either way round. */
export function pairCondition(a: string, b: string, table = 'p'): Condition {
  const side = (actor: string, name: 'source' | 'target'): Condition =>
    actorCondition(actor, `${table}.${name}`, `${table}.${name}_country`);
  const parts = [side(a, 'source'), side(b, 'target'), side(b, 'source'), side(a, 'target')];
  const [as, bt, bs, at] = parts.map((part) => part.sql);
  return { sql: `((${as} and ${bt}) or (${bs} and ${at}))`, values: parts.flatMap((part) => part.values) };
}

function either(actor: string): Condition {
  const source = actorCondition(actor, 'p.source', 'p.source_country');
  const target = actorCondition(actor, 'p.target', 'p.target_country');
  return { sql: `(${source.sql} or ${target.sql})`, values: [...source.values, ...target.values] };
}

function addPair(where: Conditions, { sql, values }: Condition): void {
  where.add(`e.key in (select p.event_key from pairs p where ${sql})`, ...values);
}

function addListed(where: Conditions, column: string, values: readonly string[]): void {
  where.add(
    values.length === 0 ? 'false' : values.map(() => `list_contains(string_split(${column}, '|'), ?)`).join(' or '),
    ...values,
  );
}
