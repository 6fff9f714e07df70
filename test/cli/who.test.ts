import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';

const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'chancery-who-'));
const chancery = (...args: readonly string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });

describe('chancery who', () => {
  it('says who a phrase means on a day, and why', () => {
    const { status, stdout } = chancery('who', "Mali's defence minister", '--date', '2022-03-01', '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ actor: 'person/sadio-camara', country: 'MLI', basis: 'office' });
  });

  it('appends its answers to a table', () => {
    const path = join(folder, 'table.tsv');
    writeFileSync(path, 'text\tcontext\tdate\tmine\nNorwegian police\t\t2022-01-01\tkept\n');
    const [head, row] = chancery('who', '--batch', path).stdout.split('\n');
    expect(head).toBe(
      'text\tcontext\tdate\tmine\tout_country\tout_sector\tout_sector2\tout_name\tout_office\tout_actor\tout_basis\tout_explanation',
    );
    expect(row).toMatch(/^Norwegian police\t\t2022-01-01\tkept\tNOR\tCOP\t/);
  });

  it('ends with 2 on wrong use', () => {
    expect(chancery('who').status).toBe(2);
    expect(chancery('who', 'x', '--date', 'yesterday').stderr).toContain('not a date');
    expect(chancery('who', '--batch', join(folder, 'absent.tsv')).stderr).toContain('no such file');
    expect(chancery('import', 'absent', '--from', 'excel').stderr).toContain('unknown kind: excel');
  });
});
