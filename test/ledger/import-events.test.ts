import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type ExportFormat, eventLines, headLine, withoutText } from '../../src/ledger/export-events.js';
import { type BadLine, type ImportLayout, importEvents } from '../../src/ledger/import-events.js';
import type { IngestItem, Ledger, LedgerEvent } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { parquetRows, writeParquet } from '../../src/ledger/write-parquet.js';
import { packageRoot } from '../../src/package-root.js';
import { coder, madeDocument, madeEvent } from './made-events.js';

const folder = mkdtempSync(join(tmpdir(), 'chancery-import-'));
const cases = join(packageRoot(), 'test', 'cases', 'import');
const file = (name: string): string => join(folder, name);
const caseFile = (name: string): string => join(cases, name);

/** Two documents whose events, by day, come turn about: a history, two of the day, and one that is announced. */
function items(): readonly IngestItem[] {
  const first = madeDocument('France sanctioned Mali 😀 in 2012. Mali met Russia and Niger, and accused France.', {
    uri: 'https://example.org/a',
    title: '=cmd()',
  });
  const second = madeDocument('Niger, which left ECOWAS in 2013, will meet Togo | Benin on Friday.', {
    id: 'own name',
  });
  const set = madeEvent(first, { type: 'CONSULT', trigger: 'met', sources: [['Mali', 'MLI']] });
  const [mali] = set.sources;
  const members = mali ? [mali, { ...mali, actor: 'NER', name: 'Niger | Niamey', country: 'NER' }] : [];
  return [
    {
      doc: first,
      events: [
        madeEvent(first, {
          type: 'SANCTION',
          trigger: 'sanctioned',
          sources: [['France', 'FRA']],
          targets: [['Mali', 'MLI']],
          first: '2012-01-01',
          last: '2012-12-31',
          precision: 'year',
          dead: 3,
          more: { cameo: '163', confidence: 0.123 },
        }),
        {
          ...set,
          cameo: '040',
          mentions: [set.trigger],
          sources: mali ? [{ ...mali, members, basis: 'description' }] : [],
          claim: { ...set.claim, how: 'quoted', quotation: set.trigger },
        },
        madeEvent(first, {
          type: 'ACCUSE',
          trigger: 'accused',
          sources: [['Mali', 'MLI']],
          place: { words: 'Niger', id: 'geonames:1', country: 'NER' },
          claimedBy: ['Russia', 'RUS'],
        }),
      ],
    },
    {
      doc: second,
      events: [
        madeEvent(second, {
          type: 'RETREAT',
          trigger: 'left',
          sources: [['Niger', 'NER']],
          targets: [['ECOWAS', 'igo/ecowas']],
          first: '2013-01-01',
          status: 'historical',
        }),
        madeEvent(second, {
          type: 'CONSULT',
          trigger: 'meet',
          sources: [['Niger', 'NER']],
          targets: [['Togo | Benin', 'TGO']],
          first: '2025-08-15',
          status: 'planned',
          object: 'Togo',
        }),
      ],
    },
  ];
}

async function ledgerOf(source: Iterable<IngestItem> | AsyncIterable<IngestItem>): Promise<Ledger> {
  const ledger = await openLedger(':memory:');
  for await (const _ of ledger.ingest(source));
  return ledger;
}

async function allOf(ledger: Ledger): Promise<readonly LedgerEvent[]> {
  return (await ledger.events({ statuses: 'all', order: 'oldest', limit: 1000 })).items;
}

async function write(path: string, format: ExportFormat | 'parquet', events: readonly LedgerEvent[]): Promise<string> {
  const coded = events.map((event) => ({
    doc: { ...event.document, language: null, text: null },
    events: [event],
  }));
  if (format === 'parquet') {
    async function* rows() {
      for (const each of coded) yield parquetRows(each);
    }
    await writeParquet(path, rows());
    return path;
  }
  const lines = [
    ...[headLine(format)].filter((line) => line !== null),
    ...coded.flatMap((each) => eventLines(format, each)),
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function read(
  path: string,
  layout: ImportLayout,
  ledger?: Ledger,
): Promise<{ readonly ledger: Ledger; readonly bad: readonly BadLine[]; readonly outcomes: readonly string[] }> {
  const into = ledger ?? (await openLedger(':memory:'));
  const bad: BadLine[] = [];
  const outcomes: string[] = [];
  const source = importEvents(path, { layout, ledger: into, bad: (line) => bad.push(line) });
  for await (const receipt of into.ingest(source, { kind: 'import' })) outcomes.push(receipt.outcome);
  return { ledger: into, bad, outcomes };
}

/** What the coder said, without what the ledger adds. */
const bare = ({ story: _s, known: _k, corrections: _c, elsewhere: _e, ...event }: LedgerEvent): unknown => event;

describe('own exports', () => {
  for (const format of ['jsonl', 'parquet'] as const)
    test(`in ${format} come back whole, with every word at its place`, async () => {
      const before = await allOf(await ledgerOf(items()));
      const path = await write(file(`whole.${format}`), format, before);
      const { ledger, bad } = await read(path, format);
      const after = await allOf(ledger);
      expect(bad).toEqual([]);
      expect(after.map(bare)).toEqual(before.map(bare));
      expect(after.map((event) => event.elsewhere)).toEqual(after.map(() => `${format} whole.${format}`));
    });

  test('in CSV come back as the table has them', async () => {
    const before = await allOf(await ledgerOf(items()));
    const path = await write(file('table.csv'), 'csv', before);
    const { ledger, bad } = await read(path, 'csv');
    const after = await allOf(ledger);
    expect(bad).toEqual([]);
    expect(readFileSync(await write(file('again.csv'), 'csv', after), 'utf8')).toBe(readFileSync(path, 'utf8'));
    expect(after.every((event) => event.elsewhere === 'csv table.csv')).toBe(true);
    for (const event of after) {
      const { text } = await ledger.document(event.document.id);
      for (const { span } of [...event.sources, ...event.targets])
        expect(text?.slice(span.start, span.end)).toBe(span.text);
    }
  });

  test('without the articles’ text come back without it', async () => {
    const before = (await allOf(await ledgerOf(items()))).map(withoutText);
    for (const format of ['jsonl', 'csv', 'parquet'] as const) {
      const { ledger } = await read(await write(file(`bare.${format}`), format, before), format);
      const after = await allOf(ledger);
      expect(after).toHaveLength(before.length);
      expect(after.map((event) => event.trigger.text)).toEqual(before.map((event) => event.trigger.text));
      expect((await ledger.document('own name')).text).toBe(null);
    }
  });

  test('read twice are kept once', async () => {
    const path = await write(file('twice.jsonl'), 'jsonl', await allOf(await ledgerOf(items())));
    const { ledger } = await read(path, 'jsonl');
    expect((await read(path, 'jsonl', ledger)).outcomes).toEqual(['unchanged', 'unchanged']);
    expect(await allOf(ledger)).toHaveLength(5);
  });

  test('of one document in two files are kept together', async () => {
    const events = await allOf(await ledgerOf(items()));
    const early = await write(file('early.jsonl'), 'jsonl', events.slice(0, 2));
    const late = await write(file('late.jsonl'), 'jsonl', events.slice(2));
    const { ledger } = await read(early, 'jsonl');
    await read(late, 'jsonl', ledger);
    expect((await allOf(ledger)).map((event) => event.id).sort()).toEqual(events.map((event) => event.id).sort());
  });

  test('do not touch a document that was coded here', async () => {
    const ledger = await ledgerOf(items());
    const before = await allOf(ledger);
    const path = await write(file('same.jsonl'), 'jsonl', before);
    expect((await read(path, 'jsonl', ledger)).outcomes).toEqual(['unchanged', 'unchanged']);
    expect((await allOf(ledger)).map(bare)).toEqual(before.map(bare));
    expect((await ledger.document('own name')).text).toContain('Togo | Benin on Friday');
  });

  test('of another coder stand beside the document that was coded here, to be compared', async () => {
    const ledger = await ledgerOf(items());
    const other = (await allOf(ledger)).map((event) => ({ ...event, coder: { ...coder, model: 'other' } }));
    const path = await write(file('other.jsonl'), 'jsonl', other);
    await read(path, 'jsonl', ledger);
    await read(path, 'jsonl', ledger);
    const count = async (coded: 'here' | 'elsewhere'): Promise<number> =>
      (await ledger.events({ statuses: 'all', coded })).items.length;
    expect([await count('here'), await count('elsewhere')]).toEqual([5, 5]);
    expect((await ledger.document('own name@elsewhere')).events).toHaveLength(2);
  });

  test('carry the file that they were imported from before', async () => {
    const { ledger } = await read(caseFile('gdelt-2.export.CSV'), 'gdelt');
    const path = await write(file('chain.jsonl'), 'jsonl', await allOf(ledger));
    const again = await read(path, 'jsonl');
    expect((await allOf(again.ledger))[0]?.elsewhere).toBe('jsonl chain.jsonl (gdelt gdelt-2.export.CSV)');
  });

  test('with broken lines give the rest, and each broken line its number and cause', async () => {
    const path = await write(file('broken.jsonl'), 'jsonl', await allOf(await ledgerOf(items())));
    const [first = '', ...rest] = readFileSync(path, 'utf8').trim().split('\n');
    const wrong = JSON.stringify({ ...JSON.parse(first), status: 'perhaps' });
    writeFileSync(path, [first, '{"document":', wrong, '[]', '{"document":{"id":"x"},"events":0}', ...rest].join('\n'));
    const { ledger, bad } = await read(path, 'jsonl');
    expect(bad.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(bad.map(({ message }) => message).join('\n')).toMatch(/not JSON\n.*status.*\n.*JSON object/);
    expect(await allOf(ledger)).toHaveLength(5);
  });

  test('with hostile values are data: odd names, far offsets, unknown fields', async () => {
    const [event] = await allOf(await ledgerOf(items()));
    const line = {
      ...event,
      __proto__: null,
      id: "'; drop table events; --",
      trigger: { start: 2 ** 40, end: 2 ** 40 + 3, text: 'met' },
      constructor: { start: 0, end: 1, text: 'x' },
    };
    writeFileSync(file('hostile.jsonl'), `${JSON.stringify(line).replace('{', '{"__proto__":{"type":"X"},')}\n`);
    const { ledger, bad } = await read(file('hostile.jsonl'), 'jsonl');
    expect(bad).toEqual([]);
    const [found] = await allOf(ledger);
    expect(found).toMatchObject({ id: "'; drop table events; --", type: 'SANCTION', trigger: { text: 'met' } });
  });
});

describe('GDELT files', () => {
  const kept = {
    'gdelt-daily.export.CSV': 4,
    'gdelt-backfile.csv': 2,
    'gdelt-2.export.CSV': 1,
    'gdelt-reduced.txt': 3,
  };
  for (const [name, count] of Object.entries(kept))
    test(`${name}: every row of a type that PLOVER has is an event`, async () => {
      const { ledger, bad } = await read(caseFile(name), 'gdelt');
      const events = await allOf(ledger);
      expect(events).toHaveLength(count);
      expect(events.every((event) => event.elsewhere === `gdelt ${name}`)).toBe(true);
      expect(bad.filter(({ beyond }) => !beyond)).toEqual([]);
    });

  test('of one day: rows of one article are one document; codes without a type are told apart from faults', async () => {
    const { ledger, bad } = await read(caseFile('gdelt-daily.export.CSV'), 'gdelt');
    expect(bad).toMatchObject([{ line: 4, beyond: true, message: 'PLOVER has no type for CAMEO 010' }]);
    expect((await ledger.documents()).items.map(({ uri, events }) => [uri, events]).sort()).toEqual([
      ['http://news.example.com/accord', 1],
      ['http://news.example.com/gao-fighting', 1],
      ['http://www.example.org/mali-visit', 2],
    ]);
    const romania = (await ledger.events({ country: 'ROU' })).items[0];
    expect(romania).toMatchObject({
      type: 'SUPPORT',
      cameo: '057',
      quad: 1,
      time: { first: '2013-04-15' },
      place: { name: 'Paris', country: 'FRA', precision: 'town', latitude: 48.8667 },
      sources: [{ country: 'ROU', actor: 'ROU' }],
    });
  });

  test('a reduced file has its parties by their codes, and how many events a row counts', async () => {
    const { ledger } = await read(caseFile('gdelt-reduced.txt'), 'gdelt');
    const [assault] = (await ledger.events({ types: ['ASSAULT'] })).items;
    expect(assault?.sources[0]).toMatchObject({ country: null, sectors: ['REB'] });
    expect(assault?.targets[0]).toMatchObject({ country: 'MLI', sectors: ['MIL'] });
    expect(assault?.explanation.map(({ note }) => note)).toContain('the row counts 3 events');
  });

  test('are read packed as they are published, and with a head that names the columns', async () => {
    const bytes = readFileSync(caseFile('gdelt-daily.export.CSV'));
    writeFileSync(file('20130415.export.CSV.zip'), zipSync({ '20130415.export.CSV': bytes }));
    writeFileSync(file('20130415.export.CSV.gz'), gzipSync(bytes));
    for (const name of ['20130415.export.CSV.zip', '20130415.export.CSV.gz'])
      expect(await allOf((await read(file(name), 'gdelt')).ledger)).toHaveLength(4);
    writeFileSync(
      file('some.tsv'),
      'GlobalEventID\tDay\tEventCode\tActor1Name\tActor2Name\n7\t20130415\t112\tFRANCE\tMALI\n',
    );
    const [event] = await allOf((await read(file('some.tsv'), 'gdelt')).ledger);
    expect(event).toMatchObject({ type: 'ACCUSE', sources: [{ actor: 'FRA' }], targets: [{ actor: 'MLI' }] });
  });

  test('stand beside what was coded here, and are counted apart', async () => {
    const ledger = await ledgerOf(items());
    await read(caseFile('gdelt-daily.export.CSV'), 'gdelt', ledger);
    const counts = async (coded: 'here' | 'elsewhere') =>
      (await ledger.counts(['quad'], { coded, statuses: 'all' })).reduce((sum, { events }) => sum + events, 0);
    expect([await counts('here'), await counts('elsewhere')]).toEqual([5, 4]);
  });
});

describe('POLECAT and ICEWS files', () => {
  test('POLECAT: modes, contexts, sets of parties, place and empty cells', async () => {
    const { ledger, bad } = await read(caseFile('polecat.txt'), 'polecat');
    expect(bad).toEqual([]);
    expect(await allOf(ledger)).toHaveLength(3);
    const [visit] = (await ledger.events({ types: ['CONSULT'] })).items;
    expect(visit).toMatchObject({
      modes: ['visit'],
      contexts: ['military', 'diplomatic'],
      intensity: 2,
      sources: [{ name: 'Sergei Lavrov', country: 'RUS', sectors: ['GOV'] }],
      targets: [{ actor: 'KEN' }, { actor: 'UGA' }],
      place: { id: 'geonames:184745', country: 'KEN', precision: 'town' },
      document: { publisher: 'example_times', published: '2023-05-04' },
    });
    const [protest] = (await ledger.events({ types: ['PROTEST'] })).items;
    expect(protest).toMatchObject({ targets: [], sources: [{ country: 'FRA', sectors: ['LAB'] }] });
  });

  test('ICEWS: both ways of writing days, countries in words, hosts turned round', async () => {
    const { ledger, bad } = await read(caseFile('icews.tab'), 'icews');
    expect(bad).toEqual([]);
    const events = await allOf(ledger);
    expect(events.map((event) => event.time?.first)).toEqual(events.map(() => '2018-02-07'));
    const visits = events.filter((event) => event.type === 'CONSULT');
    expect(visits.map((event) => [event.sources[0]?.country, event.targets[0]?.country])).toEqual([
      ['RUS', 'UKR'],
      ['RUS', 'UKR'],
    ]);
    expect((await ledger.documents()).items).toHaveLength(3);
  });

  for (const format of ['gdelt', 'polecat', 'icews'] as const)
    test(`an own export in the layout of ${format} comes back once`, async () => {
      const path = await write(file(`own.${format}`), format, await allOf(await ledgerOf(items())));
      const { ledger, bad } = await read(path, format);
      const events = (await ledger.events({ statuses: 'all' })).items;
      expect(bad).toEqual([]);
      expect(
        events.some(
          ({ type, sources, targets }) =>
            type === 'SANCTION' && sources[0]?.country === 'FRA' && targets[0]?.country === 'MLI',
        ),
      ).toBe(true);
      const { outcomes } = await read(path, format, ledger);
      expect(outcomes.every((outcome) => outcome === 'unchanged')).toBe(true);
      expect((await ledger.events({ statuses: 'all' })).items).toHaveLength(events.length);
    });
});

describe('a wrong file', () => {
  const wrong: readonly (readonly [ImportLayout, string, RegExp])[] = [
    ['gdelt', caseFile('icews.tab'), /icews\.tab:1: 20 columns; a GDELT row has 61/],
    ['polecat', caseFile('icews.tab'), /icews\.tab:1.*no column|no column Event Type: .*icews\.tab:1/],
    ['icews', caseFile('gdelt-daily.export.CSV'), /no column Event Date: .*gdelt-daily\.export\.CSV:1/],
    ['jsonl', caseFile('polecat.txt'), /polecat\.txt:1: not JSON/],
    ['csv', caseFile('polecat.txt'), /no column event_id: .*polecat\.txt:1/],
    ['parquet', caseFile('polecat.txt'), /not a Parquet file: .*polecat\.txt/],
  ];
  for (const [layout, path, message] of wrong)
    test(`given as ${layout} is refused with its name and the cause`, async () => {
      await expect(read(path, layout)).rejects.toMatchObject({
        code: 'bad_input',
        message: expect.stringMatching(message),
      });
    });

  test('that begins well is read as far as it goes', async () => {
    const good = readFileSync(caseFile('gdelt-daily.export.CSV'), 'utf8');
    writeFileSync(file('mixed.CSV'), `nonsense\n${good}20130415\n`);
    const { ledger, bad } = await read(file('mixed.CSV'), 'gdelt');
    expect(bad.filter(({ beyond }) => !beyond).map(({ line }) => line)).toEqual([1, 7]);
    expect(await allOf(ledger)).toHaveLength(4);
  });

  const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
  test.skipIf(!existsSync(main))('is told on stderr, and the files beside it are read (needs a build)', () => {
    const args = [main, 'import', 'events', caseFile('icews.tab'), caseFile('gdelt-2.export.CSV'), '--from', 'gdelt'];
    let said = '';
    try {
      execFileSync(process.execPath, [...args, '--ledger', file('cli.duckdb')], { stdio: 'pipe', encoding: 'utf8' });
    } catch (error) {
      said = String((error as { stderr?: unknown }).stderr);
    }
    expect(said).toMatch(/not a file of gdelt: .*icews\.tab:1/);
    expect(said).toContain('1 events kept');
    expect(said).toContain('1 files not read');
  });
});
