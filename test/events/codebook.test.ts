import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChanceryError } from '../../src/errors.js';
import { openCodebook } from '../../src/events/codebook.js';
import { dataPath } from '../../src/package-root.js';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'codebook-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const causeOf = (folder: string): string => {
  try {
    openCodebook(folder);
  } catch (error) {
    if (error instanceof ChanceryError) return error.message;
  }
  return 'no error';
};

describe('a codebook', () => {
  it('names file, line, field and cause of what is wrong', () => {
    const head = 'type: FISH\nquad: 4\ndefinition: Fishing.\n';
    for (const [text, said] of [
      [`${head}cues:\n  verbs: [fish, 3]\n`, 'FISH.yaml:5: cues.verbs.1: '],
      [`${head}cues:\n  verb: [fish]\n`, 'FISH.yaml:5: cues.verb: '],
      [`${head}cues:\n  verbs: [fish\nexamples: []\n`, 'FISH.yaml:6: '],
      ['definition: Fishing.\ntype: FISH\n', 'FISH.yaml:2: quad: a type of your own needs a quad from 1 to 4'],
      ['type: fish\nquad: 4\ndefinition: Fishing.\n', 'FISH.yaml:1: type: a type is upper case'],
    ] as const) {
      expect(causeOf(folderWith({ 'FISH.yaml': text }))).toContain(said);
    }
  });

  it('refuses a folder that is not there, has no codebook, or gives a type twice', () => {
    expect(causeOf('/no/such/folder')).toContain('codebook folder not found: /no/such/folder');
    expect(causeOf(folderWith({}))).toContain('no codebook files (*.yaml) in ');
    const own = 'type: FISH\nquad: 4\ndefinition: Fishing.\n';
    expect(causeOf(folderWith({ 'A.yaml': own, 'B.yaml': own }))).toContain('B.yaml: type given twice: FISH (A.yaml)');
  });

  it('opens a copy of the shipped folder', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'codebook-')), 'copy');
    mkdirSync(folder);
    for (const file of readdirSync(dataPath('codebook')))
      copyFileSync(join(dataPath('codebook'), file), join(folder, file));
    expect(openCodebook(folder).entries.map(({ type }) => type)).toEqual(
      openCodebook().entries.map(({ type }) => type),
    );
  });
});
