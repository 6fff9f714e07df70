import { openRecentDuplicates, type RecentDuplicates } from '../read/recent-duplicates.js';
import type { Correction } from '../records/correction.js';
import type { Document } from '../records/document.js';
import type { Coder } from '../records/event.js';
import type { Reader, Row } from './database.js';
import { isoTime } from './days.js';
import type { WriterState } from './document-tables.js';
import type { RelationRules } from './relation-rules.js';

/** What a writing process needs to know of the file. */
export async function loadWriterState(db: Reader, rules: RelationRules): Promise<WriterState> {
  const [last] = await db.all(
    `select coalesce((select max(key) from documents), 0)::double as document,
            coalesce((select max(key) from events), 0)::double as event,
            coalesce((select max(id) from runs), 0)::integer as run`,
  );
  const terms = new Map<string, number>();
  for (const row of await db.all('select id, term from terms order by id')) terms.set(String(row.term), Number(row.id));
  const runs = new Map<string, { readonly id: number; readonly coder: Coder }>();
  for (const row of await db.all('select * from runs')) {
    const coder = { version: String(row.coder), model: String(row.model), data: String(row.data) };
    runs.set(`${row.kind} ${coder.version} ${coder.model} ${coder.data} ${row.elsewhere ?? ''}`, {
      id: Number(row.id),
      coder,
    });
  }
  const corrections = new Map<string, Correction[]>();
  for (const row of await db.all('select * from corrections where undone is null order by time, id')) {
    const correction = correctionOf(row);
    corrections.set(correction.document, [...(corrections.get(correction.document) ?? []), correction]);
  }
  const forgotten = new Set((await db.all('select document from forgotten')).map((row) => String(row.document)));
  const copies = openRecentDuplicates();
  const groups = await loadCopies(db, copies);
  return {
    nextDocument: Number(last?.document ?? 0) + 1,
    nextEvent: Number(last?.event ?? 0) + 1,
    nextRun: Number(last?.run ?? 0) + 1,
    terms,
    runs,
    corrections,
    forgotten,
    rules,
    copies,
    groups,
  };
}

/** Documents that are looked at again when a ledger is opened, so that their copies are known. */
const mostReread = 10_000;

async function loadCopies(db: Reader, copies: RecentDuplicates): Promise<Map<string, string>> {
  const groups = new Map<string, string>();
  const rows = await db.all(
    `select d.id, d.extra, t.text from documents d join texts t on t.document_key = d.key
     where d.known_to is null order by d.key desc limit ${mostReread}`,
  );
  for (const row of [...rows].reverse()) {
    copies.add(String(row.id), String(row.text));
    const group = copyGroup(row.extra);
    if (group !== null) groups.set(String(row.id), group);
  }
  return groups;
}

/** The group of copies that a stored document says it is in. */
export function copyGroup(extra: unknown): string | null {
  if (typeof extra !== 'string' || !extra.includes('"nearDuplicate"')) return null;
  return (JSON.parse(extra) as Pick<Document, 'nearDuplicate'>).nearDuplicate?.group ?? null;
}

/** The correction of a stored row. */
export function correctionOf(row: Row): Correction {
  const value = (name: string): unknown => (typeof row[name] === 'string' ? JSON.parse(row[name]) : null);
  return {
    id: String(row.id),
    document: String(row.document),
    start: Number(row.start_at),
    end: Number(row.end_at),
    type: row.type === null ? null : String(row.type),
    field: String(row.field),
    old: value('old'),
    new: value('new'),
    author: String(row.author),
    time: isoTime(row.time),
    reason: String(row.reason),
  };
}
