import { setTimeout as sleep } from 'node:timers/promises';
import type { Document } from '../records/document.js';
import { followLink } from './follow-link.js';
import { type Host, politeHost } from './polite-host.js';
import { readBytes } from './read-bytes.js';
import { failureItem, type ReadItem, type ReadSettings } from './read-item.js';
import { type FeedState, loadWatchState, mostSeen, newFeed, saveWatchState, type WatchState } from './watch-state.js';
import { withLanguage } from './with-language.js';

export interface WatchSettings extends ReadSettings {
  /** File that remembers what was seen. */
  readonly state: string;
  /** Milliseconds between two looks at one feed. */
  readonly every?: number;
  /** Look at each feed once, then end. */
  readonly once?: boolean;
  /** Settles when all that was given so far is kept: what was seen is remembered only then, so that nothing is lost in a crash. */
  readonly kept?: () => Promise<void>;
  readonly signal?: AbortSignal;
  /** Jitter, 0..1. */
  readonly random?: () => number;
}

/** What one look at a feed gave, after its items. */
export interface WatchReport {
  readonly kind: 'report';
  readonly feed: string;
  readonly outcome: 'read' | 'unchanged' | 'failed';
  readonly fresh: number;
  readonly known: number;
  readonly message: string | null;
}

const usualPause = 15 * 60_000;
const longestPause = 24 * 3_600_000;

/** Looks at feeds again and again: items not seen before, and edited ones as new revisions; then a report on each look. Politely: robots.txt, conditional requests, pauses by host, back-off. */
export async function* watchFeeds(
  feeds: readonly string[],
  settings: WatchSettings,
): AsyncGenerator<ReadItem | WatchReport> {
  let state = await loadWatchState(settings.state);
  const host = politeHost(settings);
  const random = settings.random ?? Math.random;
  const every = settings.every ?? usualPause;
  const looked = new Set<string>();
  const stopped = (): boolean => settings.signal?.aborted === true;
  while (!stopped()) {
    for (const feed of feeds) {
      const before = state.feeds[feed] ?? newFeed;
      if (stopped() || (!settings.once && before.next > Date.now())) continue;
      const look = lookAt(feed, before, { settings, host, known: knownIn(state) });
      let next = await look.next();
      while (!next.done) {
        yield next.value;
        next = await look.next();
      }
      const { report, after, wait } = next.value;
      const pause = Math.min(longestPause, Math.max(wait ?? 0, every * 2 ** Math.min(after.failures, 8)));
      const moment = Date.now() + pause * (0.9 + 0.2 * random());
      state = withFeed(state, feed, { ...after, next: moment });
      await settings.kept?.();
      await saveWatchState(settings.state, state);
      looked.add(feed);
      yield report;
    }
    if (settings.once) return;
    const soonest = Math.min(...feeds.map((feed) => state.feeds[feed]?.next ?? 0));
    await sleep(
      Math.max(500, soonest - Date.now()),
      undefined,
      settings.signal ? { signal: settings.signal } : {},
    ).catch(() => {});
  }
}

function withFeed(state: WatchState, feed: string, after: FeedState): WatchState {
  const entries = Object.entries(after.seen);
  const seen = entries.length > mostSeen ? Object.fromEntries(entries.slice(-mostSeen)) : after.seen;
  return { version: 1, feeds: { ...state.feeds, [feed]: { ...after, seen } } };
}

interface Look {
  readonly report: WatchReport;
  readonly after: FeedState;
  /** Milliseconds that the server asks to wait. */
  readonly wait: number | null;
}

interface Looking {
  readonly settings: WatchSettings;
  readonly host: Host;
  /** Whether some feed has shown this revision of an article. */
  readonly known: (doc: Pick<Document, 'id' | 'revision'>) => boolean;
}

function knownIn({ feeds }: WatchState): Looking['known'] {
  return ({ id, revision }) => Object.values(feeds).some(({ seen }) => seen[id] === revision);
}

async function* lookAt(
  feed: string,
  before: FeedState,
  { settings, host, known: isKnown }: Looking,
): AsyncGenerator<ReadItem, Look> {
  const failed = (message: string, wait: number | null = null): Look => ({
    report: { kind: 'report', feed, outcome: 'failed', fresh: 0, known: 0, message },
    after: { ...before, failures: before.failures + 1 },
    wait,
  });
  let fresh = 0;
  let known = 0;
  const seen: Record<string, string> = { ...before.seen };
  try {
    const answer = await host(feed, { etag: before.etag, modified: before.modified, anyStatus: true });
    const { status, url, bytes, charset, mediaType, retrieved } = answer;
    const wait = answer.retryAfter === null ? null : answer.retryAfter * 1000;
    if (status === 304) {
      const report = { kind: 'report', feed, outcome: 'unchanged', fresh, known, message: null } as const;
      return { report, after: { ...before, failures: 0 }, wait };
    }
    if (status < 200 || status > 299) return failed(`the server answers ${status}`, wait);
    for await (const item of readBytes({ from: feed, address: url, bytes, charset, mediaType, retrieved }, settings)) {
      if (item.kind === 'failure') {
        yield item;
        continue;
      }
      if (item.doc.kind !== 'feed-item') return failed('no feed: a page or text');
      if (seen[item.doc.id] === item.doc.revision || isKnown(item.doc)) {
        seen[item.doc.id] = item.doc.revision;
        known += 1;
        continue;
      }
      const whole = await withLanguage(settings.follow === false ? item : await followLink(item, settings, host));
      delete seen[item.doc.id];
      seen[item.doc.id] = item.doc.revision;
      fresh += 1;
      yield whole;
    }
    const report = { kind: 'report', feed, outcome: 'read', fresh, known, message: null } as const;
    return { report, after: { etag: answer.etag, modified: answer.modified, failures: 0, next: 0, seen }, wait };
  } catch (error) {
    const failure = failureItem(feed, error);
    const look = failed(failure.kind === 'failure' ? failure.message : '');
    return { ...look, after: { ...look.after, seen } };
  }
}
