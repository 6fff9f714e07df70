import { basename } from 'node:path';
import { ChanceryError } from '../errors.js';
import { byDocument, type ImportFacts, importedItems } from './import-documents.js';
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
  readonly ledger?: Pick<Ledger, 'document' | 'holds' | 'revisions' | 'status'>;
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
    ledger: options.ledger && (await options.ledger.status()).documents > 0 ? options.ledger : null,
  };
  yield* importedItems(byDocument(believable(path, options)), facts);
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
