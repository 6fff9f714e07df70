import { ChanceryError } from '../errors.js';
import type { Writer } from './database.js';
import {
  type DocumentTables,
  documentTables,
  type KeepOptions,
  tableNames,
  type WriterState,
} from './document-tables.js';
import { heldDocuments } from './held-documents.js';
import type { IngestItem, IngestReceipt } from './ledger.js';

/** Writes documents with their events inside a transaction; each document at most once. */
export async function keepDocuments(
  writer: Writer,
  items: readonly IngestItem[],
  state: WriterState,
  options: KeepOptions,
): Promise<readonly IngestReceipt[]> {
  const held = await heldDocuments(
    writer,
    items.map((item) => item.doc.id),
  );
  return writeTables(writer, documentTables(items, held, { state, options }));
}

/** Writes what documents made, inside a transaction. */
export async function writeTables(writer: Writer, tables: DocumentTables): Promise<readonly IngestReceipt[]> {
  await closeDocuments(writer, tables.closing);
  for (const name of tableNames) await writer.append(name, tables.rows[name]);
  return tables.receipts;
}

/** Ends the belief in documents and their events; what was believed before stays. */
export async function closeDocuments(
  writer: Writer,
  closing: readonly { readonly key: number; readonly at: string }[],
): Promise<void> {
  for (const at of new Set(closing.map((each) => each.at))) {
    const keys = closing.filter((each) => each.at === at).map((each) => each.key);
    if (keys.some((key) => !Number.isSafeInteger(key))) throw new ChanceryError('bad_input', 'not a document key');
    const list = keys.join(', ');
    await writer.run(
      `insert into pair_days select p.day, p.source, p.source_country, p.target, p.target_country, e.type, e.quad, e.status, -count(*)::integer
       from pairs p join events e on e.key = p.event_key
       where e.document_key in (${list}) and e.known_to is null group by all`,
    );
    await writer.run(
      `insert into pending select key, true from events where document_key in (${list}) and known_to is null`,
    );
    await writer.run(`update events set known_to = ?::timestamp where document_key in (${list}) and known_to is null`, [
      at,
    ]);
    await writer.run(`update documents set known_to = ?::timestamp where key in (${list}) and known_to is null`, [at]);
  }
}
