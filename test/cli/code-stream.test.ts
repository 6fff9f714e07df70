import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelPath, packageRoot } from '../../src/package-root.js';

const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
const code = (args: readonly string[], input: string) =>
  spawnSync(process.execPath, [main, 'code', '-', ...args], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
const lines = (text: string): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const canCode = 'types' in (JSON.parse(readFileSync(modelPath('en', 'model.json'), 'utf8')).labels ?? {});
const reports = readFileSync(join(packageRoot(), 'examples', 'sahel', 'reports.jsonl'), 'utf8')
  .split('\n')
  .slice(0, 12);

describe('chancery code -', () => {
  it('ends with 2 on wrong use', () => {
    expect(code(['--workers', '0'], '').status).toBe(2);
    expect(code(['--workers', 'two'], '').stderr).toContain('workers must be a whole number from 1: two');
    expect(code(['--min-confidence', '3'], '').status).toBe(2);
  });

  it('names each input that cannot be read, with the cause, and says nothing of events where none was', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chancery-unread-'));
    mkdirSync(join(folder, 'none'));
    const inputs = {
      'empty.txt': ['', 'the input is empty'],
      'blank.txt': [' \n\n', 'no text in the input'],
      'picture.png': ['\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR\u0000\u0000', 'a binary file of an unknown kind'],
      'list.json': ['[]', 'no document in the input'],
      'table.csv': ['title,text\n', 'no document in the input'],
      'lines.jsonl': ['', 'no document in the input'],
    } as const;
    for (const [name, [bytes]] of Object.entries(inputs)) writeFileSync(join(folder, name), bytes, 'latin1');
    const files = [...Object.keys(inputs).map((name) => join(folder, name)), join(folder, 'none')];
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'code', ...files], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    for (const [name, [, cause]] of Object.entries(inputs)) expect(stderr).toMatch(new RegExp(`${name}: .*${cause}`));
    expect(stderr).toContain('none: no file in the folder');
  });

  it('takes an empty stream for no documents, which is no fault, and says so', () => {
    const { status, stdout, stderr } = code([], '');
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toContain('no document on standard input');
  });

  describe.skipIf(!canCode)('with event heads (skipped: the model has none)', () => {
    it('gives the same bytes whatever the number of workers, in the order of its input', { timeout: 120_000 }, () => {
      const [one, three] = ['1', '3'].map((workers) => code(['--receipts', '--workers', workers], reports.join('\n')));
      expect(one?.status).toBe(0);
      expect(three?.stdout).toBe(one?.stdout);
      const ids = lines(one?.stdout ?? '').map(({ document }) => (document as { readonly id: string }).id);
      expect([...new Set(ids)]).toEqual(reports.map((line) => JSON.parse(line).id));
    });

    it('gives a broken line an error of its own and codes the rest', () => {
      const [good = ''] = reports;
      const { status, stdout, stderr } = code(
        ['--receipts'],
        [good, '{"text": broken', '{"id": "no-text"}', good].join('\n'),
      );
      expect(status).toBe(1);
      const kinds = lines(stdout).map((line) => ('error' in line ? 'error' : 'document'));
      expect(kinds[0]).toBe('document');
      expect(kinds.filter((kind) => kind === 'error')).toHaveLength(2);
      expect(kinds.at(-1)).toBe('document');
      expect(stderr).toContain('-#2');
    });

    it('gives one line a document with --receipts where there is no event', () => {
      const { stdout } = code(['--receipts'], '{"id": "a", "text": "Rain fell."}\n{"id": "b", "text": ""}\n');
      expect(lines(stdout).map(({ document }) => (document as { readonly id: string }).id)).toEqual(['a', 'b']);
    });

    it('says that a text is in a language that it does not read, and codes nothing of it', () => {
      const text = 'Le gouvernement malien a signé un accord avec le Niger. '.repeat(10);
      const { status, stdout, stderr } = code([], `${JSON.stringify({ id: 'a', text, language: 'fr' })}\n`);
      expect(status).toBe(0);
      expect(lines(stdout)).toMatchObject([{ events: 0, skipped: 'language not read yet: fr' }]);
      expect(stderr).toContain('1 not coded, language not read yet: fr');
    });
  });
});
