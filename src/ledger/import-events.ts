import { basename } from 'node:path';
import { ChanceryError } from '../errors.js';
import { byDocument, type ImportFacts, importedItem } from './import-documents.js';
import { csvEvents, jsonlEvents, parquetEvents } from './import-own.js';
import { tableEvents } from './import-tables.js';
import type { BadLine, ImportedEvent, ImportLayout } from './imported-event.js';
import type { IngestItem, Ledger } from './ledger.js';

export { type BadLine, type ImportLayout, importLayouts } from './imported-event.js';

export interface ImportOptions {
  readonly layout: ImportLayout;
  /** Told of each line that is left out. */
  readonly bad: (line: BadLine) => void;
  /** The ledger that they are for, so that what it holds already is not replaced. */
  readonly ledger?: Pick<Ledger, 'document' | 'holds' | 'status'>;
}

/** Broken lines from the beginning on, after which a file is held to be of another layout. */
const hopeless = 20;

/**
 * Events that were coded elsewhere, by document, each with its file and layout. A broken line is told and the rest goes on;
 * a file of which no line can be read throws `bad_input` naming the line and the cause.
 */
export async function* importEvents(path: string, options: ImportOptions): AsyncGenerator<IngestItem> {
  const { layout } = options;
  const facts: ImportFacts = {
    elsewhere: `${layout} ${basename(path)}`,
    withText: layout === 'jsonl' || layout === 'csv' || layout === 'parquet',
    held: await lookUp(options.ledger),
  };
  for await (const group of byDocument(believable(path, options))) yield importedItem(group, facts);
}

async function* believable(path: string, { layout, bad }: ImportOptions): AsyncGenerator<ImportedEvent> {
  let waiting: BadLine[] | null = [];
  const throwAll = (): void => {
    const [first] = waiting ?? [];
    if (first) throw new ChanceryError('bad_input', `not a file of ${layout}: ${path}:${first.line}: ${first.message}`);
  };
  const tell = (line: BadLine): void => {
    if (waiting === null || line.beyond) bad(line);
    else {
      waiting.push(line);
      if (waiting.length === hopeless) throwAll();
    }
  };
  for await (const event of eventsOf(path, layout, tell)) {
    for (const line of waiting ?? []) bad(line);
    waiting = null;
    yield event;
  }
  throwAll();
}

function eventsOf(path: string, layout: ImportLayout, bad: (line: BadLine) => void): AsyncGenerator<ImportedEvent> {
  if (layout === 'jsonl') return jsonlEvents(path, bad);
  if (layout === 'csv') return csvEvents(path, bad);
  if (layout === 'parquet') return parquetEvents(path, bad);
  return tableEvents(path, layout, bad);
}

async function lookUp(ledger: ImportOptions['ledger']): Promise<ImportFacts['held']> {
  if (!ledger || (await ledger.status()).documents === 0) return async () => null;
  return async (id) => {
    const document = await ledger.document(id).catch((error) => {
      if (error instanceof ChanceryError && error.code === 'not_found') return null;
      throw error;
    });
    return document && { document, coder: (await ledger.holds(id, document.revision))?.coder ?? null };
  };
}
