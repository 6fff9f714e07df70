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
  const named = items.map(wellNamed);
  const held = await heldDocuments(
    writer,
    named.map((item) => item.doc.id),
  );
  return writeTables(writer, documentTables(named, held, { state, options }));
}

/** Half a surrogate pair cannot be stored: it is replaced before the id is looked up, as it would be in the file. */
function wellNamed(item: IngestItem): IngestItem {
  const id = item.doc.id.replace(/\p{Surrogate}/gu, '\ufffd');
  return id === item.doc.id ? item : { ...item, doc: { ...item.doc, id } };
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
      `insert into pair_days
       select day, source, source_country, target, target_country, type, quad, status, -count(*)::integer, null
       from (select p.*, e.type, e.quad, e.status, count(*) over (partition by p.event_key) as pairs
         from pairs p join events e on e.key = p.event_key where e.document_key in (${list}) and e.known_to is null)
       where pairs = 1 group by all`,
    );
    await writer.run(
      `delete from pair_days where event_key in (select key from events where document_key in (${list}) and known_to is null)`,
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
