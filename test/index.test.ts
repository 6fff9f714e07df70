import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../src/package-root.js';

const root = packageRoot();
const run = (script: string) =>
  spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });

describe('the library', () => {
  it('runs the example of the recipes', () => {
    const page = readFileSync(join(root, 'docs', 'recipes.md'), 'utf8');
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
    const { status, stdout, stderr } = run(
      example.replaceAll("'chancery'", `'${join(root, 'dist', 'src', 'index.js')}'`),
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('MLI');
  });

  it('does nothing on import', () => {
    const { stdout, stderr, status } = run(`import '${join(root, 'dist', 'src', 'index.js')}'`);
    expect([status, stdout, stderr]).toEqual([0, '', '']);
  });
});
