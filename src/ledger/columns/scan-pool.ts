import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChanceryError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import type { EventColumns } from './event-columns.js';
import { type RowFilter, scanRows } from './scan-rows.js';
import type { WorkerAnswer, WorkerScan } from './scan-worker.js';
import type { Tally, TallyResult } from './tally.js';
import { mergeResults } from './tally-rows.js';

/** Scans columns, on all cores where there are many rows. */
export interface ScanPool {
  readonly scan: (
    columns: EventColumns,
    filter: RowFilter,
    tallies: readonly Tally[],
  ) => Promise<readonly TallyResult[]>;
  readonly close: () => Promise<void>;
}

/** Fewer rows are scanned in the thread that asks: `npm run bench` shows 10 ms for so many. */
const rowsForThreads = 150_000;
const mostThreads = 4;

export function openScanPool(): ScanPool {
  let threads: Promise<Worker[]> | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  const close = async (): Promise<void> => {
    const ending = threads;
    threads = null;
    await Promise.all(((await ending) ?? []).map((worker) => worker.terminate()));
  };
  const start = async (): Promise<Worker[]> =>
    Array.from({ length: Math.min(mostThreads, availableParallelism()) }, () => {
      const worker = new Worker(workerFile());
      worker.unref();
      worker.on('error', () => {
        close().catch(() => undefined);
      });
      return worker;
    });
  const inThreads = async (
    columns: EventColumns,
    filter: RowFilter,
    tallies: readonly Tally[],
  ): Promise<readonly TallyResult[]> => {
    threads ??= start();
    const workers = await threads;
    const ends = workers.map((_, index) =>
      documentEnd(columns, Math.round((columns.rows * (index + 1)) / workers.length)),
    );
    const parts = await Promise.all(
      workers.map((worker, index) =>
        ask(worker, {
          columns,
          request: { filter, tallies, first: ends[index - 1] ?? 0, end: ends[index] ?? columns.rows },
        }),
      ),
    );
    return tallies.map((tally, index) =>
      mergeResults(
        columns,
        tally,
        parts.flatMap((part) => part[index] ?? []),
      ),
    );
  };
  return {
    scan: (columns, filter, tallies) => {
      if (columns.rows < rowsForThreads)
        return Promise.resolve(scanRows(columns, { filter, tallies, first: 0, end: columns.rows }));
      const next = queue.then(() => inThreads(columns, filter, tallies));
      queue = next.catch(() => undefined);
      return next;
    },
    close,
  };
}

/** The row at or after `row` at which a document begins. */
function documentEnd({ document, rows }: EventColumns, row: number): number {
  let end = row;
  while (end > 0 && end < rows && document[end] === document[end - 1]) end += 1;
  return end;
}

function ask(worker: Worker, scan: WorkerScan): Promise<readonly TallyResult[]> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      worker.unref();
      settle();
    };
    const fail = (why: string): void => end(() => reject(new ChanceryError('environment', `counting failed: ${why}`)));
    const onMessage = (answer: WorkerAnswer): void =>
      'error' in answer ? fail(answer.error) : end(() => resolve(answer.results));
    const onError = (error: Error): void => fail(error.message);
    const onExit = (): void => fail('thread ended');
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.ref();
    worker.postMessage(scan);
  });
}

/** Worker threads run compiled code, also when tests run from source. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./scan-worker.js', import.meta.url));
  return existsSync(beside) ? beside : join(packageRoot(), 'dist', 'src', 'ledger', 'columns', 'scan-worker.js');
}
