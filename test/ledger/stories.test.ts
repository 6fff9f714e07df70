import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IngestItem, Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import type { Span } from '../../src/records/span.js';
import { madeDocument, madeEvent } from './made-events.js';

async function withLedger(work: (ledger: Ledger) => Promise<void>): Promise<void> {
  const ledger = await openLedger(':memory:');
  try {
    await work(ledger);
  } finally {
    await ledger.close();
  }
}

async function ingest(ledger: Ledger, items: readonly IngestItem[]): Promise<void> {
  for await (const _ of ledger.ingest(items));
}

function meeting(paper: string, day: string, words: string): IngestItem {
  const text = `Russia and Mali ${words}, officials said.`;
  const doc = madeDocument(text, { uri: `https://example.org/${paper}/${day}`, published: day, publisher: paper });
  return {
    doc,
    events: [
      madeEvent(doc, {
        trigger: words.split(' ')[0] ?? '',
        sources: [
          ['Russia', 'RUS'],
          ['Mali', 'MLI'],
        ],
      }),
    ],
  };
}

function attack(
  paper: string,
  day: string,
  { dead, place }: { readonly dead: number; readonly place: string },
): IngestItem {
  const text = `Gunmen of JNIM attacked an army camp in ${place} and killed ${dead} soldiers.`;
  const doc = madeDocument(text, {
    uri: `https://example.org/${paper}/${day}/${place}`,
    published: day,
    publisher: paper,
  });
  return {
    doc,
    events: [
      madeEvent(doc, {
        type: 'ASSAULT',
        trigger: 'attacked',
        sources: [['Gunmen of JNIM', 'group/jnim', 'MLI']],
        targets: [['soldiers', 'MLI/armed-forces']],
        dead,
        place: { words: place, id: `geonames:${place}`, country: 'MLI' },
      }),
    ],
  };
}

const phrases = [
  'met in Moscow for talks',
  'held talks on defence in Moscow',
  'discussed security cooperation in Moscow',
  'consulted in Moscow on arms',
];

test('one sentence in copies of one article is one happening, and the merge says why', () =>
  withLedger(async (ledger) => {
    const words = 'met in Moscow for talks on arms that went on until late in the night behind closed doors';
    await ingest(
      ledger,
      ['One', 'Two', 'Three'].map((paper) => meeting(paper, '2025-08-14', words)),
    );
    const { items } = await ledger.stories();
    expect(items).toHaveLength(1);
    const story = await ledger.story(items[0]?.id ?? '');
    for (const merge of story.merges) expect(merge.because).toContain('copies of one article');
  }));

test('twenty reports of one meeting are one story', () =>
  withLedger(async (ledger) => {
    await ingest(
      ledger,
      Array.from({ length: 20 }, (_, paper) => meeting(`Paper ${paper}`, '2025-08-14', phrases[paper % 4] ?? '')),
    );
    const { items } = await ledger.stories();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ mentions: 20, documents: 20, type: 'CONSULT' });
    const story = await ledger.story(items[0]?.id ?? '');
    expect(story.merges).toHaveLength(19);
    expect(story.merges[0]?.because).toContain('same type CONSULT');
  }));

test('two meetings of the same parties a week apart are two stories', () =>
  withLedger(async (ledger) => {
    await ingest(ledger, [meeting('A', '2025-08-14', 'met in Moscow'), meeting('B', '2025-08-21', 'met in Moscow')]);
    expect((await ledger.stories()).items).toHaveLength(2);
  }));

test('numbers that differ are kept as a disagreement', () =>
  withLedger(async (ledger) => {
    await ingest(ledger, [
      attack('A', '2025-06-01', { dead: 30, place: 'Boulkessi' }),
      attack('B', '2025-06-01', { dead: 34, place: 'Boulkessi' }),
    ]);
    const { items } = await ledger.stories();
    expect(items).toHaveLength(1);
    expect(items[0]?.disagreements).toMatchObject([{ field: 'dead', values: [{ value: '30' }, { value: '34' }] }]);
  }));

test('attacks on two places on one day are two stories', () =>
  withLedger(async (ledger) => {
    await ingest(ledger, [
      attack('A', '2025-06-01', { dead: 30, place: 'Boulkessi' }),
      attack('B', '2025-06-01', { dead: 4, place: 'Kayes' }),
    ]);
    expect((await ledger.stories()).items).toHaveLength(2);
  }));

test('a split by hand and a forced merge survive a new coding, and can be undone', () =>
  withLedger(async (ledger) => {
    const items = [meeting('A', '2025-08-14', 'met in Moscow'), meeting('B', '2025-08-14', 'met in Moscow')];
    await ingest(ledger, items);
    const ids = items.map((item) => item.events[0]?.id ?? '');
    const split = await ledger.correct({
      event: ids[0],
      field: 'split',
      value: ids[1],
      author: 'me',
      reason: 'two rooms',
    });
    expect((await ledger.stories()).items).toHaveLength(2);
    const recoded = items.map((item) => ({
      ...item,
      events: item.events.map((event) => ({ ...event, coder: { version: '2', model: 'm', data: 'd' } })),
    }));
    for await (const _ of ledger.ingest(recoded, { recode: true }));
    expect((await ledger.events()).items[0]?.coder.version).toBe('2');
    expect((await ledger.stories()).items).toHaveLength(2);
    await ledger.undo(split.id);
    expect((await ledger.stories()).items).toHaveLength(1);
    await ledger.correct({ event: ids[0], field: 'merge', value: ids[1], author: 'me', reason: 'the same' });
    expect((await ledger.stories()).items).toHaveLength(1);
  }));

test('stories are the same whatever the order and grouping of ingestion, and when computed anew', async () => {
  const days = ['2025-06-01', '2025-06-02', '2025-06-03', '2025-06-05'];
  const pool = days.flatMap((day, at) => [
    meeting(`M${at}`, day, phrases[at % 4] ?? ''),
    meeting(`N${at}`, day, phrases[(at + 1) % 4] ?? ''),
    attack(`P${at}`, day, { dead: 3 + at, place: at % 2 ? 'Kayes' : 'Boulkessi' }),
    attack(`Q${at}`, day, { dead: 4 + at, place: at % 3 ? 'Kayes' : 'Boulkessi' }),
  ]);
  const partition = async (ledger: Ledger): Promise<string> => {
    const { items } = await ledger.stories({ limit: 100 });
    const stories = await Promise.all(items.map((item) => ledger.story(item.id)));
    return JSON.stringify(
      stories
        .map((story) => [
          story.id,
          story.events.map((event) => event.id).sort(),
          [...story.merges].sort((a, b) => a.event.localeCompare(b.event)),
        ])
        .sort(),
    );
  };
  let expected: string | null = null;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(pool, { minLength: pool.length }),
      fc.integer({ min: 1, max: 6 }),
      async (items, size) => {
        await withLedger(async (ledger) => {
          for (let at = 0; at < items.length; at += size) await ingest(ledger, items.slice(at, at + size));
          const along = await partition(ledger);
          expected ??= along;
          expect(along).toBe(expected);
          await ledger.recompute();
          expect(await partition(ledger)).toBe(expected);
        });
      },
    ),
    { numRuns: 5, seed: 7 },
  );
}, 120_000);

test('what was known on a day is merged from what was known', () =>
  withLedger(async (ledger) => {
    const items = [meeting('A', '2025-08-14', 'met in Moscow'), meeting('B', '2025-08-15', 'met in Moscow')].map(
      (item) => ({ ...item, knownAt: item.doc.published ?? '' }),
    );
    await ingest(ledger, items);
    expect((await ledger.stories()).items[0]?.mentions).toBe(2);
    expect((await ledger.stories({ knownOn: '2025-08-14' })).items).toMatchObject([{ mentions: 1 }]);
    expect((await ledger.stories({ knownOn: '2025-08-13' })).items).toEqual([]);
  }));

test('many reports of one day told almost alike are merged, in the same way whatever their grouping', async () => {
  const count = 400;
  const sentences = Array.from(
    { length: count },
    (_, at) => `Russia and Mali met over point ${at} of the list in Moscow, side ${at % 7} said.`,
  );
  const doc = madeDocument(sentences.join(' '));
  const [model] = meeting('A', '2025-08-14', 'met in Moscow').events;
  const events = sentences.flatMap((sentence, at) => {
    const start = doc.text.indexOf(sentence);
    const spanOf = (words: string): Span => {
      const from = doc.text.indexOf(words, start);
      return { start: from, end: from + words.length, text: words };
    };
    if (!model) return [];
    return {
      ...model,
      id: `event-${String(at).padStart(6, '0')}`,
      trigger: spanOf('met'),
      sentence: spanOf(sentence),
      sources: model.sources.map((party) => ({ ...party, span: spanOf(party.span.text) })),
    };
  });
  await withLedger(async (ledger) => {
    await ingest(ledger, [{ doc, events }]);
    const { items } = await ledger.stories();
    expect(items).toMatchObject([{ mentions: count }]);
    const id = items[0]?.id ?? '';
    const { merges } = await ledger.story(id);
    expect(merges).toHaveLength(count - 1);
    await ledger.recompute();
    expect((await ledger.story(id)).merges).toEqual(merges);
  });
}, 120_000);
