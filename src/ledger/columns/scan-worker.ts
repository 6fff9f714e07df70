import { parentPort } from 'node:worker_threads';
import type { EventColumns } from './event-columns.js';
import { type ScanRequest, scanRows } from './scan-rows.js';
import type { TallyResult } from './tally.js';

export interface WorkerScan {
  readonly columns: EventColumns;
  readonly request: ScanRequest;
}
export type WorkerAnswer = { readonly results: readonly TallyResult[] } | { readonly error: string };

parentPort?.on('message', ({ columns, request }: WorkerScan) => {
  try {
    const answer: WorkerAnswer = { results: scanRows(columns, request) };
    parentPort?.postMessage(answer);
  } catch (error) {
    const answer: WorkerAnswer = { error: String(error) };
    parentPort?.postMessage(answer);
  }
});
