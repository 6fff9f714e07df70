import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ChanceryError } from '../errors.js';
import type { Event } from '../records/event.js';
import type { IngestItem } from './ledger.js';

/** Whether a folder is what the Spark job writes: Parquet partitioned by `part` and `month`. */
export function isLake(path: string): boolean {
  return existsSync(join(path, '_SUCCESS')) && readdirSync(path).some((name) => name.startsWith('part='));
}

/** Documents of a lake with their events, without text; those that failed are left out. */
export async function* readLake(path: string): AsyncGenerator<IngestItem> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const files = join(path, '*', '*', '*.parquet').replace(/'/g, "''");
    const rows = await connection.stream(
      `SELECT line FROM read_parquet('${files}', hive_partitioning = true) WHERE part <> 'failed' ORDER BY document_id, line`,
    );
    let lines: Line[] = [];
    for await (const chunk of rows.yieldRowsJs()) {
      for (const [value] of chunk) {
        const line = lineOf(value);
        if (lines[0] && lines[0].document.id !== line.document.id) {
          yield itemOf(lines);
          lines = [];
        }
        lines.push(line);
      }
    }
    if (lines.length > 0) yield itemOf(lines);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type Line = Partial<Event> & {
  readonly document: Pick<IngestItem['doc'], 'id' | 'uri' | 'published' | 'publisher' | 'title'>;
};

function lineOf(value: unknown): Line {
  if (typeof value !== 'string') throw new ChanceryError('bad_input', 'not a lake: the column `line` holds no text');
  return JSON.parse(value);
}

/** The revision is the document's id: a lake does not say which text it was, so a second lake replaces with `--recode`. */
function itemOf(lines: readonly Line[]): IngestItem {
  const [first] = lines;
  if (!first) throw new ChanceryError('bad_input', 'not a lake: a document without lines');
  const { id, uri, published, publisher, title } = first.document;
  const facts = { publishedFrom: published ? ('field' as const) : null, language: null, retrieved: null };
  return {
    doc: { id, revision: id, uri, published, publisher, title, ...facts, text: null, kind: 'record' },
    events: lines.flatMap(({ document: _, ...event }) => (isEvent(event) ? [event] : [])),
  };
}

function isEvent(record: Partial<Event>): record is Event {
  return record.type !== undefined && record.trigger !== undefined && record.sentence !== undefined;
}
