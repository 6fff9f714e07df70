import { openDatabase } from '../../src/ledger/database.js';
import type { IngestItem } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { madeItems } from './made-items.js';

export interface FillReport {
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Microseconds of processor time an event, making the events left out. */
  readonly processorTime: number;
}

const group = 20_000;

/** Makes a ledger of made events without texts; each event becomes a story of its own, so that the merging is not timed. */
export async function fillLedger(path: string, documents: number): Promise<FillReport> {
  const ledger = await openLedger(path);
  let events = 0;
  let spent = 0;
  let processor = 0;
  const items: IngestItem[] = [];
  const keep = async (): Promise<void> => {
    const began = performance.now();
    const used = process.cpuUsage();
    for await (const receipt of ledger.ingest(items.splice(0), { noText: true, laterStories: true }))
      events += receipt.events;
    const { user, system } = process.cpuUsage(used);
    processor += user + system;
    spent += performance.now() - began;
  };
  for (const item of madeItems(documents)) {
    items.push(item);
    if (items.length === group) await keep();
  }
  await keep();
  await ledger.close();
  const db = await openDatabase(path);
  await db.transaction(async (writer) => {
    await writer.run('insert into story_events select key, id, key, id, null, null, null from events');
    await writer.run('delete from pending');
  });
  await db.checkpoint();
  db.close();
  return {
    events,
    eventsPerSecond: Math.round(events / (spent / 1000)),
    processorTime: Math.round((processor / events) * 10) / 10,
  };
}
