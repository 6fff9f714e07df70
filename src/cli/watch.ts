import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { ChanceryError, messageOf } from '../errors.js';
import type { IngestItem } from '../ledger/ledger.js';
import type { ReadItem } from '../read/read-item.js';
import type { WatchReport, WatchSettings } from '../read/watch-feeds.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface WatchFlags extends LedgerFlags {
  readonly state: string;
  readonly every: string;
  readonly once?: boolean;
  readonly documents?: boolean;
  readonly follow: boolean;
  readonly allowPrivate?: boolean;
}

/** `chancery watch FEED…` */
export function addWatch(program: Command): void {
  const command = program
    .command('watch')
    .description('Look at feeds again and again and keep the events of new and edited articles in the ledger.')
    .argument('<feed...>', 'addresses of feeds, or OPML files that list them');
  withLedgerFlag(command)
    .option('--state <file>', 'remembers what was seen', 'chancery-watch.json')
    .option('--every <minutes>', 'minutes between two looks at one feed', '15')
    .option('--once', 'look at each feed once, then end')
    .option('--documents', 'print the documents as JSON lines in place of keeping their events')
    .option('--no-follow', 'take the text from the feed alone, without fetching linked pages')
    .option('--allow-private', 'fetch also from private and loopback addresses')
    .addHelpText('after', '\nExample:\n  chancery watch https://example.org/world.rss feeds.opml --every 30')
    .action(runWatch);
}

async function runWatch(inputs: readonly string[], flags: WatchFlags): Promise<void> {
  const minutes = Number(flags.every);
  if (!(minutes >= 1)) throw new ChanceryError('usage', `minutes must be a number from 1: ${flags.every}`);
  const feeds = await feedsOf(inputs);
  if (feeds.length === 0) throw new ChanceryError('usage', 'no feed to watch');
  const ending = new AbortController();
  const end = (): void => ending.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  const { watchFeeds } = await import('../read/watch-feeds.js');
  const waiting = keptCounter();
  const settings: WatchSettings = {
    state: flags.state,
    every: minutes * 60_000,
    once: flags.once === true,
    follow: flags.follow,
    allowPrivate: flags.allowPrivate === true,
    kept: waiting.settled,
    signal: ending.signal,
  };
  if (flags.documents) {
    for await (const doc of told(watchFeeds(feeds, settings))) {
      if (!process.stdout.write(`${JSON.stringify(doc)}\n`)) await once(process.stdout, 'drain');
    }
    return;
  }
  await useLedger(
    flags,
    async (ledger) => {
      const { openCoder } = await import('../events/open-coder.js');
      const { isOtherLanguage } = await import('./other-language.js');
      const coder = await openCoder();
      async function* coded(): AsyncGenerator<IngestItem> {
        for await (const { from, ...doc } of told(watchFeeds(feeds, settings))) {
          try {
            const other = isOtherLanguage(doc);
            const held = await ledger.holds(doc.id, doc.revision);
            const item = { doc, events: held || other ? [] : await coder.code(doc) };
            if (other && !held) fail(`${from}: kept and not coded, language not read yet: ${doc.language}`, false);
            waiting.given();
            yield item;
          } catch (error) {
            fail(`${from}: ${messageOf(error)}`);
          }
        }
      }
      try {
        for await (const receipt of ledger.ingest(coded(), { coder: coder.version })) {
          waiting.kept();
          process.stderr.write(`${receipt.outcome}: ${receipt.events} events\n`);
        }
      } finally {
        await coder.close();
      }
    },
    { create: true, write: true },
  );
}

/** Counts what was given to the ledger and what it has kept. */
function keptCounter(): {
  readonly given: () => void;
  readonly kept: () => void;
  readonly settled: () => Promise<void>;
} {
  let open = 0;
  let told: (() => void) | null = null;
  return {
    given() {
      open += 1;
    },
    kept() {
      open -= 1;
      if (open === 0) told?.();
    },
    async settled() {
      if (open > 0) await new Promise<void>((resolve) => (told = resolve));
    },
  };
}

/** The documents; failures and the outcome of each look go to stderr. A failed look is said as one, never as no news. */
async function* told(
  items: AsyncGenerator<ReadItem | WatchReport>,
): AsyncGenerator<Extract<ReadItem, { kind: 'document' }>['doc'] & { readonly from: string }> {
  for await (const item of items) {
    if (item.kind === 'document') yield { from: item.from, ...item.doc };
    else if (item.kind === 'failure') fail(`${item.from}: ${item.message}`);
    else if (item.outcome === 'failed') fail(`${item.feed}: failed: ${item.message}`);
    else if (item.outcome === 'unchanged') process.stderr.write(`${item.feed}: unchanged\n`);
    else process.stderr.write(`${item.feed}: ${item.fresh} new, ${item.known} known\n`);
  }
}

function fail(message: string, failed = true): void {
  process.stderr.write(`chancery: ${message}\n`);
  if (failed) process.exitCode = 1;
}

async function feedsOf(inputs: readonly string[]): Promise<readonly string[]> {
  const { feedsOfOpml } = await import('../read/read-opml.js');
  const { decodeBytes } = await import('../read/decode-bytes.js');
  const feeds = new Set<string>();
  for (const input of inputs) {
    if (/^https?:\/\//i.test(input)) {
      feeds.add(input);
      continue;
    }
    const bytes = await readFile(input).catch(() => {
      throw new ChanceryError('not_found', `no such file: ${input}`);
    });
    for (const feed of feedsOfOpml(decodeBytes(bytes).text)) feeds.add(feed);
  }
  return [...feeds];
}
