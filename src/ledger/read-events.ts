import type { KeptAnswers } from './columns/kept-answers.js';
import { pageLimit, readCursor, writeCursor } from './cursor.js';
import type { Reader, Row } from './database.js';
import { isoTime } from './days.js';
import { eventCondition } from './event-filter.js';
import { eventOf } from './event-row.js';
import type { EventFilter, LedgerEvent, Page, PageOptions } from './ledger.js';

/** A page of events by day, the newest first unless told. */
export async function readEvents(
  db: Reader,
  query: EventFilter & PageOptions,
  kept: KeptAnswers | null = null,
): Promise<Page<LedgerEvent>> {
  const limit = pageLimit(query);
  const { rows, next } = await eventKeys(db, { query, limit, kept });
  return { items: await eventsByKey(db, rows), next };
}

/** The keys of a page of events. */
export async function eventKeys(
  db: Reader,
  {
    query,
    limit,
    kept,
  }: { readonly query: EventFilter & PageOptions; readonly limit: number; readonly kept: KeptAnswers | null },
): Promise<{ readonly rows: readonly number[]; readonly next: string | null }> {
  const known = await kept?.keys(query, limit);
  if (known) return known;
  const { sql, values } = eventCondition(query);
  const oldest = query.order === 'oldest';
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const beyond = after
    ? after.day === null
      ? `and e.day is null and e.key ${oldest ? '>' : '<'} ?`
      : `and (e.day is null or e.day ${oldest ? '>' : '<'} ?::date or (e.day = ?::date and e.key ${oldest ? '>' : '<'} ?))`
    : '';
  const afterValues = after ? (after.day === null ? [after.key] : [after.day, after.day, after.key]) : [];
  const found = await db.all(
    `select e.key::double as key, e.day from events e where ${sql} ${beyond}
     order by e.day ${oldest ? 'asc' : 'desc'} nulls last, e.key ${oldest ? 'asc' : 'desc'} limit ${limit + 1}`,
    [...values, ...afterValues],
  );
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last;
  return {
    rows: rows.map((row) => Number(row.key)),
    next: more ? writeCursor({ day: last.day === null ? null : String(last.day), key: Number(last.key) }) : null,
  };
}

/** The events with these keys, in that order. */
export async function eventsByKey(db: Reader, keys: readonly number[]): Promise<readonly LedgerEvent[]> {
  if (keys.length === 0) return [];
  const list = keys.map((key) => Math.trunc(key)).join(', ');
  const [events, parties] = await Promise.all([
    db.all(
      `select e.*, e.key::double as key, e.document_key::double as document_key, s.story,
              r.coder as run_coder, r.model as run_model, r.data as run_data, r.elsewhere
       from events e left join (select * from story_events where event_key in (${list})) s
         on s.event_key = e.key and e.known_to is null
       left join runs r on r.id = e.run where e.key in (${list})`,
    ),
    db.all(`select *, event_key::double as event_key from parties where event_key in (${list})`),
  ]);
  const documentKeys = [...new Set(events.map((row) => Number(row.document_key)))].join(', ');
  const documents = await db.all(
    `select d.key::double as key, d.id, d.uri, d.published, d.publisher, d.title, t.text
     from documents d left join (select * from texts where document_key in (${documentKeys})) t on t.document_key = d.key
     where d.key in (${documentKeys})`,
  );
  const byDocument = new Map(documents.map((row) => [Number(row.key), row]));
  const byEvent = new Map<number, Row[]>();
  for (const row of parties) {
    const key = Number(row.event_key);
    const list = byEvent.get(key);
    if (list) list.push(row);
    else byEvent.set(key, [row]);
  }
  const found = new Map(
    events.map((row) => {
      const key = Number(row.key);
      return [key, ledgerEvent(row, byEvent.get(key) ?? [], byDocument.get(Number(row.document_key)) ?? {})];
    }),
  );
  return keys.flatMap((key) => found.get(key) ?? []);
}

function ledgerEvent(row: Row, parties: readonly Row[], document: Row): LedgerEvent {
  const text = typeof document.text === 'string' ? document.text : null;
  const orNull = (name: string): string | null =>
    document[name] === null || document[name] === undefined ? null : String(document[name]);
  return {
    document: {
      id: String(document.id),
      uri: orNull('uri'),
      published: orNull('published'),
      publisher: orNull('publisher'),
      title: orNull('title'),
    },
    ...eventOf(row, parties, text),
    story: row.story === null || row.story === undefined ? null : String(row.story),
    known: { from: isoTime(row.known_from), to: row.known_to === null ? null : isoTime(row.known_to) },
    corrections: row.corrections === '' ? [] : String(row.corrections).split('|'),
    elsewhere: row.elsewhere === null || row.elsewhere === undefined ? null : String(row.elsewhere),
  };
}
