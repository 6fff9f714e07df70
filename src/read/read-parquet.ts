import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ChanceryError, messageOf } from '../errors.js';
import { recordItem } from './read-bytes.js';
import type { ReadItem, ReadSettings, Source } from './read-item.js';

/** The rows of a Parquet file as documents, numbered from 1. */
export async function* readParquet(source: Source, settings: ReadSettings): AsyncGenerator<ReadItem> {
  const folder = await mkdtemp(join(tmpdir(), 'chancery-'));
  try {
    const path = join(folder, 'rows.parquet');
    await writeFile(path, source.bytes);
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    try {
      const result = await connection.stream('select * from read_parquet($1)', [path]);
      const names = result.columnNames();
      let number = 0;
      for await (const rows of result.yieldRowsJs()) {
        for (const values of rows) {
          number += 1;
          const row = Object.fromEntries(names.map((name, index) => [name, values[index]]));
          yield recordItem(row, `${source.from}#${number}`, settings);
        }
      }
    } catch (error) {
      throw new ChanceryError('bad_input', `broken Parquet: ${messageOf(error)}`, { cause: error });
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
