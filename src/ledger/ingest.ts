import type { Database } from './database.js';
import type { WriterState } from './document-tables.js';
import { keepDocuments } from './keep-documents.js';
import type { IngestItem, IngestOptions, IngestReceipt } from './ledger.js';

/** A group is committed when it has this many documents, events or letters, or is this old in milliseconds. */
const groupDocuments = 5000;
const groupEvents = 20_000;
const groupLetters = 32_000_000;
const groupAge = 1000;

export interface Ingesting {
  readonly db: Database;
  readonly state: () => Promise<WriterState>;
  /** Called when a transaction failed, so that what is in memory is read anew. */
  readonly reset: () => void;
}

interface Group {
  readonly items: IngestItem[];
  readonly ids: Set<string>;
  events: number;
  letters: number;
  /** Settles when the group is old enough to be committed. */
  readonly due: Promise<'due'>;
  readonly stop: () => void;
}

/** Keeps documents group by group, and takes the next while one is written; the receipts of a group follow its commit. */
export async function* ingestItems(
  items: AsyncIterable<IngestItem> | Iterable<IngestItem>,
  options: IngestOptions,
  { db, state, reset }: Ingesting,
): AsyncGenerator<IngestReceipt> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let group: Group | null = null;
  let coming: Promise<IteratorResult<IngestItem>> | null = null;
  let writing: Promise<readonly IngestReceipt[]> | null = null;
  const commit = ({ items: taken, stop }: Group): Promise<readonly IngestReceipt[]> => {
    stop();
    const now = new Date().toISOString();
    return db.transaction(async (writer) => keepDocuments(writer, taken, await state(), { ...options, now }));
  };
  try {
    for (;;) {
      coming ??= quiet(Promise.resolve(source.next()));
      const next: IteratorResult<IngestItem> | 'due' | 'written' = await Promise.race([
        ...(writing ? [writing.then(() => 'written' as const)] : []),
        ...(group ? [group.due] : []),
        coming,
      ]);
      if (next === 'written') {
        yield* await (writing ?? []);
        writing = null;
        continue;
      }
      const item: IngestItem | null = next === 'due' || next.done === true ? null : next.value;
      if (group && (item === null || group.ids.has(item.doc.id) || isFull(group))) {
        if (writing) yield* await writing;
        writing = quiet(commit(group));
        group = null;
      }
      if (next === 'due') continue;
      coming = null;
      if (item === null) break;
      group ??= newGroup();
      add(group, item);
    }
    if (writing) yield* await writing;
    writing = null;
  } catch (error) {
    reset();
    throw error;
  } finally {
    group?.stop();
    await writing?.catch(() => undefined);
    await source.return?.();
  }
}

function newGroup(): Group {
  let stop = (): void => undefined;
  const due = new Promise<'due'>((resolve) => {
    const timer = setTimeout(resolve, groupAge, 'due');
    stop = () => clearTimeout(timer);
  });
  return { items: [], ids: new Set(), events: 0, letters: 0, due, stop };
}

function add(group: Group, item: IngestItem): void {
  group.items.push(item);
  group.ids.add(item.doc.id);
  group.events += item.events.length;
  group.letters += item.doc.text?.length ?? 0;
}

const isFull = ({ items, events, letters }: Group): boolean =>
  items.length >= groupDocuments || events >= groupEvents || letters >= groupLetters;

/** A promise whose failure is told where it is awaited, which may be later. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
