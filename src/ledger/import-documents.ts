import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChanceryError } from '../errors.js';
import { makeDocument } from '../read/make-document.js';
import type { Event } from '../records/event.js';
import { openDatabase } from './database.js';
import type { ImportedEvent } from './imported-event.js';
import type { IngestItem, Ledger, LedgerDocument } from './ledger.js';
import { rebuildText } from './rebuild-text.js';

/** A document of a file with all its events there, in the order of the file. */
export type ImportedDocument = readonly [ImportedEvent, ...ImportedEvent[]];

/** Events that are sorted in memory; more are sorted on disk. */
const inMemory = 20_000;

/** Events of a file by their document, wherever in the file they are, in memory that does not grow with it. */
export async function* byDocument(events: AsyncIterable<ImportedEvent>): AsyncGenerator<ImportedDocument> {
  let waiting: ImportedEvent[] = [];
  let sorter: Sorter | null = null;
  try {
    for await (const event of events) {
      waiting.push(event);
      if (waiting.length < inMemory) continue;
      sorter ??= await openSorter();
      await sorter.add(waiting);
      waiting = [];
    }
    await sorter?.add(waiting);
    let group: ImportedEvent[] = [];
    for await (const event of sorter?.sorted() ?? waiting.sort(inOrder)) {
      if (group[0] && group[0].document.id !== event.document.id) {
        yield filled(group);
        group = [];
      }
      group.push(event);
    }
    if (group.length > 0) yield filled(group);
  } finally {
    await sorter?.close();
  }
}

const inOrder = (a: ImportedEvent, b: ImportedEvent): number =>
  a.document.id < b.document.id ? -1 : a.document.id > b.document.id ? 1 : a.line - b.line;

interface Sorter {
  readonly add: (events: readonly ImportedEvent[]) => Promise<void>;
  readonly sorted: () => AsyncGenerator<ImportedEvent>;
  readonly close: () => Promise<void>;
}

/** Sorts events on disk, by document and line. */
async function openSorter(): Promise<Sorter> {
  const folder = await mkdtemp(join(tmpdir(), 'chancery-import-'));
  const db = await openDatabase(join(folder, 'events.duckdb'));
  await db.transaction((writer) => writer.run('create table events (document varchar, line double, record varchar)'));
  return {
    add: (events) =>
      db.transaction((writer) =>
        writer.append(
          'events',
          events.map((event) => [event.document.id, event.line, JSON.stringify(event)]),
        ),
      ),
    async *sorted() {
      for await (const { record } of db.stream('select record from events order by document, line'))
        yield JSON.parse(String(record)) as ImportedEvent;
    },
    close: async () => {
      db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function filled(group: readonly ImportedEvent[]): ImportedDocument {
  const [first, ...rest] = group;
  if (!first) throw new ChanceryError('bad_input', 'a document without events');
  return [first, ...rest];
}

export interface ImportFacts {
  /** Layout and name of the file. */
  readonly elsewhere: string;
  /** Whether the sentences of the events make up a text of the document. */
  readonly withText: boolean;
  /** The ledger that they are for; null for one that holds nothing. */
  readonly ledger: Pick<Ledger, 'document' | 'holds' | 'revisions'> | null;
}

/** Documents that are looked up at a time. */
const lookedUp = 500;

/** What to keep of the documents of a file, so that nothing that is held is lost. */
export async function* importedItems(
  groups: AsyncIterable<ImportedDocument>,
  facts: ImportFacts,
): AsyncGenerator<IngestItem> {
  let waiting: ImportedDocument[] = [];
  async function* settled(): AsyncGenerator<IngestItem> {
    const ids = waiting.map(([{ document }]) => document.id);
    const held = await facts.ledger?.revisions(ids);
    const revisions = new Map(held?.map(({ id, revision }) => [id, revision]));
    for (const group of waiting) yield importedItem(group, facts, revisions.get(group[0].document.id) ?? null);
    waiting = [];
  }
  for await (const group of groups) {
    waiting.push(group);
    if (waiting.length === lookedUp) yield* settled();
  }
  yield* settled();
}

/**
 * What to keep of a document: its events and those that were imported for it before. A document that was coded here
 * stays as it is; another coder's events of it stand beside it, under an id of their own.
 */
async function importedItem(group: ImportedDocument, facts: ImportFacts, revision: string | null): Promise<IngestItem> {
  const [{ document, event: first }] = group;
  const { ledger } = facts;
  const events = unlike(group.map((each) => each.event));
  const item = itemOf(document.id, events, { group, facts });
  if (ledger === null || revision === null || item.doc.revision === revision) return item;
  const held = await ledger.document(document.id);
  if (isImported(held)) return itemOf(document.id, together(held, events), { group, facts });
  const ids = new Set(held.events.map((event) => event.id));
  const coder = `${first.coder.version} ${first.coder.model} ${first.coder.data}`;
  if ((await ledger.holds(document.id, revision))?.coder === coder && events.every((event) => ids.has(event.id)))
    return { ...item, doc: { ...item.doc, revision, text: null }, events: [] };
  const beside = `${document.id}@elsewhere`;
  const own = events.map((event) => ({ ...event, id: hash(`${beside} ${event.id}`) }));
  const [before] = await ledger.revisions([beside]);
  return itemOf(beside, before ? together(await ledger.document(beside), own) : own, { group, facts });
}

function itemOf(
  id: string,
  events: readonly Event[],
  { group, facts }: { readonly group: ImportedDocument; readonly facts: ImportFacts },
): IngestItem {
  const [{ document, before }] = group;
  const rebuilt = facts.withText ? rebuildText(events) : { text: null, events };
  const raw = JSON.stringify(events.map((event) => event.id).sort());
  const notice = rebuilt.text === null ? codedElsewhere : `${codedElsewhere}; the text is the sentences of its events`;
  const doc = makeDocument('', { ...document, id, kind: 'record', notices: [notice] }, raw);
  return {
    doc: { ...doc, publishedFrom: doc.published === null ? null : 'field', text: rebuilt.text },
    events: rebuilt.events,
    elsewhere: before ? `${facts.elsewhere} (${before})` : facts.elsewhere,
  };
}

const codedElsewhere = 'coded elsewhere';

const isImported = ({ events, notices = [] }: LedgerDocument): boolean =>
  events.length > 0
    ? events.every((event) => event.elsewhere !== null)
    : notices.some((notice) => notice.startsWith(codedElsewhere));

const hash = (words: string): string => createHash('sha256').update(words).digest('hex').slice(0, 24);

/** Events that were imported before and are not in the file, then those of the file. */
function together({ events: before }: LedgerDocument, events: readonly Event[]): readonly Event[] {
  const ids = new Set(events.map((event) => event.id));
  return [...before.filter((event) => !ids.has(event.id)), ...events];
}

/** Repeated lines once; an id that two different events bear is made two. */
function unlike(events: readonly Event[]): readonly Event[] {
  const seen = new Map<string, string>();
  return events.flatMap((event) => {
    const record = JSON.stringify({ ...event, explanation: [] });
    const before = seen.get(event.id);
    if (before === record) return [];
    if (before === undefined) {
      seen.set(event.id, record);
      return [event];
    }
    const id = hash(`${event.id} ${record}`);
    if (seen.has(id)) return [];
    seen.set(id, record);
    return [{ ...event, id }];
  });
}
