import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { IngestItem, IngestReceipt, Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { madeDocument, madeEvent } from './made-events.js';

const text = 'Mali and Russia met in Bamako on Thursday. Troops of 𝕄ali shelled Ansongo. "Enough", Camara said.';

function item(facts: Parameters<typeof madeDocument>[1] = { uri: 'https://example.org/a' }, words = text): IngestItem {
  const doc = madeDocument(words, facts);
  return {
    doc,
    events: [
      madeEvent(doc, {
        trigger: 'met',
        sources: [
          ['Mali', 'MLI'],
          ['Russia', 'RUS'],
        ],
        place: { words: 'Bamako', id: 'geonames:2460596', country: 'MLI' },
      }),
      madeEvent(doc, {
        type: 'ASSAULT',
        modes: ['heavy-weapons'],
        trigger: 'shelled',
        sources: [['Troops of 𝕄ali', 'MLI/armed-forces']],
        targets: [['Ansongo', null, 'MLI']],
        dead: 3,
        status: 'alleged',
        claimedBy: ['Camara', 'person/sadio-camara', 'MLI'],
      }),
    ],
  };
}

async function all(receipts: AsyncIterable<IngestReceipt>): Promise<readonly IngestReceipt[]> {
  const list: IngestReceipt[] = [];
  for await (const receipt of receipts) list.push(receipt);
  return list;
}

async function withLedger(work: (ledger: Ledger) => Promise<void>): Promise<void> {
  const ledger = await openLedger(':memory:');
  try {
    await work(ledger);
  } finally {
    await ledger.close();
  }
}

test('an event comes back as it went in', () =>
  withLedger(async (ledger) => {
    const given = item();
    await all(ledger.ingest([given]));
    const { events } = await ledger.document(given.doc.id);
    for (const [index, event] of given.events.entries())
      expect(events[index]).toMatchObject(JSON.parse(JSON.stringify(event)));
  }));

test('the same document again changes nothing', () =>
  withLedger(async (ledger) => {
    expect(await all(ledger.ingest([item()]))).toMatchObject([{ outcome: 'added', events: 2 }]);
    expect(await all(ledger.ingest([item(), item()]))).toMatchObject([
      { outcome: 'unchanged' },
      { outcome: 'unchanged' },
    ]);
    expect((await ledger.status()).events).toBe(2);
  }));

test('an edited article is a revision; what was believed before stays', () =>
  withLedger(async (ledger) => {
    await all(ledger.ingest([{ ...item(), knownAt: '2025-08-14T10:00:00Z' }]));
    const edited = item(undefined, `${text} Corrected.`);
    expect(
      await all(ledger.ingest([{ ...edited, events: edited.events.slice(0, 1), knownAt: '2025-08-20T10:00:00Z' }])),
    ).toMatchObject([{ outcome: 'revised', events: 1 }]);
    expect((await ledger.events({ statuses: 'all' })).items).toHaveLength(1);
    expect((await ledger.events({ statuses: 'all', knownOn: '2025-08-15' })).items).toHaveLength(2);
    expect((await ledger.events({ statuses: 'all', knownOn: '2025-08-13' })).items).toHaveLength(0);
    expect((await ledger.document(edited.doc.id)).revisions).toHaveLength(2);
  }));

test('alleged content is shown only when asked for', () =>
  withLedger(async (ledger) => {
    await all(ledger.ingest([item()]));
    expect((await ledger.events()).items.map((event) => event.type)).toEqual(['CONSULT']);
    expect((await ledger.events({ statuses: ['alleged'] })).items.map((event) => event.type)).toEqual(['ASSAULT']);
  }));

test('pages follow one another without gap or repetition', () =>
  withLedger(async (ledger) => {
    const items = Array.from({ length: 23 }, (_, index) =>
      item({ uri: `https://example.org/${index}`, published: index % 5 === 0 ? null : `2025-08-${10 + (index % 7)}` }),
    );
    await all(ledger.ingest(items));
    for (const order of ['newest', 'oldest'] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await ledger.events({ limit: 4, statuses: 'all', order, ...(cursor ? { cursor } : {}) });
        seen.push(...page.items.map((event) => event.id));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(new Set(seen).size).toBe(46);
      expect(seen).toHaveLength(46);
    }
  }));

test('a ledger can do without the articles’ text', () =>
  withLedger(async (ledger) => {
    const given = item();
    await all(ledger.ingest([given], { noText: true }));
    const doc = await ledger.document(given.doc.id);
    expect(doc.text).toBeNull();
    expect(doc.events[0]?.sentence.text).toBe('');
    expect(doc.events[0]?.sources[0]?.span.text).toBe('Mali');
    expect(await ledger.search({ words: 'thursday' })).toEqual([]);
    const titled = { ...item({ uri: 'https://example.org/titled' }) };
    await all(ledger.ingest([{ ...titled, doc: { ...titled.doc, title: 'Envoys gather' } }], { noText: true }));
    expect((await ledger.search({ words: 'envoys' })).map((hit) => hit.snippet)).toEqual(['Envoys gather']);
  }));

test('full text finds words, phrases and fields, and nothing that was not asked', () =>
  withLedger(async (ledger) => {
    await all(
      ledger.ingest([
        item(),
        item({ uri: 'https://example.org/b', publisher: 'Other' }, `${text} Élysée spoke twice.`),
      ]),
    );
    expect(await ledger.search({ words: 'bamako' })).toHaveLength(2);
    expect(await ledger.search({ words: 'elysee bamako' })).toHaveLength(1);
    expect(await ledger.search({ words: '"met in Bamako"' })).toHaveLength(2);
    expect(await ledger.search({ words: '"Bamako met"' })).toHaveLength(0);
    expect(await ledger.search({ words: 'bamako publisher:other' })).toHaveLength(1);
    expect(await ledger.search({ words: 'bamako -elysee' })).toHaveLength(1);
    expect(await ledger.search({ words: "'; drop table events; --" })).toHaveLength(0);
    const [hit] = await ledger.search({ words: 'thursday' });
    expect(hit?.marks.map(([start, end]) => hit.snippet.slice(start, end))).toEqual(['Thursday']);
  }));

test('a second opening of the file is told so, a newer or foreign file is refused', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'chancery-')), 'a.duckdb');
  const ledger = await openLedger(path);
  await all(ledger.ingest([item()]));
  await ledger.close();
  const again = await openLedger(path, { readOnly: true });
  expect((await again.events()).items).toHaveLength(1);
  await expect(all(again.ingest([item({ uri: 'x' })]))).rejects.toThrow(/reading only|read-only/);
  await again.close();
  await expect(openLedger(`${path}.none`, { create: false })).rejects.toMatchObject({ code: 'not_found' });
});

test('counts by several keys', () =>
  withLedger(async (ledger) => {
    await all(ledger.ingest([item()]));
    expect(await ledger.counts(['type', 'month'], { statuses: 'all' })).toEqual([
      { values: ['ASSAULT', '2025-08'], events: 1, documents: 1 },
      { values: ['CONSULT', '2025-08'], events: 1, documents: 1 },
    ]);
    expect(await ledger.counts(['pair'])).toEqual([{ values: ['MLI RUS'], events: 1, documents: 1 }]);
    expect(await ledger.places()).toMatchObject([{ name: 'Bamako', events: 1, quads: [1, 0, 0, 0] }]);
  }));

test('copies of one article are tied together, also after the ledger is opened again, and none is lost', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'chancery-copies-')), 'ledger.duckdb');
  const agency =
    'Mali and Russia met in Bamako on Thursday and agreed to send a further three hundred instructors before the rains, two officials who were in the room told the agency after the talks had ended late at night.';
  const paper = (name: string, words: string): IngestItem => ({
    doc: madeDocument(words, { uri: `https://${name}.example/a` }),
    events: [],
  });
  const papers = [
    paper('one', agency),
    paper('two', agency.replace('late at night', 'at midnight')),
    paper('three', `BAMAKO (Agency) - ${agency}`),
    paper(
      'other',
      'Nothing of all this has anything to do with the harvest, which was poor in the north, farmers of the valley said.',
    ),
  ];
  const first = await openLedger(path);
  await all(first.ingest(papers.slice(0, 2)));
  await first.close();
  const ledger = await openLedger(path);
  try {
    const receipts = await all(ledger.ingest(papers.slice(2)));
    const [one, two, three, other] = papers.map(({ doc }) => doc.id);
    expect(receipts.map((each) => each.copyOf)).toEqual([one, undefined]);
    expect((await ledger.document(two ?? '')).nearDuplicate).toMatchObject({ group: one, of: one });
    expect((await ledger.document(three ?? '')).nearDuplicate?.group).toBe(one);
    expect((await ledger.document(one ?? '')).nearDuplicate).toBeUndefined();
    expect((await ledger.document(other ?? '')).nearDuplicate).toBeUndefined();
    expect((await ledger.documents()).items).toHaveLength(4);
  } finally {
    await ledger.close();
  }
});
