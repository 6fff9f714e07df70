import { ChanceryError, type ErrorKind, errorKinds } from '../errors.js';
import type { IngestItem, IngestReceipt, Ledger, PanelRow } from '../ledger/ledger.js';
import { type OfferedLine, offeredCalls } from './offer-ledger.js';
import type { Owner } from './owner-file.js';

/** A group is sent when it has this many documents, events, or is this many milliseconds old. */
const groupDocuments = 200;
const groupEvents = 4000;
const groupAge = 1000;

/** The ledger that another process has open, asked through that process: the same calls, the same answers and errors. */
export function remoteLedger(path: string, owner: Owner): Ledger {
  const once = offeredCalls.map((call) => [
    call,
    async (...given: readonly unknown[]): Promise<unknown> => {
      for await (const value of ask(owner, call, JSON.stringify(given))) return value;
      return undefined;
    },
  ]);
  const calls = Object.fromEntries(once) as Pick<Ledger, (typeof offeredCalls)[number]>;
  return {
    ...calls,
    path,
    readOnly: false,
    panel: (options) => ask(owner, 'panel', JSON.stringify([options])) as AsyncGenerator<PanelRow>,
    async *ingest(items, options = {}) {
      for await (const group of groups(items)) {
        const lines = [options, ...group].map((line) => `${JSON.stringify(line)}\n`);
        yield* ask(owner, 'ingest', lines.join('')) as AsyncGenerator<IngestReceipt>;
      }
    },
    close: async () => {},
  };
}

/** Whether the owner still answers. */
export async function answers(owner: Owner): Promise<boolean> {
  try {
    for await (const _ of ask(owner, 'status', '[]')) return true;
    return true;
  } catch (error) {
    return !(error instanceof ChanceryError && error.code === 'environment');
  }
}

async function* ask(owner: Owner, call: string, body: string): AsyncGenerator<unknown> {
  const response = await fetch(new URL(call, owner.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}` },
    body,
  }).catch((cause) => {
    throw new ChanceryError('environment', `process ${owner.pid} that has the ledger open does not answer`, { cause });
  });
  let rest = '';
  let ended = false;
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const read: OfferedLine = JSON.parse(line);
      if ('error' in read) throw new ChanceryError(kindOf(read.error.code), read.error.message);
      if ('done' in read) ended = true;
      else yield read.value;
    }
  }
  if (!ended) throw new ChanceryError('environment', `process ${owner.pid} that had the ledger open has ended`);
}

function kindOf(code: string): ErrorKind {
  return Object.keys(errorKinds).find((kind): kind is ErrorKind => kind === code) ?? 'environment';
}

async function* groups(items: AsyncIterable<IngestItem> | Iterable<IngestItem>): AsyncGenerator<readonly IngestItem[]> {
  let group: IngestItem[] = [];
  let events = 0;
  let begun = Date.now();
  for await (const item of items) {
    if (group.length === 0) begun = Date.now();
    group.push(item);
    events += item.events.length;
    if (group.length >= groupDocuments || events >= groupEvents || Date.now() - begun >= groupAge) {
      yield group;
      group = [];
      events = 0;
    }
  }
  if (group.length > 0) yield group;
}
