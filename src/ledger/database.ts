import { existsSync } from 'node:fs';
import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, type Json } from '@duckdb/node-api';
import { ChanceryError, messageOf } from '../errors.js';
import { chunkRows, fillVector, integersOf, type PlainCell, vectorOf } from './chunk-memory.js';

export type Cell = PlainCell;
/** A row with what JSON can hold: dates and times as strings, big integers as strings. */
export type Row = Readonly<Record<string, Json>>;

export interface DatabaseOptions {
  readonly readOnly?: boolean;
  /** Make the file when there is none; true unless told. */
  readonly create?: boolean;
  /** Most memory of the engine, `1GB`. */
  readonly memory?: string;
  readonly threads?: number;
}

/** Reads. */
export interface Reader {
  readonly all: (sql: string, values?: readonly Cell[]) => Promise<readonly Row[]>;
}

/** Reads and writes inside one transaction. */
export interface Writer extends Reader {
  readonly run: (sql: string, values?: readonly Cell[]) => Promise<void>;
  /** Appends rows to a table, in the order of its columns. */
  readonly append: (table: string, rows: readonly (readonly Cell[])[]) => Promise<void>;
}

/** A connection of its own: its temporary tables are seen by nobody else. */
export interface Session extends Reader {
  readonly run: (sql: string) => Promise<void>;
  /** The columns of a result, some thousand rows at a time: 32-bit integers without null; a float column as its bits. */
  readonly integers: (sql: string, values?: readonly Cell[]) => AsyncGenerator<readonly Int32Array[]>;
  readonly close: () => void;
}

/** The one place where the engine enters. */
export interface Database extends Reader {
  readonly path: string;
  /** Transactions that were committed since the file was opened. */
  readonly commits: number;
  readonly session: () => Promise<Session>;
  /** Rows one after the other, for results that do not fit in memory. */
  readonly stream: (sql: string, values?: readonly Cell[]) => AsyncGenerator<Row>;
  /** Everything or nothing; one at a time. */
  readonly transaction: <Result>(work: (writer: Writer) => Promise<Result>) => Promise<Result>;
  /** Folds the write-ahead log into the file. */
  readonly checkpoint: () => Promise<void>;
  readonly close: () => void;
}

const readers = 3;
/** Log that is folded into the file at once: a checkpoint rewrites the end of every table, so the engine's 16 MB halve the speed of a long ingest. */
const checkpointSize = '128MB';
/** Oldest DuckDB that shall read the file; from 1.2 on long texts are compressed with zstd. */
const storageVersion = 'v1.2.0';

/** Opens the file. Throws `not_found`, `conflict` when another process owns it, `environment` when it cannot be used. */
export async function openDatabase(path: string, options: DatabaseOptions = {}): Promise<Database> {
  if (options.create === false && path !== ':memory:' && !existsSync(path))
    throw new ChanceryError('not_found', `no ledger at: ${path}`);
  const instance = await DuckDBInstance.create(path, {
    memory_limit: options.memory ?? '1GB',
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.readOnly ? { access_mode: 'READ_ONLY' } : {}),
    preserve_insertion_order: 'true',
    checkpoint_threshold: checkpointSize,
    storage_compatibility_version: storageVersion,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }).catch((cause) => {
    throw openingError(path, cause);
  });
  const writing = await instance.connect();
  const reading = await Promise.all(Array.from({ length: readers }, () => instance.connect()));
  for (const connection of [writing, ...reading]) await connection.run("set timezone = 'UTC'");
  let turn = 0;
  let commits = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const allOn = async (connection: DuckDBConnection, sql: string, values: readonly Cell[]): Promise<readonly Row[]> => {
    try {
      return (await connection.runAndReadAll(sql, [...values])).getRowObjectsJson();
    } catch (cause) {
      throw queryError(path, sql, cause);
    }
  };
  const runOn = async (connection: DuckDBConnection, sql: string, values: readonly Cell[] = []): Promise<void> => {
    try {
      await connection.run(sql, [...values]);
    } catch (cause) {
      throw queryError(path, sql, cause);
    }
  };
  const writer: Writer = {
    all: (sql, values = []) => allOn(writing, sql, values),
    run: (sql, values = []) => runOn(writing, sql, values),
    append: async (table, rows) => {
      if (rows.length === 0) return;
      try {
        const appender = await writing.createAppender(table);
        const types = Array.from({ length: appender.columnCount }, (_, column) => appender.columnType(column));
        for (let from = 0; from < rows.length; from += chunkRows) {
          const part = rows.slice(from, from + chunkRows);
          const chunk = DuckDBDataChunk.create(types, part.length);
          for (const [column, type] of types.entries())
            fillVector(vectorOf(chunk.chunk, column), type.toString(), { rows: part, column });
          appender.appendDataChunk(chunk);
        }
        appender.closeSync();
      } catch (cause) {
        throw queryError(path, `append to ${table}`, cause);
      }
    },
  };
  return {
    path,
    get commits() {
      return commits;
    },
    session: async () => {
      const own = await instance.connect();
      await own.run("set timezone = 'UTC'");
      return {
        all: (sql, values = []) => allOn(own, sql, values),
        run: (sql) => runOn(own, sql),
        async *integers(sql, values = []) {
          try {
            const result = await own.stream(sql, [...values]);
            for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
              const { chunk: raw, rowCount, columnCount } = chunk;
              yield Array.from({ length: columnCount }, (_, column) => integersOf(vectorOf(raw, column), rowCount));
            }
          } catch (cause) {
            throw queryError(path, sql, cause);
          }
        },
        close: () => own.closeSync(),
      };
    },
    all: (sql, values = []) => {
      turn = (turn + 1) % readers;
      return allOn(reading[turn] ?? writing, sql, values);
    },
    async *stream(sql, values = []) {
      const own = await instance.connect();
      try {
        await own.run("set timezone = 'UTC'");
        const result = await own.stream(sql, [...values]);
        for await (const rows of result.yieldRowObjectJson()) yield* rows;
      } catch (cause) {
        throw queryError(path, sql, cause);
      } finally {
        own.closeSync();
      }
    },
    transaction: (work) => {
      const next = queue.then(async () => {
        await runOn(writing, 'begin');
        try {
          const result = await work(writer);
          await runOn(writing, 'commit');
          commits += 1;
          return result;
        } catch (error) {
          await writing.run('rollback').catch(() => undefined);
          throw error;
        }
      });
      queue = next.catch(() => undefined);
      return next;
    },
    checkpoint: () => runOn(writing, 'checkpoint'),
    close: () => {
      for (const connection of [writing, ...reading]) connection.closeSync();
      instance.closeSync();
    },
  };
}

function openingError(path: string, cause: unknown): ChanceryError {
  const message = messageOf(cause);
  if (/lock/i.test(message))
    return new ChanceryError('conflict', `another process has the ledger open: ${path}`, { cause });
  if (/permission|read-only|denied/i.test(message))
    return new ChanceryError('environment', `the ledger cannot be written (read-only or no permission): ${path}`, {
      cause,
    });
  if (/newer version|serialization|storage version|version number/i.test(message))
    return new ChanceryError('environment', `the ledger was written by a newer version of the database: ${path}`, {
      cause,
    });
  if (/not a valid DuckDB|corrupt/i.test(message))
    return new ChanceryError('bad_input', `not a ledger file: ${path}`, { cause });
  return new ChanceryError('environment', `the ledger cannot be opened: ${path}: ${firstLine(message)}`, { cause });
}

function queryError(path: string, sql: string, cause: unknown): ChanceryError {
  if (cause instanceof ChanceryError) return cause;
  const message = messageOf(cause);
  if (/No space left|disk full|could not write/i.test(message))
    return new ChanceryError('environment', `no space left for the ledger: ${path}`, { cause });
  if (/read-?only/i.test(message))
    return new ChanceryError('refused', `the ledger is open for reading only: ${path}`, { cause });
  if (/out of memory/i.test(message))
    return new ChanceryError(
      'environment',
      `the query needs more memory than the ledger may use: ${firstLine(message)}`,
      { cause },
    );
  return new ChanceryError('environment', `the ledger failed: ${firstLine(message)}`, { cause, details: { sql } });
}

const firstLine = (message: string): string => message.split('\n')[0] ?? message;
