import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { packageRoot, packageVersion } from '../../src/package-root.js';
import { madeDocument, madeEvent } from '../ledger/made-events.js';

const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'chancery-export-'));
const file = (name: string): string => join(folder, name);

function run(...words: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [main, ...words, '--ledger', file('news.duckdb')], {
    encoding: 'utf8',
  });
  return { status, stderr };
}

describe.skipIf(!existsSync(main))('chancery export (needs a build)', () => {
  beforeAll(async () => {
    const old = madeDocument('France sanctioned Mali.', { published: '1970-01-05', publisher: 'Old Gazette' });
    const doc = madeDocument('Mali accused France. Mali met Russia.', { id: 'new' });
    const ledger = await openLedger(file('news.duckdb'));
    const events = [
      madeEvent(doc, { type: 'ACCUSE', trigger: 'accused', sources: [['Mali', 'MLI']], targets: [['France', 'FRA']] }),
      madeEvent(doc, { trigger: 'met', sources: [['Mali', 'MLI']], first: '2025-08-11', last: '2025-08-12' }),
    ];
    const before = [madeEvent(old, { type: 'SANCTION', trigger: 'sanctioned', sources: [['France', 'FRA']] })];
    for await (const _ of ledger.ingest([
      { doc: old, events: before },
      { doc, events },
    ]));
    await ledger.close();
  }, 60_000);

  it('says in the manifest what the file holds, and of which days', () => {
    expect(run('export', '--from', '2025-01-01', '--format', 'csv', '-o', file('new.csv')).status).toBe(0);
    const manifest = JSON.parse(readFileSync(file('new.csv.manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      chancery: packageVersion(),
      settings: { format: 'csv', what: 'events', text: true },
      events: 2,
      filter: { from: '2025-01-01', statuses: ['actual', 'planned', 'threatened'], coded: 'all' },
      coverage: {
        first: '2025-08-11',
        last: '2025-08-14',
        firstPublished: '2025-08-14',
        lastPublished: '2025-08-14',
        byMonth: [{ of: '2025-08', events: 2, documents: 1 }],
        byPublisher: [{ of: 'Example Times', events: 2, documents: 1 }],
      },
    });
    expect(manifest.runs[0]).toMatchObject({ coder: '1', model: 'm', data: 'd' });
    expect(manifest.accuracy.events.scores['gold-test.event.f1']).toBeGreaterThan(0);
    expect(manifest.accuracy.events.of).toHaveProperty('model');
  });

  it('writes relations without the articles’ sentences, and refuses filters that relations do not have', () => {
    expect(run('export', '--relations', '--no-text', '-o', file('relations.jsonl')).status).toBe(0);
    for (const line of readFileSync(file('relations.jsonl'), 'utf8').trim().split('\n'))
      for (const { sentence } of JSON.parse(line).evidence) expect(sentence).toBe('');
    const { status, stderr } = run('export', '--relations', '--from', '2025-01-01', '-o', file('no.jsonl'));
    expect([status, stderr]).toEqual([
      2,
      'chancery: --relations goes with --actor, --as-of and --known-on alone: from\n',
    ]);
  });
});
