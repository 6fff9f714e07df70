import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ReadItem, type ReadSettings, readInputs } from '../../src/read/read-inputs.js';
import { pdfOf, warcRecord, zstdOf } from './samples.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-read-'));
});

async function all(inputs: readonly string[], settings: ReadSettings = {}): Promise<readonly ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const item of readInputs(inputs, settings)) items.push(item);
  return items;
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const texts = (items: readonly ReadItem[]): readonly string[] =>
  items.map((item) => (item.kind === 'document' ? item.doc.text : `${item.code}: ${item.message}`));

describe('inputs', () => {
  it('reads 999 of a thousand and names the broken one', async () => {
    const many = join(folder, 'many');
    await mkdir(many);
    for (let index = 0; index < 1000; index += 1)
      await writeFile(
        join(many, `${String(index).padStart(4, '0')}.txt`),
        index === 500 ? new Uint8Array(5000) : `Army ${index} left.`,
      );
    const items = await all([many]);
    const failures = items.filter((item) => item.kind === 'failure');
    expect(items.length - failures.length).toBe(999);
    expect(failures).toMatchObject([
      { from: join(many, '0500.txt'), code: 'bad_input', message: expect.stringContaining('not text') },
    ]);
    expect(items.map((item) => item.from)).toEqual([...items.map((item) => item.from)].sort());
  });

  it('reads JSONL with broken lines, each with its number', async () => {
    const path = await file(
      'a.jsonl',
      '{"text":"One."}\nnot json\n\n{"id":"x"}\n[1]\n{"text":"Two.","published":"2024-01-02"}\n',
    );
    const items = await all([path]);
    expect(items.map((item) => item.from.split('#')[1])).toEqual(['1', '2', '4', '5', '6']);
    expect(items.map((item) => item.kind)).toEqual(['document', 'failure', 'failure', 'failure', 'document']);
  });

  it('reads CSV with quotes and line breaks, columns by usual or given names', async () => {
    const path = await file(
      'a.csv',
      '\ufeffHeadline;Body;Published_at\n"A ""b""";"one\ntwo; three";3 March 2024\nB;c;\n',
    );
    expect(await all([path])).toMatchObject([
      {
        from: `${path}#1`,
        doc: { title: 'A "b"', text: 'one\ntwo; three', published: '2024-03-03', publishedFrom: 'field' },
      },
      { doc: { text: 'c', published: null } },
    ]);
    const odd = await file('b.tsv', 'w\tz\nwords here\t2024\n');
    expect(texts(await all([odd], { fields: { text: 'w' } }))).toEqual(['words here']);
    expect(await all([odd])).toMatchObject([{ kind: 'failure', message: 'no text: the field `text` is missing' }]);
  });

  it('reads Parquet', async () => {
    const path = join(folder, 'a.parquet');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `copy (select 'Words ' || i as text, date '2024-01-02' as published from range(3) r(i)) to '${path}' (format parquet)`,
    );
    connection.closeSync();
    expect(await all([path])).toMatchObject([
      { from: `${path}#1`, doc: { text: 'Words 0', published: '2024-01-02' } },
      { doc: { text: 'Words 1' } },
      { doc: { text: 'Words 2' } },
    ]);
  });

  it('unpacks gzip and zip, also inside each other', async () => {
    const inner = gzipSync('text\nwords\n');
    const path = await file('a.zip', zipSync({ 'x.csv.gz': inner, 'y.txt': new TextEncoder().encode('Plain.') }));
    expect((await all([path])).map((item) => [item.from, ...texts([item])])).toEqual([
      [`${path}#1#1`, 'words'],
      [`${path}#2`, 'Plain.'],
    ]);
  });

  it('refuses bombs', async () => {
    const zeros = new Uint8Array(30_000_000);
    const zip = await file('bomb.zip', zipSync({ 'a.txt': zeros }, { level: 1 }));
    const gzip = await file('bomb.gz', gzipSync(zeros));
    for (const text of texts(await all([zip, gzip]))) expect(text).toContain('too_large: ');
  });

  it('reads WARC and notices that it is truncated', async () => {
    const whole =
      warcRecord('http://e.org/1', '<p>One army left.</p>') + warcRecord('http://e.org/2', '<p>Two armies came.</p>');
    const sound = await file('a.warc', whole);
    expect(await all([sound])).toMatchObject([
      {
        from: `${sound}#1`,
        doc: { text: 'One army left.', uri: 'http://e.org/1', retrieved: '2024-01-02T03:04:05Z', kind: 'warc-record' },
      },
      { doc: { text: 'Two armies came.' } },
    ]);
    for (const cut of [Buffer.from(whole).subarray(0, -30), gzipSync(whole).subarray(0, -20)]) {
      const items = await all([await file('cut.warc', cut)]);
      expect(items[0]).toMatchObject({ doc: { text: 'One army left.' } });
      expect(items.at(-1)).toMatchObject({
        kind: 'failure',
        from: expect.stringContaining('cut.warc#2'),
        message: expect.stringMatching(/truncated at byte \d+: .*record 2 begins at byte \d+/),
      });
    }
  });

  it('reads a WARC file as it comes, and passes over a record that is too large', async () => {
    const path = join(folder, 'large.warc');
    const film = Buffer.from(warcRecord('http://e.org/film', 'x'.repeat(65_000_000), 'video/mp4'));
    for (let n = 0; n < 3; n += 1)
      await appendFile(path, Buffer.concat([film, Buffer.from(warcRecord(`http://e.org/${n}`, `<p>Army ${n} left.`))]));
    const before = process.memoryUsage().rss;
    const items = await all([path]);
    expect(items.map((item) => item.from.split('#')[1])).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(texts(items)).toEqual(
      [0, 1, 2].flatMap((n) => [expect.stringMatching(/^too_large: record of 65000\d+ bytes/), `Army ${n} left.`]),
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  }, 60_000);

  it('reads zstd around text, tables and lines, and notices that it is truncated or a bomb', async () => {
    const lines = Buffer.from('{"text":"One army left."}\n{"text":"Two armies came."}\n');
    const path = await file('a.jsonl.zst', zstdOf(lines));
    expect(await all([path])).toMatchObject([
      { from: `${path}#1`, doc: { text: 'One army left.' } },
      { from: `${path}#2`, doc: { text: 'Two armies came.' } },
    ]);
    expect(texts(await all([await file('a.csv.zst', zstdOf(Buffer.from('text\nwords\n')))]))).toEqual(['words']);
    expect(texts(await all([await file('a.zst', zstdOf(Buffer.from('Plain words.')))]))).toEqual(['Plain words.']);
    const warc = await file('w.zst', zstdOf(Buffer.from(warcRecord('http://e.org/1', 'x <p>y'))));
    expect(texts(await all([warc]))).toEqual(['x\n\ny']);
    for (const name of ['cut.zst', 'cut.jsonl.zst'])
      expect(texts(await all([await file(name, zstdOf(lines).subarray(0, 40))])).at(-1)).toMatch(
        /^bad_input: .*(?:zstd|truncated)/,
      );
    for (const name of ['bomb.zst', 'bomb.jsonl.zst'])
      expect(texts(await all([await file(name, zstdOf(Buffer.from('x'), 300_000_000))]))).toEqual([
        expect.stringContaining('too_large: '),
      ]);
  }, 60_000);

  it('reads packed JSONL as it comes, with the line at which it is cut off', async () => {
    const line = (n: number): string => `${JSON.stringify({ text: `Army ${n} left. ${Math.sin(n)}` })}\n`;
    const packed = gzipSync(Array.from({ length: 20_000 }, (_, n) => line(n)).join(''));
    const whole = await all([await file('many.jsonl.gz', packed)]);
    expect([whole.length, whole.every((item) => item.kind === 'document')]).toEqual([20_000, true]);
    const cut = await all([await file('cut.jsonl.gz', packed.subarray(0, packed.length / 2))]);
    expect(cut.length).toBeGreaterThan(8000);
    expect(cut.at(-1)).toMatchObject({ kind: 'failure', message: expect.stringContaining('truncated gzip') });
  }, 60_000);

  it('reads a PDF of two columns without its running heads and page numbers', async () => {
    const verbs = ['marched', 'waited', 'argued', 'voted', 'sailed', 'slept', 'rested', 'wrote', 'spoke', 'left'];
    const pages = [1, 2, 3].map((page) => [
      [50, 760, 'The Example Gazette'] as const,
      [300, 30, String(page)] as const,
      ...verbs.flatMap((verb, line) => [
        [50, 700 - 14 * line, `left ${page} they ${verb} for some time and`] as const,
        [320, 700 - 14 * line, `right ${page} others ${verb} for longer and`] as const,
      ]),
    ]);
    const [item] = await all([await file('a.pdf', pdfOf(pages))]);
    const text = item?.kind === 'document' ? item.doc.text : '';
    expect(text).not.toContain('Gazette');
    expect(text.indexOf('left 1 they left')).toBeLessThan(text.indexOf('right 1 others marched'));
    expect(text.indexOf('right 1 others left')).toBeLessThan(text.indexOf('left 2 they marched'));
    expect(text).not.toMatch(/\band \d\b/);
  });

  it('expands globs and says when nothing matches', async () => {
    await file('g1.md', 'One.');
    await file('g2.md', 'Two.');
    expect(texts(await all([join(folder, 'g?.md')]))).toEqual(['One.', 'Two.']);
    expect(await all([join(folder, '*.none')])).toMatchObject([{ kind: 'failure', code: 'not_found' }]);
  });

  it('reads standard input by its looks', async () => {
    const of = async (text: string): Promise<readonly string[]> =>
      texts(await all(['-'], { stdin: Readable.from([Buffer.from(text)]) }));
    expect(await of('{"text":"One."}\n{"text":"Two."}\n')).toEqual(['One.', 'Two.']);
    expect(await of('Plain\nwords that go on for long enough to be wrapped here\nand there.')).toHaveLength(1);
    expect(await of('<rss><channel><item><description>x</description></item></channel></rss>')).toEqual(['x']);
    expect(await of('')).toEqual([]);
  });

  it('gives the language, and believes the words more than a wrong statement', async () => {
    const french =
      'Le gouvernement a annoncé mardi la suspension de la vente du port, après trois semaines de grève. '.repeat(4);
    const path = await file(
      'l.jsonl',
      `${JSON.stringify({ text: french })}\n${JSON.stringify({ text: french, language: 'en' })}\n`,
    );
    expect(await all([path])).toMatchObject([
      { doc: { language: 'fr' } },
      { doc: { language: 'fr', notices: ['language stated as en, the words are fr'] } },
    ]);
  });
});
