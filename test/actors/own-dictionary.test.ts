import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importFollowTheMoney } from '../../src/actors/import-follow-the-money.js';
import { importPetrarch } from '../../src/actors/import-petrarch.js';
import { type ImportedRow, lineOf } from '../../src/actors/import-rows.js';
import { importWikidata } from '../../src/actors/import-wikidata.js';
import { openLargeNames } from '../../src/actors/large-names.js';
import { openActors } from '../../src/actors/open-actors.js';
import { readPhraseTable } from '../../src/actors/phrase-table.js';

const casesPath = join(import.meta.dirname, '..', 'cases', 'actors', 'phrases.tsv');
const folder = mkdtempSync(join(tmpdir(), 'chancery-actors-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function lines(text: string): () => AsyncGenerator<string> {
  return async function* () {
    yield* text.split('\n');
  };
}

function pieces(text: string, size: number): () => AsyncGenerator<string> {
  return async function* () {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  };
}

function sink() {
  const people: ImportedRow[] = [];
  const actors: ImportedRow[] = [];
  const roles: [string, string][] = [];
  const bad: number[] = [];
  return {
    people,
    actors,
    roles,
    bad,
    person: (row: ImportedRow) => people.push(row),
    actor: (row: ImportedRow) => actors.push(row),
    role: (words: string, sectors: string) => roles.push([words, sectors]),
  };
}

describe('a dictionary of one’s own', () => {
  it('wins over the shipped one', () => {
    const path = file('mine.tsv', 'id\tname\taliases\tcountry\tsectors\nngo/hamas-relief\tHamas\t\tDEU\tSOC\n');
    const actors = openActors({ dictionaries: [path] });
    expect(actors.resolvePhrase('Hamas', { date: '2023-01-01' }).country).toBe('DEU');
  });

  it('names the file and line of a broken row', () => {
    const path = file('broken.tsv', 'id\tname\tcountry\n\tNobody\tDEU\n');
    expect(() => openActors({ dictionaries: [path] })).toThrow(/id missing: .*broken\.tsv:2/);
    expect(() => openActors({ dictionaries: [file('none.tsv', 'a\tb\n1\t2\n')] })).toThrow(/no column name/);
  });

  it('is not shaken by hostile names', () => {
    const long = 'x'.repeat(1_000_000);
    const many = Array.from({ length: 10_000 }, (_, index) => `Alias ${index}`).join(';');
    const rows = [
      `a/1\t${long}\t\tDEU\tCVL`,
      'a/2\t__proto__\tconstructor;toString\tFRA\tCVL',
      'a/3\t(.*)+[\\\t\tITA\tCVL',
      `a/4\tMany Names\t${many}\tESP\tCVL`,
      'a/5\t\u0000\u0007\u202e\t\tESP\tCVL',
    ];
    const path = file('hostile.tsv', `id\tname\taliases\tcountry\tsectors\n${rows.join('\n')}\n`);
    const actors = openActors({ dictionaries: [path] });
    const country = (phrase: string) => actors.resolvePhrase(phrase, { date: '2023-01-01' }).country;
    expect(country('Alias 9999')).toBe('ESP');
    expect(country('Constructor')).toBe('FRA');
    expect(country('Germany')).toBe('DEU');
    expect(country('Nobody Known')).toBeNull();
    expect(country(long)).toBeNull();
    const plain = openActors({ dictionaries: [] });
    const cases = readPhraseTable(readFileSync(casesPath, 'utf8')).rows;
    for (const { text = '', context = '', date = '' } of cases) {
      if (/^(?:constructor|alias)/i.test(text)) continue;
      expect(actors.resolvePhrase(text, { date, context })).toEqual(plain.resolvePhrase(text, { date, context }));
    }
  });

  it('reads a big file row by row', () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `Quill Nameson${index}\t\tKEN\tMinister of Fish\tGOV\t2019\t2021`,
    );
    const path = file('big.tsv', `name\taliases\tcountry\toffice\tsectors\tfrom\tto\n${rows.join('\n')}\n`);
    const names = openLargeNames(path);
    expect(names.size).toBe(20_000);
    const [entry] = names.get('quill nameson777');
    expect(entry?.meaning.kind).toBe('person');
    expect(names.get('quill nobody')).toEqual([]);
  });
});

describe('an import', () => {
  it('reads FollowTheMoney people with the offices that other lines give, and names bad lines', async () => {
    const to = sink();
    const text = [
      '{"id":"o1","schema":"Occupancy","properties":{"holder":["Q1"],"post":["p1"],"startDate":["2022-10-01"]}}',
      '{"id":"Q1","schema":"Person","properties":{"name":["Jane Roe"],"alias":["J. Roe"],"nationality":["ke"]}}',
      'not json',
      '{"id":"p1","schema":"Position","properties":{"name":["Minister of Water"],"country":["ke"]}}',
      '{"id":"c1","schema":"Company","properties":{"name":["Acme"],"country":["de"]}}',
    ].join('\n');
    await importFollowTheMoney(lines(text), { ...to, bad: (line) => to.bad.push(line) });
    expect(to.people).toHaveLength(1);
    expect(to.people[0]).toMatchObject({
      name: 'Jane Roe',
      country: 'KEN',
      office: 'Minister of Water',
      from: '2022-10-01',
    });
    expect(to.actors[0]).toMatchObject({ name: 'Acme', country: 'DEU', sectors: 'BUS' });
    expect(to.bad).toEqual([3]);
  });

  it('reads Wikidata results', async () => {
    const to = sink();
    const binding = {
      personLabel: { value: 'Jane Roe' },
      person: { value: 'http://w/Q5' },
      iso2: { value: 'KE' },
      positionLabel: { value: 'Mayor' },
    };
    const text = JSON.stringify(
      { head: { vars: ['person'] }, results: { bindings: [binding, { personLabel: { value: 'Q77' } }] } },
      null,
      1,
    );
    await importWikidata(pieces(text, 7), { ...to, bad: (line) => to.bad.push(line) });
    expect(to.people[0]).toMatchObject({ id: 'person/Q5', country: 'KEN', office: 'Mayor', sectors: 'GOV' });
    expect(to.people).toHaveLength(1);
    expect(to.bad).toEqual([text.split('\n').findLastIndex((line) => line === '   {') + 1]);
  });

  it('reads Wikidata results on one line, in lines of their own, and names a file that breaks off', async () => {
    const binding = (name: string) => ({
      itemLabel: { value: `${name} {"[` },
      item: { value: 'http://w/Q5' },
      iso3: { value: 'KEN' },
    });
    const whole = sink();
    const text = JSON.stringify({ head: { vars: ['item'] }, results: { bindings: [binding('A'), binding('B')] } });
    await importWikidata(pieces(text, 1_000), { ...whole, bad: (line) => whole.bad.push(line) });
    expect(whole.actors.map(({ name }) => name)).toEqual(['A {"[', 'B {"[']);
    const lined = sink();
    const lines = `${JSON.stringify(binding('A'))}\n{"broken": }\n${JSON.stringify(binding('C'))}\n`;
    await importWikidata(pieces(lines, 3), { ...lined, bad: (line) => lined.bad.push(line) });
    expect(lined.actors).toHaveLength(2);
    expect(lined.bad).toEqual([2]);
    const cut = sink();
    await importWikidata(pieces(text.slice(0, -30), 50), { ...cut, bad: (line) => cut.bad.push(line) });
    expect(cut.actors).toHaveLength(1);
    expect(cut.bad).toEqual([1]);
    const huge = sink();
    await importWikidata(
      pieces(`{"itemLabel":{"value":"${'x'.repeat(1_200_000)}"}}\n${JSON.stringify(binding('D'))}`, 65_536),
      { ...huge, bad: (line) => huge.bad.push(line) },
    );
    expect(huge.actors).toHaveLength(1);
    expect(huge.bad).toEqual([1]);
  });

  it('reads PETRARCH actors with dates and agents', async () => {
    const to = sink();
    const text =
      'ZOGRAPH_BAND_  [MLIREB 19990101-20101231]\n\t[MLIGOV >20110101]\n+ZB_RANGERS_\n]bad[\nSWORDSMAN {SWORDSMEN} [~UAF]';
    await importPetrarch(lines(text), { ...to, bad: (line) => to.bad.push(line) });
    expect(to.actors.map(({ sectors, from, to: end }) => [sectors, from, end])).toEqual([
      ['REB', '1999-01-01', '2010-12-31'],
      ['GOV', '2011-01-01', ''],
    ]);
    expect(to.roles).toEqual([
      ['swordsman', 'UAF'],
      ['swordsmen', 'UAF'],
    ]);
    expect(to.bad).toEqual([4]);
  });

  it('keeps tabs, line ends and control characters out of its rows', () => {
    const row = {
      id: 'x y',
      name: 'A\tB\nC\u0000',
      aliases: ['d;e', 'f'.repeat(500)],
      country: '',
      office: '',
      sectors: '',
      from: 'soon',
      to: '',
    };
    expect(lineOf(row, ['id', 'name', 'aliases', 'from'])).toBe('x-y\tA B C\td e\t');
  });
});
