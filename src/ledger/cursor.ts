import { ChanceryError } from '../errors.js';
import type { PageOptions } from './ledger.js';

const mostRows = 1000;
const usualRows = 50;

/** Where a page ended: its last row's day and key. */
export interface Position {
  readonly day: string | null;
  readonly key: number;
}

export function writeCursor({ day, key }: Position): string {
  return Buffer.from(JSON.stringify([day, key])).toString('base64url');
}

/** Throws `usage` for a cursor that no page gave. */
export function readCursor(cursor: string): Position {
  try {
    const [day, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [unknown, unknown];
    if ((day === null || (typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day))) && Number.isSafeInteger(key))
      return { day: day as string | null, key: key as number };
  } catch {}
  throw new ChanceryError('usage', `not a cursor: ${cursor.slice(0, 100)}`);
}

/** Rows of a page. Throws `usage` unless it is from 1 to 1000. */
export function pageLimit({ limit }: Pick<PageOptions, 'limit'>): number {
  if (limit === undefined) return usualRows;
  if (!Number.isInteger(limit) || limit < 1 || limit > mostRows)
    throw new ChanceryError('usage', `limit must be from 1 to ${mostRows}: ${limit}`);
  return limit;
}
