import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/ledger/database.js';
import type { IngestItem, Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { overview } from '../../src/server/overview.js';
import { madeItems } from './made-items.js';

export interface ManyEventsReport {
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly bytesPerEvent: number;
  /** Milliseconds of each query, the median of three. */
  readonly queries: Readonly<Record<string, number>>;
}

/** Fills a ledger with made events and times what the explorer's pages ask. */
export async function manyEvents(documents: number): Promise<ManyEventsReport> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-many-'));
  const path = join(folder, 'ledger.duckdb');
  let ledger = await openLedger(path);
  try {
    const items: IngestItem[] = [];
    let events = 0;
    let spent = 0;
    const keep = async (): Promise<void> => {
      const began = performance.now();
      for await (const receipt of ledger.ingest(items.splice(0), { noText: true, laterStories: true }))
        events += receipt.events;
      spent += performance.now() - began;
    };
    for (const item of madeItems(documents)) {
      items.push(item);
      if (items.length === 20_000) await keep();
    }
    await keep();
    await ledger.close();
    await standAlone(path);
    ledger = await openLedger(path);
    const queries: Record<string, number> = {};
    for (const [name, ask] of questions(ledger)) {
      const times: number[] = [];
      for (let run = 0; run < 3; run += 1) {
        const began = performance.now();
        await ask();
        times.push(performance.now() - began);
      }
      queries[name] = Math.round(times.sort((a, b) => a - b)[1] ?? 0);
    }
    await ledger.close();
    return {
      events,
      eventsPerSecond: Math.round(events / (spent / 1000)),
      bytesPerEvent: Math.round(statSync(path).size / events),
      queries,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes each event a story of its own: what the pages ask is timed apart from the merging. */
async function standAlone(path: string): Promise<void> {
  const db = await openDatabase(path);
  await db.transaction(async (writer) => {
    await writer.run('insert into story_events select key, id, key, id, null, null, null from events');
    await writer.run('delete from pending');
  });
  db.close();
}

function questions(ledger: Ledger): readonly (readonly [string, () => Promise<unknown>])[] {
  return [
    ['latest events', () => ledger.events()],
    ['events of an actor', () => ledger.events({ actor: 'MLI' })],
    ['events of a pair', () => ledger.events({ actor: 'RUS', pairedWith: 'UKR' })],
    ['events of a type in a year', () => ledger.events({ types: ['ASSAULT'], from: '2020-01-01', to: '2020-12-31' })],
    ['timeline by month and quad', () => ledger.counts(['month', 'quad'])],
    ['types', () => ledger.counts(['type'])],
    ['map of a year', () => ledger.places({ from: '2020-01-01', to: '2020-12-31' })],
    ['actors', () => ledger.actors({ prefix: 'm' })],
    ['relations as of a day', () => ledger.relations({ kinds: ['membership'], asOf: '2020-01-01' })],
    ['front page', () => overview(ledger, {}, 'quad')],
    ['front page of a year', () => overview(ledger, { from: '2020-01-01', to: '2020-12-31' }, 'quad')],
    ['actor page', () => ledger.actor('USA')],
    ['pair page', () => ledger.pair('RUS', 'UKR')],
    ['stories of an actor', () => ledger.stories({ actor: 'MLI', limit: 20 })],
    ['an event', async () => ledger.event((await ledger.events({ limit: 1 })).items[0]?.id ?? '')],
  ];
}
