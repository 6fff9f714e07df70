import { readFile, rename, writeFile } from 'node:fs/promises';
import { ChanceryError, messageOf } from '../errors.js';

/** What is remembered of one feed. */
export interface FeedState {
  readonly etag: string | null;
  readonly modified: string | null;
  /** Failures in a row. */
  readonly failures: number;
  /** Not to be asked before, in milliseconds since 1970. */
  readonly next: number;
  /** Revisions of items seen, by document id, the newest last. */
  readonly seen: Readonly<Record<string, string>>;
}

export interface WatchState {
  readonly version: 1;
  readonly feeds: Readonly<Record<string, FeedState>>;
}

export const newFeed: FeedState = { etag: null, modified: null, failures: 0, next: 0, seen: {} };

/** Items remembered of one feed; feeds show a few hundred at most. */
export const mostSeen = 20_000;

/** The state in a file, empty where there is none yet. Throws `bad_data` when the file is broken, so that no item is coded twice unnoticed. */
export async function loadWatchState(path: string): Promise<WatchState> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { version: 1, feeds: {} };
  try {
    const value = JSON.parse(text);
    if (value?.version === 1 && typeof value.feeds === 'object' && value.feeds !== null) return value;
  } catch (error) {
    throw new ChanceryError('bad_data', `broken watch state: ${path} (${messageOf(error)})`);
  }
  throw new ChanceryError('bad_data', `no watch state: ${path}`);
}

/** Writes the state whole, then puts it in place: a crash leaves the old one. */
export async function saveWatchState(path: string, state: WatchState): Promise<void> {
  const fresh = `${path}.new`;
  await writeFile(fresh, JSON.stringify(state));
  await rename(fresh, path);
}
