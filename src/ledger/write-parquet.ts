import type { CodedDocument } from '../layouts/coded-document.js';
import { type FlatRow, flatColumns, flatRows } from '../layouts/flat-row.js';
import { openDatabase } from './database.js';
import { eventLines } from './export-events.js';

const numbers = new Set<string>([
  'intensity',
  'object_value',
  'object_upper',
  'place_latitude',
  'place_longitude',
  'confidence',
]);
const integers = new Set<string>([
  'quad',
  'dead_low',
  'dead_high',
  'injured_low',
  'injured_high',
  'detained_low',
  'detained_high',
  'displaced_low',
  'displaced_high',
  'trigger_start',
  'trigger_end',
  'sentence_start',
  'sentence_end',
]);
const days = new Set<string>(['first_day', 'last_day']);

/** A flat row, and the whole record of its event as JSON. */
export interface ParquetRow {
  readonly row: FlatRow;
  readonly line: string;
}

/** A Parquet file that grows by rows; nothing is written before `end`. The column `line` is the whole record. */
export interface ParquetFile {
  readonly add: (rows: readonly ParquetRow[]) => Promise<void>;
  /** Writes the file, compressed with zstd, and returns its number of rows. */
  readonly end: () => Promise<number>;
  readonly close: () => void;
}

const batch = 2000;

/** The rows of a document's events. */
export function parquetRows(coded: CodedDocument): readonly ParquetRow[] {
  const lines = eventLines('jsonl', coded);
  return flatRows(coded).map((row, at) => ({ row, line: lines[at] ?? '' }));
}

/** Opens a Parquet file of flat rows. */
export async function openParquet(path: string): Promise<ParquetFile> {
  const db = await openDatabase(':memory:');
  const columns = flatColumns.map(
    (name) =>
      `"${name}" ${numbers.has(name) ? 'double' : integers.has(name) ? 'integer' : days.has(name) ? 'date' : 'varchar'}`,
  );
  await db.transaction((writer) => writer.run(`create table flat (${columns.join(', ')}, line varchar)`));
  let waiting: ParquetRow[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    const rows = waiting;
    waiting = [];
    count += rows.length;
    await db.transaction((writer) =>
      writer.append(
        'flat',
        rows.map(({ row, line }) => [...flatColumns.map((name) => row[name]), line]),
      ),
    );
  };
  return {
    add: async (rows) => {
      waiting.push(...rows);
      if (waiting.length >= batch) await flush();
    },
    end: async () => {
      await flush();
      await db.transaction((writer) =>
        writer.run(`copy flat to '${path.replaceAll("'", "''")}' (format parquet, compression zstd)`),
      );
      return count;
    },
    close: () => db.close(),
  };
}

/** Writes rows to a Parquet file. */
export async function writeParquet(path: string, batches: AsyncIterable<readonly ParquetRow[]>): Promise<number> {
  const file = await openParquet(path);
  try {
    for await (const rows of batches) await file.add(rows);
    return await file.end();
  } finally {
    file.close();
  }
}
