import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';

const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');

it('reads 999 of a thousand inputs, names the broken one with its place and cause, and ends with 1', {
  timeout: 60_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-read-'));
  const kinds = [
    (n: number) => [`${n}.txt`, `Army ${n} left the town.`],
    (n: number) => [`${n}.jsonl`, `{"text":"Army ${n} left."}\n`],
    (n: number) => [`${n}.csv`, `title,text\nA,"Army ${n}\nleft."\n`],
    (n: number) => [
      `${n}.xml`,
      `<rss><channel><item><description>Army ${n} left.</description></item></channel></rss>`,
    ],
  ] as const;
  for (let n = 0; n < 1000; n += 1) {
    const [name = '', text = ''] = kinds[n % 4]?.(n) ?? [];
    writeFileSync(join(folder, name), n === 501 ? '{"text":"Good."}\n{"text": "broken\n' : text);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'read', folder], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  expect(status).toBe(1);
  expect(stdout.trim().split('\n')).toHaveLength(1000);
  expect(stderr).toMatch(/^chancery: .*501\.jsonl#2: not JSON: .+\n$/);
});
