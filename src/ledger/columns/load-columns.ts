import type { Database, Row, Session } from '../database.js';
import { type Dictionaries, noDictionaries } from './dictionaries.js';
import {
  blockRows,
  bytesPerRow,
  checkedMark,
  type EventColumns,
  elsewhereMark,
  goneMark,
  noColumns,
  noDay,
  rowOf,
  withRoom,
} from './event-columns.js';

/** The columns with their words, as of one commit. */
export interface KeptEvents {
  readonly columns: EventColumns;
  readonly words: Dictionaries;
}

/** Brings the columns up to what the ledger holds; null where the ledger has more than they may hold or can number. */
export interface ColumnLoader {
  readonly load: () => Promise<KeptEvents | null>;
  readonly close: () => Promise<void>;
}

/** Events that are read together. */
const batch = 500_000;
const mostKey = 0x7fff_fffe;

/** What is read as numbers: the table of numbers, the columns it is of, and what events have. */
const dictionaries = [
  { name: 'types', from: 'events', of: ['type'], most: 256 },
  { name: 'statuses', from: 'events', of: ['status'], most: 256 },
  { name: 'modes', from: 'events', of: ['modes'], most: 65_536 },
  { name: 'contexts', from: 'events', of: ['contexts'], most: 65_536 },
  {
    name: 'places',
    from: 'events',
    of: ['place_id', 'place', 'place_country', 'place_precision', 'latitude', 'longitude'],
    most: mostKey,
  },
  { name: 'publishers', from: 'documents', of: ['publisher'], most: mostKey },
  { name: 'pairs', from: 'pairs', of: ['source', 'source_country', 'target', 'target_country'], most: mostKey },
] as const;
type Dictionary = (typeof dictionaries)[number];

interface Loaded extends KeptEvents {
  readonly pairs: number;
  /** Rows of the table, held or not, up to `lastKey`; how many of them are no longer held. */
  readonly total: number;
  readonly closed: number;
  readonly lastKey: number;
  readonly lastDocument: number;
}

const nothing = (): Loaded => ({
  columns: noColumns(),
  words: noDictionaries(),
  pairs: 0,
  total: 0,
  closed: 0,
  lastKey: 0,
  lastDocument: 0,
});

/** Reads a ledger's events into columns of at most so many bytes, and after each commit what is new in them. */
export function columnLoader(db: Database, mostBytes: number): ColumnLoader {
  let session: Promise<Session> | null = null;
  let loaded = nothing();
  let commit = -1;
  let refused = false;
  const opened = async (): Promise<Session> => {
    const made = await db.session();
    await prepare(made);
    loaded = nothing();
    return made;
  };
  const bringUp = async (): Promise<KeptEvents | null> => {
    const { commits } = db;
    if (commit === commits) return refused ? null : loaded;
    const [events] = await db.all(
      "select estimated_size::double as n from duckdb_tables() where table_name = 'events'",
    );
    refused = Number(events?.n ?? 0) * bytesPerRow > mostBytes;
    if (refused) {
      commit = commits;
      return null;
    }
    session ??= opened();
    const own = await session;
    await own.run('begin');
    try {
      const next = await loadNew(own, loaded);
      await own.run('commit');
      if (next === 'anew') {
        session = null;
        own.close();
        return await bringUp();
      }
      refused = next === null;
      loaded = next ?? loaded;
      commit = commits;
      return next;
    } catch (error) {
      session = null;
      own.close();
      throw error;
    }
  };
  let running: Promise<unknown> = Promise.resolve();
  return {
    load: () => {
      const next = running.then(bringUp);
      running = next.catch(() => undefined);
      return next;
    },
    close: async () => {
      await running;
      (await session)?.close();
      session = null;
    },
  };
}

async function prepare(session: Session): Promise<void> {
  for (const { name, from, of } of dictionaries)
    await session.run(
      `create or replace temp table kept_${name} as select 0 as number, ${of.join(', ')} from ${from} limit 0`,
    );
  await session.run('insert into kept_places values (0, null, null, null, null, null, null)');
}

async function loadNew(session: Session, before: Loaded): Promise<Loaded | 'anew' | null> {
  const [now = {}] = await session.all(
    `select count(*)::integer as total, count(known_to)::integer as closed, coalesce(max(key), 0)::double as last,
       count(*) filter (key > ${before.lastKey})::integer as added,
       (select coalesce(max(key), 0) from documents)::double as document,
       (select count(*) from pairs)::integer as pairs from events`,
  );
  const number = (name: string): number => Number(now[name]);
  const last = number('last');
  if (last > mostKey || number('document') > mostKey) return null;
  if (before.total + number('added') !== number('total') || last < before.lastKey) return 'anew';
  let columns = withRoom(before.columns, {
    rows: before.columns.rows + number('added'),
    pairs: Math.max(number('pairs'), before.pairs),
    documents: number('document'),
  });
  await numberWords(session, before, last);
  for (const { name, most } of dictionaries) {
    const [found] = await session.all(`select count(*)::integer as n from kept_${name}`);
    if (Number(found?.n) > most) return null;
  }
  await readPublishers(session, columns, before.lastDocument);
  let { pairs } = before;
  for (let from = before.lastKey; from < last; from += batch) {
    const read = await readBatch(session, { columns, pairs, from, to: Math.min(from + batch, last) });
    columns = read.columns;
    pairs = read.pairs;
  }
  if (number('closed') !== before.closed && before.lastKey > 0) await markGone(session, columns, before.lastKey);
  await readWords(session, before.words);
  return {
    columns,
    words: before.words,
    pairs,
    total: number('total'),
    closed: number('closed'),
    lastKey: last,
    lastDocument: number('document'),
  };
}

/** Gives a number to each word that has none, the frequent first: what is counted together then lies together in memory. */
async function numberWords(session: Session, { lastKey, lastDocument }: Loaded, last: number): Promise<void> {
  if (last === lastKey && lastKey > 0) return;
  for (const dictionary of dictionaries) {
    const { name, from, of } = dictionary;
    const [key, after] =
      from === 'events' ? ['key', lastKey] : from === 'pairs' ? ['event_key', lastKey] : ['key', lastDocument];
    const list = of.join(', ');
    await session.run(
      `insert into kept_${name} select row_number() over (order by n desc) - 1 + (select count(*) from kept_${name}), ${list}
       from (select ${list}, count(*) as n from ${from} where ${key} > ${after} group by ${list}) t
       where not exists (select 1 from kept_${name} where ${sameWords(dictionary, 't')})`,
    );
  }
}

const sameWords = ({ name, of }: Dictionary, table: string): string =>
  of.map((column) => `kept_${name}.${column} is not distinct from ${table}.${column}`).join(' and ');

async function readPublishers(session: Session, { publisher }: EventColumns, after: number): Promise<void> {
  const dictionary = dictionaries[5];
  for await (const [keys, numbers] of session.integers(
    `select d.key::integer, kept_publishers.number::integer from documents d join kept_publishers on ${sameWords(dictionary, 'd')} where d.key > ${after}`,
  ))
    for (let at = 0; at < (keys?.length ?? 0); at += 1) publisher[keys?.[at] ?? 0] = numbers?.[at] ?? 0;
}

interface Batch {
  readonly columns: EventColumns;
  /** Pairs that are filled. */
  readonly pairs: number;
  readonly from: number;
  readonly to: number;
}

async function readBatch(
  session: Session,
  { columns, pairs, from, to }: Batch,
): Promise<Pick<Batch, 'columns' | 'pairs'>> {
  const [types, statuses, modes, contexts, places, , allPairs] = dictionaries;
  const daysOf = (sql: string): string => `coalesce(${sql} - date '1970-01-01', ${noDay})::integer`;
  const first = columns.rows;
  let row = first;
  const confidence = new Int32Array(columns.confidence.buffer);
  const targets = [columns.key, columns.document, columns.day, columns.until, columns.type, columns.quad] as const;
  const more = [columns.status, columns.marks, columns.modes, columns.contexts, columns.place, confidence] as const;
  for await (const read of session.integers(
    `select e.key::integer, e.document_key::integer, ${daysOf('e.day')}, ${daysOf('coalesce(e.last_day, e.day)')},
       kept_types.number::integer, e.quad::integer, kept_statuses.number::integer,
       (case when e.corrections <> '' then ${checkedMark} else 0 end + case when r.elsewhere is not null then ${elsewhereMark} else 0 end)::integer,
       kept_modes.number::integer, kept_contexts.number::integer, kept_places.number::integer, e.confidence
     from events e join runs r on r.id = e.run
       join kept_types on ${sameWords(types, 'e')} join kept_statuses on ${sameWords(statuses, 'e')}
       join kept_modes on ${sameWords(modes, 'e')} join kept_contexts on ${sameWords(contexts, 'e')}
       join kept_places on ${sameWords(places, 'e')}
     where e.key > ${from} and e.key <= ${to} and e.known_to is null order by e.key`,
  )) {
    for (const [at, target] of [...targets, ...more].entries()) target.set(read[at] ?? [], row);
    row += read[0]?.length ?? 0;
  }
  let filled = pairs;
  let at = first;
  columns.pairFrom[at] = filled;
  for await (const [keys, numbers] of session.integers(
    `select p.event_key::integer, kept_pairs.number::integer from pairs p join kept_pairs on ${sameWords(allPairs, 'p')}
     where p.event_key > ${from} and p.event_key <= ${to} order by p.event_key`,
  )) {
    for (let index = 0; index < (keys?.length ?? 0); index += 1) {
      const key = keys?.[index] ?? 0;
      while (at < row && (columns.key[at] ?? 0) < key) {
        at += 1;
        columns.pairFrom[at] = filled;
      }
      if (at >= row || columns.key[at] !== key) continue;
      columns.pairs[filled] = numbers?.[index] ?? 0;
      filled += 1;
    }
  }
  while (at < row) {
    at += 1;
    columns.pairFrom[at] = filled;
  }
  spanBlocks(columns, first, row);
  return { columns: { ...columns, rows: row }, pairs: filled };
}

function spanBlocks({ day, until, blockFirst, blockLast }: EventColumns, first: number, end: number): void {
  for (let row = first; row < end; row += 1) {
    const block = Math.floor(row / blockRows);
    const earliest = day[row] ?? noDay;
    const latest = until[row] ?? noDay;
    const isNew = row % blockRows === 0;
    blockFirst[block] = isNew ? earliest : Math.min(blockFirst[block] ?? 0, earliest);
    blockLast[block] = isNew ? latest : Math.max(blockLast[block] ?? 0, latest);
  }
}

async function markGone(session: Session, columns: EventColumns, upTo: number): Promise<void> {
  for await (const [keys] of session.integers(
    `select key::integer from events where known_to is not null and key <= ${upTo}`,
  )) {
    for (const key of keys ?? []) {
      const row = rowOf(columns, key);
      if (row >= 0) columns.marks[row] = (columns.marks[row] ?? 0) | goneMark;
    }
  }
}

const orNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

async function readWords(session: Session, words: Dictionaries): Promise<void> {
  const added = async <Word>(name: keyof Dictionaries, list: Word[], read: (row: Row) => Word): Promise<void> => {
    const rows = await session.all(`select * from kept_${name} where number >= ${list.length} order by number`);
    for (const row of rows) list.push(read(row));
  };
  await added('types', words.types, (row) => String(row.type));
  await added('statuses', words.statuses, (row) => String(row.status));
  await added('modes', words.modes, (row) => String(row.modes));
  await added('contexts', words.contexts, (row) => String(row.contexts));
  await added('publishers', words.publishers, (row) => orNull(row.publisher));
  await added('places', words.places, (row) => ({
    id: orNull(row.place_id),
    name: orNull(row.place),
    country: orNull(row.place_country),
    precision: orNull(row.place_precision),
    latitude: numberOrNull(row.latitude),
    longitude: numberOrNull(row.longitude),
  }));
  await added('pairs', words.pairs, (row) => ({
    source: orNull(row.source),
    sourceCountry: orNull(row.source_country),
    target: orNull(row.target),
    targetCountry: orNull(row.target_country),
  }));
}
