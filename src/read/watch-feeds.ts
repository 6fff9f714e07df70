import { setTimeout as sleep } from 'node:timers/promises';
import { ChanceryError } from '../errors.js';
import { type FetchOptions, fetchSafely } from './fetch-safely.js';
import { readBytes } from './read-bytes.js';
import { failureItem, type ReadItem, type ReadSettings } from './read-item.js';
import { openRobots } from './robots.js';
import { type FeedState, loadWatchState, mostSeen, newFeed, saveWatchState, type WatchState } from './watch-state.js';
import { withLanguage } from './with-language.js';

export interface WatchSettings extends ReadSettings {
  /** File that remembers what was seen. */
  readonly state: string;
  /** Milliseconds between two looks at one feed. */
  readonly every?: number;
  /** Look at each feed once, then end. */
  readonly once?: boolean;
  /** Fetch the linked page where a feed has no full text. */
  readonly follow?: boolean;
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
/** Least milliseconds between two requests to one host. */
const hostPause = 1000;
/** A feed with less text than this is followed to its page. */
const fullText = 600;

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
      const look = lookAt(feed, before, settings, host);
      let next = await look.next();
      while (!next.done) {
        yield next.value;
        next = await look.next();
      }
      const { report, after, wait } = next.value;
      const pause = Math.min(longestPause, Math.max(wait ?? 0, every * 2 ** Math.min(after.failures, 8)));
      const moment = Date.now() + pause * (0.9 + 0.2 * random());
      state = withFeed(state, feed, { ...after, next: moment });
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

type Host = (address: string, options?: FetchOptions) => Promise<Awaited<ReturnType<typeof fetchSafely>>>;

async function* lookAt(
  feed: string,
  before: FeedState,
  settings: WatchSettings,
  host: Host,
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
      if (seen[item.doc.id] === item.doc.revision) {
        known += 1;
        continue;
      }
      const whole = await withLanguage(settings.follow === false ? item : await followed(item, settings, host));
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

/** The item with the text of the page it links to, where the feed gives only a summary and the page gives more. */
async function followed(
  item: Extract<ReadItem, { kind: 'document' }>,
  settings: WatchSettings,
  host: Host,
): Promise<Extract<ReadItem, { kind: 'document' }>> {
  const { doc, from } = item;
  if (doc.text.length >= fullText || doc.uri === null || !/^https?:/.test(doc.uri)) return item;
  try {
    const { url, bytes, charset, mediaType, retrieved } = await host(doc.uri);
    for await (const found of readBytes({ from, address: url, bytes, charset, mediaType, retrieved }, settings)) {
      if (found.kind !== 'document' || found.doc.text.length <= doc.text.length) break;
      const { uri, id, publisher, title, published, publishedFrom } = doc;
      const kept = published === null ? {} : { published, publishedFrom };
      return {
        ...found,
        from,
        doc: {
          ...found.doc,
          ...kept,
          id,
          uri,
          publisher: publisher ?? found.doc.publisher,
          title: title ?? found.doc.title,
        },
      };
    }
    return item;
  } catch (error) {
    const notice = `the linked page could not be read: ${error instanceof Error ? error.message : String(error)}`;
    return { ...item, doc: { ...doc, notices: [...(doc.notices ?? []), notice] } };
  }
}

/** Fetches with a pause between two requests to one host, within what its robots.txt allows. */
function politeHost(settings: WatchSettings): Host {
  const options: FetchOptions = { allowPrivate: settings.allowPrivate === true };
  const robots = openRobots(options);
  const last = new Map<string, number>();
  return async (address, more = {}) => {
    if (!URL.canParse(address)) throw new ChanceryError('bad_input', `not a web address: ${address}`);
    const rules = await robots(address);
    if (!rules.allowed(address)) throw new ChanceryError('refused', `robots.txt forbids it: ${address}`);
    const { host } = new URL(address);
    const pause = Math.min(60_000, Math.max(hostPause, (rules.delay ?? 0) * 1000));
    const wait = (last.get(host) ?? 0) + pause - Date.now();
    if (wait > 0) await sleep(wait);
    last.set(host, Date.now());
    return fetchSafely(address, { ...options, ...more });
  };
}
