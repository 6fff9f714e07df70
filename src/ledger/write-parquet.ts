import { type FlatRow, flatColumns } from '../layouts/flat-row.js';
import { openDatabase } from './database.js';

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

/** Writes flat rows to a Parquet file, compressed with zstd. */
export async function writeParquet(path: string, batches: AsyncIterable<readonly FlatRow[]>): Promise<number> {
  const db = await openDatabase(':memory:');
  let count = 0;
  try {
    const columns = flatColumns.map(
      (name) =>
        `"${name}" ${numbers.has(name) ? 'double' : integers.has(name) ? 'integer' : days.has(name) ? 'date' : 'varchar'}`,
    );
    await db.transaction((writer) => writer.run(`create table flat (${columns.join(', ')})`));
    for await (const rows of batches) {
      count += rows.length;
      await db.transaction((writer) =>
        writer.append(
          'flat',
          rows.map((row) => flatColumns.map((name) => row[name])),
        ),
      );
    }
    await db.transaction((writer) =>
      writer.run(`copy flat to '${path.replaceAll("'", "''")}' (format parquet, compression zstd)`),
    );
  } finally {
    db.close();
  }
  return count;
}
