import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FillReport, fillLedger } from './fill-ledger.js';
import { type PagesReport, timePages } from './time-pages.js';

export interface ManyEventsReport {
  /** Null where the ledger was there before. */
  readonly filled: FillReport | null;
  readonly bytes: number;
  readonly asked: PagesReport;
}

/** Fills a ledger with made events and times what the explorer's pages ask. A ledger that is named stays, and is only asked the next time. */
export async function manyEvents(documents: number, ledger?: string): Promise<ManyEventsReport> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-many-'));
  const path = ledger ?? join(folder, 'ledger.duckdb');
  try {
    const filled = existsSync(path) ? null : await fillLedger(path, documents);
    return { filled, bytes: statSync(path).size, asked: await timePages(path) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
