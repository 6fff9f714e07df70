import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChanceryError } from '../errors.js';
import { makeDocument } from '../read/make-document.js';
import type { Event } from '../records/event.js';
import { openDatabase } from './database.js';
import type { ImportedEvent } from './imported-event.js';
import type { IngestItem, LedgerDocument } from './ledger.js';
import { rebuildText } from './rebuild-text.js';

/** A document of a file with all its events there, in the order of the file. */
export type ImportedDocument = readonly [ImportedEvent, ...ImportedEvent[]];

const batch = 2000;

/** Events of a file by their document, wherever in the file they are: sorted on disk, so that memory does not grow. */
export async function* byDocument(events: AsyncIterable<ImportedEvent>): AsyncGenerator<ImportedDocument> {
  const folder = await mkdtemp(join(tmpdir(), 'chancery-import-'));
  const db = await openDatabase(join(folder, 'events.duckdb'));
  try {
    await db.transaction((writer) => writer.run('create table events (document varchar, line double, record varchar)'));
    let waiting: [string, number, string][] = [];
    const flush = async (): Promise<void> => {
      const rows = waiting;
      waiting = [];
      await db.transaction((writer) => writer.append('events', rows));
    };
    for await (const event of events) {
      waiting.push([event.document.id, event.line, JSON.stringify(event)]);
      if (waiting.length >= batch) await flush();
    }
    await flush();
    let group: ImportedEvent[] = [];
    for await (const { record } of db.stream('select record from events order by document, line')) {
      const event = JSON.parse(String(record)) as ImportedEvent;
      if (group[0] && group[0].document.id !== event.document.id) {
        yield filled(group);
        group = [];
      }
      group.push(event);
    }
    if (group.length > 0) yield filled(group);
  } finally {
    db.close();
    await rm(folder, { recursive: true, force: true });
  }
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
  /** The document that a ledger holds under an id; null where it holds none. */
  readonly held: (id: string) => Promise<{ readonly document: LedgerDocument; readonly coder: string | null } | null>;
}

/**
 * What to keep of a document: its events and those that were imported for it before. A document that was coded here
 * stays as it is; another coder's events of it stand beside it, under an id of their own.
 */
export async function importedItem(group: ImportedDocument, facts: ImportFacts): Promise<IngestItem> {
  const [{ document, before }] = group;
  const events = unlike(group.map((each) => each.event));
  const held = await facts.held(document.id);
  const elsewhere = before ? `${facts.elsewhere} (${before})` : facts.elsewhere;
  const make = (id: string, all: readonly Event[]): IngestItem => {
    const rebuilt = facts.withText ? rebuildText(all) : { text: null, events: all };
    const raw = JSON.stringify(all.map((event) => event.id).sort());
    const doc = makeDocument(rebuilt.text ?? '', { ...document, id, kind: 'record' }, raw);
    return {
      doc: {
        ...doc,
        publishedFrom: doc.published === null ? null : 'field',
        text: rebuilt.text,
        notices: [
          rebuilt.text === null ? codedElsewhere : `${codedElsewhere}; the text is the sentences of its events`,
        ],
      },
      events: rebuilt.events,
      elsewhere,
    };
  };
  if (held === null) return make(document.id, events);
  if (isImported(held.document)) return make(document.id, together(held.document, events));
  const ids = new Set(held.document.events.map((event) => event.id));
  const [{ event: first }] = group;
  const coder = `${first.coder.version} ${first.coder.model} ${first.coder.data}`;
  if (held.coder === coder && events.every((event) => ids.has(event.id))) {
    const { revision } = held.document;
    return { doc: { ...makeDocument('', { ...document }), revision, text: null }, events: [], elsewhere };
  }
  const beside = `${document.id}@elsewhere`;
  const own = events.map((event) => ({ ...event, id: hash(`${beside} ${event.id}`) }));
  const second = await facts.held(beside);
  return make(beside, second === null ? own : together(second.document, own));
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
