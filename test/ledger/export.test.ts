import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allEvents, type ExportFormat, eventLines, headLine } from '../../src/ledger/export-events.js';
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
