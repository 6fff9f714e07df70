import { ChanceryError } from '../errors.js';
import type { Reader } from './database.js';
import { eventCondition } from './event-filter.js';
import {
  type CountKey,
  type CountOptions,
  type CountRow,
  countKeys,
  type EventFilter,
  type Period,
  type PlaceCount,
} from './ledger.js';

const mostRows = 100_000;

/** SQL of a day's period, as `YYYY-MM-DD`, `YYYY-Www`, `YYYY-MM` or `YYYY`. */
export function periodSql(column: string, period: Period): string {
  const formats = { day: '%Y-%m-%d', week: '%G-W%V', month: '%Y-%m', year: '%Y' } as const;
  return `strftime(${column}, '${formats[period]}')`;
}

const partyKeys: ReadonlySet<CountKey> = new Set(['actor', 'pair', 'country']);
/** Keys of which an event can have several values, so that its rows are told apart. */
const listKeys: ReadonlySet<CountKey> = new Set(['mode', 'context', ...partyKeys]);

const expressions: Readonly<Record<CountKey, string>> = {
  type: 'e.type',
  mode: "unnest(string_split(e.modes, '|'))",
  context: "unnest(string_split(e.contexts, '|'))",
  quad: 'e.quad::varchar',
  status: 'e.status',
  actor: 'unnest(list_distinct([p.source, p.target]))',
  country: 'unnest(list_distinct([p.source_country, p.target_country]))',
  pair: "case when p.source < p.target then p.source || ' ' || p.target else p.target || ' ' || p.source end",
  place: 'coalesce(e.place, e.place_id)',
  'place-country': 'e.place_country',
  publisher: 'd.publisher',
  day: periodSql('e.day', 'day'),
  week: periodSql('e.day', 'week'),
  month: periodSql('e.day', 'month'),
  year: periodSql('e.day', 'year'),
};

/** Throws `usage` for a key that events cannot be counted by. */
export function checkKeys(by: readonly CountKey[]): void {
  const unknown = by.find((key) => !countKeys.includes(key));
  if (unknown !== undefined || by.length === 0)
    throw new ChanceryError('usage', `unknown key to count by: ${unknown ?? ''} (one of ${countKeys.join(', ')})`);
}

/** Events and documents counted by one or more keys, the most frequent first. */
export async function countEvents(
  db: Reader,
  by: readonly CountKey[],
  query: CountOptions,
): Promise<readonly CountRow[]> {
  const { documents = true, ...filter } = query;
  const { sql, values } = eventCondition(filter);
  const parties = by.some((key) => partyKeys.has(key));
  const keys = by.map((key, index) => `${expressions[key]} as v${index}`).join(', ');
  const names = by.map((_, index) => `v${index}`);
  const limit = Math.min(query.limit ?? mostRows, mostRows);
  const known = names.map((name, index) => {
    const key = by[index];
    return key === 'mode' || key === 'context' ? `nullif(${name}, '')` : name;
  });
  const rows = await db.all(
    `with picked as (
       select ${keys}, e.key, e.document_key from events e
       ${parties ? 'join pairs p on p.event_key = e.key' : ''}
       ${by.includes('publisher') ? 'join documents d on d.key = e.document_key' : ''}
       where ${sql}
     )
     select ${known.map((name, index) => `${name} as v${index}`).join(', ')},
       count(${by.some((key) => listKeys.has(key)) ? 'distinct key' : '*'})::integer as events, ${documents ? 'count(distinct document_key)::integer' : '0'} as documents
     from picked group by ${known.join(', ')}
     order by events desc, ${names.map((_, index) => `${index + 1}`).join(', ')} limit ${limit}`,
    values,
  );
  return rows.map((row) => ({
    values: names.map((name) => (row[name] === null || row[name] === undefined ? null : String(row[name]))),
    events: Number(row.events),
    documents: Number(row.documents),
  }));
}

/** Places with coordinates and what happened there, the most frequent first. */
export async function countPlaces(
  db: Reader,
  query: EventFilter & { readonly limit?: number },
): Promise<readonly PlaceCount[]> {
  const { sql, values } = eventCondition(query);
  const limit = Math.min(query.limit ?? 1000, mostRows);
  const rows = await db.all(
    `select e.place_id, e.place, e.place_country, e.place_precision, any_value(e.latitude)::double as latitude,
       any_value(e.longitude)::double as longitude, count(*)::integer as events,
       ${[1, 2, 3, 4].map((quad) => `count(*) filter (e.quad = ${quad})::integer as q${quad}`).join(', ')}
     from events e where ${sql} and e.latitude is not null
     group by e.place_id, e.place, e.place_country, e.place_precision
     order by events desc, e.place limit ${limit}`,
    values,
  );
  return rows.map((row) => ({
    id: row.place_id === null ? null : String(row.place_id),
    name: String(row.place),
    country: row.place_country === null ? null : String(row.place_country),
    latitude: Number(Number(row.latitude).toPrecision(7)),
    longitude: Number(Number(row.longitude).toPrecision(7)),
    precision: String(row.place_precision),
    events: Number(row.events),
    quads: [Number(row.q1), Number(row.q2), Number(row.q3), Number(row.q4)],
  }));
}
