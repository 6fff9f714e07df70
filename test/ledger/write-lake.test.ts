import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { allEvents, eventLines } from '../../src/ledger/export-events.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { isLake, readLake } from '../../src/ledger/read-lake.js';
import { writeLake } from '../../src/ledger/write-lake.js';
import { openSampleLedger } from '../server/sample-ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'chancery-lake-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a lake that was written is a lake, and gives a new ledger the same events', async () => {
  const ledger = await openSampleLedger();
  const all = async (from: typeof ledger): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const events of allEvents(from, { statuses: 'all' }))
      found.push(
        ...events.map(({ document, type, trigger, time }) => JSON.stringify([document.id, type, trigger, time])),
      );
    return found.sort();
  };
  async function* lines() {
    for await (const events of allEvents(ledger, { statuses: 'all' }))
      yield events.flatMap((event) =>
        eventLines('jsonl', { doc: { ...event.document, language: null, text: null }, events: [event] }),
      );
  }
  const lake = join(folder, "it's a lake");
  const rows = await writeLake(lake, lines());
  expect(isLake(lake)).toBe(true);
  const other = await openLedger(':memory:');
  for await (const receipt of other.ingest(readLake(lake))) expect(receipt.outcome).toBe('added');
  expect(await all(other)).toEqual(await all(ledger));
  expect(rows).toBe((await all(ledger)).length);
  await expect(writeLake(lake, lines())).rejects.toMatchObject({ code: 'conflict' });
  await other.close();
  await ledger.close();
});
