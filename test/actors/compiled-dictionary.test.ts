import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileDictionary, dictionaryHash, openCompiled } from '../../src/actors/compiled-dictionary.js';
import { readForCompiling } from '../../src/actors/lexicon.js';
import { dataPath } from '../../src/package-root.js';

const folder = mkdtempSync(join(tmpdir(), 'chancery-compiled-'));
afterAll(() => rmSync(folder, { recursive: true }));

const data = join(folder, 'data');
for (const part of ['actors', 'roles']) cpSync(dataPath(part), join(data, part), { recursive: true });
const path = join(folder, 'actors.dictionary');
const read = readForCompiling(data);
writeFileSync(path, compileDictionary({ ...read, hash: dictionaryHash(data) }));

describe('the compiled dictionary', () => {
  it('says what the readable files say', () => {
    const compiled = openCompiled(data, path);
    expect(compiled?.index.size).toBe(read.builder.index.size);
    for (const [key, entries] of read.builder.index.entries()) {
      if (key.length % 7 === 0) expect(compiled?.index.get(key)).toEqual(entries);
    }
    for (const [word, reach] of read.builder.index.reaches()) expect(compiled?.index.reach(word)).toBe(reach);
    for (const [key, held] of read.people.holders)
      if (key.length % 5 === 0) expect(compiled?.holders(key)).toEqual(held);
    for (const [key, people] of read.people.surnames) expect(compiled?.surnames(key)).toHaveLength(people.length);
    expect(compiled?.index.get('no such name')).toEqual([]);
    expect(compiled?.index.reach('nosuchword')).toBe(0);
    expect(compiled?.actor('igo/ecowas')?.name).toContain('West African');
    expect(compiled?.town('nowhere at all')).toBeNull();
  });

  it('is not used when it is cut short', () => {
    const short = join(folder, 'short.dictionary');
    writeFileSync(short, readFileSync(path).subarray(0, 100_000));
    expect(openCompiled(data, short)).toBeNull();
    expect(openCompiled(data, join(folder, 'none.dictionary'))).toBeNull();
  });

  it('is not used once a readable file was edited', () => {
    expect(openCompiled(data, path)).not.toBeNull();
    appendFileSync(join(data, 'roles', 'titles.tsv'), '# edited\n');
    expect(openCompiled(data, path)).toBeNull();
  });
});
