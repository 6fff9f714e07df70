import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelPath, packageRoot } from '../../src/package-root.js';

const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'chancery-parse-'));
const chancery = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [main, ...args], { input, encoding: 'utf8' });

describe('chancery parse', () => {
  it('ends with 2 on wrong use and 3 without a model', () => {
    expect(chancery(['parse']).status).toBe(2);
    expect(chancery(['parse', '-', '--workers', 'x']).status).toBe(2);
    expect(chancery(['parse', '-', '--htm']).stderr).toContain('--html');
    const absent = chancery(['parse', '-', '--model', '/nonexistent'], 'x');
    expect(absent.status).toBe(3);
    expect(absent.stderr).toContain('language model not found: /nonexistent');
  });

  describe.skipIf(!existsSync(modelPath('en', 'encoder.onnx')))('with a model (skipped without models/en)', () => {
    it('writes CoNLL-U from standard input', () => {
      const { status, stdout } = chancery(['parse', '-'], "Mali's army left Kidal on Monday.\n\nNobody knew why.\n");
      expect(status).toBe(0);
      expect(stdout).toContain("# sent_id = 1-1\n# text = Mali's army left Kidal on Monday.\n1-2\tMali's\t_");
      expect(stdout).toMatch(
        /^1\tMali\tMali\tPROPN\tNNP\tNumber=Sing\t3\tnmod:poss\t_\t\S*Entity=B-place\S*TokenRange=0:4$/m,
      );
      expect(stdout).toMatch(/^7\tMonday\t.*Entity=B-time/m);
      expect(stdout).toMatch(/SpaceAfter=No\|TokenRange=26:32$/m);
      expect(stdout).toContain('# sent_id = 1-2\n# text = Nobody knew why.');
    });

    it('keeps the order of its inputs, names those that failed, and ends with 1', () => {
      const files = ['One army left.', 'Two armies came.', 'Three stayed.'].map((text, index) => {
        const file = join(folder, `${index}.txt`);
        writeFileSync(file, text);
        return file;
      });
      const [a = '', b = '', c = ''] = files;
      const { status, stdout, stderr } = chancery(['parse', a, join(folder, 'absent.txt'), b, c]);
      expect(status).toBe(1);
      expect(stderr).toContain('absent.txt');
      expect(stdout.match(/# text = .*/g)).toEqual([
        '# text = One army left.',
        '# text = Two armies came.',
        '# text = Three stayed.',
      ]);
    });

    it('draws a page that stands alone', () => {
      const page = join(folder, 'page.html');
      expect(chancery(['parse', '-', '--html', '-o', page], 'He wrote <img src=x onerror=alert(1)>.').status).toBe(0);
      const html = readFileSync(page, 'utf8');
      expect(html).toContain('<svg role="img"');
      expect(html).not.toMatch(/<img|<script|https?:/);
      expect(html.endsWith('</html>\n')).toBe(true);
    });

    it('says that a text is empty', () => {
      const { status, stdout, stderr } = chancery(['parse', '-'], ' \n');
      expect(status).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toContain('no text in the input');
    });
  });
});
