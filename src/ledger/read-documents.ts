import { ChanceryError } from '../errors.js';
import type { Document } from '../records/document.js';
import { pageLimit, readCursor, writeCursor } from './cursor.js';
import type { Reader, Row } from './database.js';
import { dayParameter, isoTime } from './days.js';
import { conditions, heldRows } from './event-filter.js';
import type { Clocks, Ledger, LedgerDocument } from './ledger.js';
import { eventsByKey } from './read-events.js';

const orNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

const known = (row: Row): { readonly from: string; readonly to: string | null } => ({
  from: isoTime(row.known_from),
  to: row.known_to === null ? null : isoTime(row.known_to),
});

/** A document with its events in reading order. Throws `not_found`. */
export async function readDocument(db: Reader, id: string, clocks: Clocks): Promise<LedgerDocument> {
  const held = heldRows('d', clocks);
  const revisions = await db.all(
    'select revision, known_from, known_to from documents where id = ? order by known_from',
    [id],
  );
  const [row] = await db.all(
    `select d.*, d.key::double as key, t.text from documents d left join texts t on t.document_key = d.key where d.id = ? and ${held.sql}`,
    [id, ...held.values],
  );
  if (!row) throw new ChanceryError('not_found', `no such document: ${id}`);
  const eventHeld = heldRows('e', clocks);
  const keys = await db.all(
    `select e.key::double as key from events e where e.document_key = ${Number(row.key)} and ${eventHeld.sql} order by e.trigger_start, e.key`,
    eventHeld.values,
  );
  const extra = JSON.parse(String(row.extra ?? '{}')) as Pick<
    Document,
    'author' | 'notices' | 'asides' | 'datelinePlace' | 'nearDuplicate'
  >;
  return {
    id: String(row.id),
    revision: String(row.revision),
    uri: orNull(row.uri),
    publisher: orNull(row.publisher),
    title: orNull(row.title),
    published: orNull(row.published),
    publishedFrom: orNull(row.published_from) as Document['publishedFrom'],
    language: orNull(row.language),
    text: orNull(row.text),
    retrieved: orNull(row.retrieved),
    kind: String(row.kind) as Document['kind'],
    ...extra,
    known: known(row),
    revisions: revisions.map((each) => ({ revision: String(each.revision), known: known(each) })),
    events: await eventsByKey(
      db,
      keys.map((each) => Number(each.key)),
    ),
  };
}

/** A page of documents by day of publication. */
export const readDocuments =
  (db: Reader): Ledger['documents'] =>
  async (query = {}) => {
    const limit = pageLimit(query);
    const where = conditions();
    const held = heldRows('d', query);
    where.add(held.sql, ...held.values);
    if (query.publisher !== undefined) where.add('d.publisher = ?', query.publisher);
    if (query.from !== undefined) where.add('d.day >= ?::date', dayParameter(query.from, 'from'));
    if (query.to !== undefined) where.add('d.day <= ?::date', dayParameter(query.to, 'to'));
    const [beyond, direction] = query.order === 'oldest' ? ['>', 'asc'] : ['<', 'desc'];
    if (query.cursor !== undefined) {
      const { day, key } = readCursor(query.cursor);
      if (day === null) where.add(`d.day is null and d.key ${beyond} ?`, key);
      else
        where.add(`d.day is null or d.day ${beyond} ?::date or (d.day = ?::date and d.key ${beyond} ?)`, day, day, key);
    }
    const { sql, values } = where.done();
    const rows = await db.all(
      `with page as (select * from documents d where ${sql} order by d.day ${direction} nulls last, d.key ${direction} limit ${limit + 1})
       select page.key::double as key, page.id, page.uri, page.published, page.publisher, page.title, page.day,
         (select count(*) from events e where e.document_key = page.key)::integer as events
       from page order by page.day ${direction} nulls last, page.key ${direction}`,
      values,
    );
    const items = rows.slice(0, limit).map((row) => ({
      id: String(row.id),
      uri: orNull(row.uri),
      published: orNull(row.published),
      publisher: orNull(row.publisher),
      title: orNull(row.title),
      events: Number(row.events),
    }));
    const last = rows[limit - 1];
    return {
      items,
      next: rows.length > limit && last ? writeCursor({ day: orNull(last.day), key: Number(last.key) }) : null,
    };
  };
