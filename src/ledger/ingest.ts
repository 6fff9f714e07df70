import type { Database } from './database.js';
import { keepDocuments, type WriterState } from './keep-documents.js';
import type { IngestItem, IngestOptions, IngestReceipt } from './ledger.js';

/** A group is committed when it has this many documents, events, or is this old. */
const groupDocuments = 500;
const groupEvents = 8000;
const groupAge = 1000;

export interface Ingesting {
  readonly db: Database;
  readonly state: () => Promise<WriterState>;
  /** Called when a transaction failed, so that what is in memory is read anew. */
  readonly reset: () => void;
}

/** Keeps documents group by group; the receipts of a group follow its commit. */
export async function* ingestItems(
  items: AsyncIterable<IngestItem> | Iterable<IngestItem>,
  options: IngestOptions,
  { db, state, reset }: Ingesting,
): AsyncGenerator<IngestReceipt> {
  let group: IngestItem[] = [];
  let ids = new Set<string>();
  let events = 0;
  let began = Date.now();
  const commit = async (): Promise<readonly IngestReceipt[]> => {
    const taken = group;
    group = [];
    ids = new Set();
    events = 0;
    if (taken.length === 0) return [];
    const now = new Date().toISOString();
    const known = await state();
    try {
      return await db.transaction((writer) => keepDocuments(writer, taken, known, { ...options, now }));
    } catch (error) {
      reset();
      throw error;
    }
  };
  for await (const item of items) {
    if (ids.has(item.doc.id)) yield* await commit();
    if (group.length === 0) began = Date.now();
    group.push(item);
    ids.add(item.doc.id);
    events += item.events.length;
    if (group.length >= groupDocuments || events >= groupEvents || Date.now() - began >= groupAge)
      yield* await commit();
  }
  yield* await commit();
}
