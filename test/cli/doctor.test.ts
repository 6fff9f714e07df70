import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';

const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
const doctor = (...args: readonly string[]) =>
  spawnSync(process.execPath, [main, 'doctor', ...args], {
    encoding: 'utf8',
    env: { ...process.env, CHANCERY_LEDGER: '' },
  });

describe('chancery doctor', () => {
  it('finds model, dictionary, gazetteer, codebook and database whole', () => {
    const findings = JSON.parse(doctor('--format', 'json').stdout) as { name: string; state: string }[];
    const bad = findings.filter(({ name, state }) => state === 'bad' && name !== 'coder');
    expect(bad).toEqual([]);
    expect(findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'version',
        'node',
        'model',
        'dictionary',
        'gazetteer',
        'codebook',
        'coder',
        'database',
        'ledger',
        'cores',
        'memory',
      ]),
    );
  });

  it('says that a file is no ledger, how to mend it, and ends with 3', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'chancery-doctor-')), 'x.duckdb');
    writeFileSync(file, 'not a database');
    const { status, stdout } = doctor('--ledger', file);
    expect(status).toBe(3);
    expect(stdout).toMatch(/✗ ledger\s+not a ledger: .*\n.*mend: name another file/);
  });

  it('refuses a format that it does not have', () => {
    expect(doctor('--format', 'xml').status).toBe(2);
  });
});
