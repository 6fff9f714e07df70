import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allEvents, type ExportFormat, eventLines, headLine } from '../../src/ledger/export-events.js';
import { type ImportLayout, importEvents } from '../../src/ledger/import-events.js';
import type { IngestItem } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { madeDocument, madeEvent } from './made-events.js';

function item(): IngestItem {
  const doc = madeDocument('France sanctioned Mali. Mali met Russia.', { uri: 'https://example.org/a' });
  return {
    doc,
    events: [
      madeEvent(doc, {
        type: 'SANCTION',
        trigger: 'sanctioned',
        sources: [['France', 'FRA']],
        targets: [['Mali', 'MLI']],
        more: { cameo: '163' },
      }),
      madeEvent(doc, {
        type: 'CONSULT',
        trigger: 'met',
        sources: [['Mali', 'MLI']],
        targets: [['Russia', 'RUS']],
        more: { cameo: '040' },
      }),
    ],
  };
}

const folder = mkdtempSync(join(tmpdir(), 'chancery-'));

async function exported(format: ExportFormat): Promise<string> {
  const ledger = await openLedger(':memory:');
  for await (const _ of ledger.ingest([item()]));
  const lines = [headLine(format)].filter((line) => line !== null);
  for await (const events of allEvents(ledger, {}))
    for (const event of events)
      lines.push(...eventLines(format, { doc: { ...event.document, language: null, text: null }, events: [event] }));
  await ledger.close();
  const path = join(folder, `events.${format}`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const columns = { polecat: 40, gdelt: 61, icews: 20 } as const;
for (const [format, count] of Object.entries(columns)) {
  test(`${format} rows have ${count} columns`, async () => {
    const lines = readFileSync(await exported(format as ExportFormat), 'utf8')
      .replace(/\n$/, '')
      .split('\n');
    for (const line of lines) expect(line.split('\t')).toHaveLength(count);
  });
}

for (const format of ['jsonl', 'gdelt', 'polecat', 'icews'] as const) {
  test(`${format} comes back as events coded elsewhere, once`, async () => {
    const path = await exported(format);
    const ledger = await openLedger(':memory:');
    const bad: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const _ of ledger.ingest(
        importEvents(path, format as ImportLayout, (line) => bad.push(line)),
        { kind: 'import', noText: true },
      ));
    };
    await read();
    const { items } = await ledger.events({ coded: 'elsewhere' });
    expect(bad).toEqual([]);
    expect(
      items.some(
        (event) =>
          event.type === 'SANCTION' && event.sources[0]?.country === 'FRA' && event.targets[0]?.country === 'MLI',
      ),
    ).toBe(true);
    expect(items.every((event) => event.elsewhere?.startsWith(format))).toBe(true);
    await read();
    expect((await ledger.events()).items).toHaveLength(items.length);
    await ledger.close();
  });
}

test('a broken line is told with its number and the rest is read', async () => {
  const path = join(folder, 'broken.tsv');
  const good = readFileSync(await exported('gdelt'), 'utf8').split('\n')[0];
  writeFileSync(path, `nonsense\n${good}\n`);
  const bad: { readonly line: number }[] = [];
  const items = [];
  for await (const each of importEvents(path, 'gdelt', (line) => bad.push(line))) items.push(each);
  expect(bad).toMatchObject([{ line: 1 }]);
  expect(items).toHaveLength(1);
});
