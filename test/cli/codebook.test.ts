import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataPath, packageRoot } from '../../src/package-root.js';

const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
const text = 'Nigerian soldiers whisked a senator of Benin away. Chinese crews have fished the waters of Vietnam.';

function code(...args: readonly string[]) {
  return spawnSync(process.execPath, [main, 'code', '-', '--input', 'text', '--format', 'jsonl', ...args], {
    input: text,
    encoding: 'utf8',
  });
}

const told = (output: string): readonly string[] =>
  output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .map(({ type, trigger }) => `${type} ${trigger.text}`);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codebook-'));
  for (const file of readdirSync(dataPath('codebook')).filter((each) => each.endsWith('.yaml')))
    copyFileSync(join(dataPath('codebook'), file), join(folder, file));
});

describe('chancery code --codebook', { timeout: 120_000 }, () => {
  it('codes with a changed cue and with a type that only the user has', () => {
    expect(told(code('--codebook', folder).stdout)).not.toContain('COERCE whisked');
    const coerce = join(folder, 'COERCE.yaml');
    writeFileSync(coerce, readFileSync(coerce, 'utf8').replace('verbs: [arrest,', 'verbs: [whisk, arrest,'));
    writeFileSync(
      join(folder, 'FISH.yaml'),
      `type: FISH
quad: 4
definition: Fishing in waters that another claims.
cues:
  verbs: [fish, trawl]
examples:
  - "[a|Kenyan crews] [1|fished] in waters that [b|Tanzania] claims."
`,
    );
    const { stdout } = code('--codebook', folder);
    expect(told(stdout)).toContain('COERCE whisked');
    const fish = stdout
      .split('\n')
      .filter((line) => line.includes('"FISH"'))
      .map((line) => JSON.parse(line))[0];
    expect(fish).toMatchObject({ type: 'FISH', quad: 4, trigger: { text: 'fished' }, cameo: null });
    expect(fish?.sources[0]?.country).toBe('CHN');
    expect(fish?.targets[0]?.country).toBe('VNM');
  });

  it('takes an event out by a phrase under `not`', () => {
    const coerce = join(folder, 'COERCE.yaml');
    const before = readFileSync(coerce, 'utf8');
    writeFileSync(coerce, before.replace('\nnot: [', '\nnot: [whisk senator, '));
    expect(told(code('--codebook', folder).stdout)).not.toContain('COERCE whisked');
    writeFileSync(coerce, before);
  });

  it('says file, line and cause of a wrong codebook and ends with 3', () => {
    const file = join(folder, 'FISH.yaml');
    writeFileSync(file, 'type: FISH\nquad: 5\ndefinition: Fishing.\n');
    const { status, stderr } = code('--codebook', folder);
    expect(status).toBe(3);
    expect(stderr).toContain(`${file}:2: quad: `);
  });
});
