import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkCodebook } from '../../scripts/check-codebook.js';

const wrong = `type: AID
definition: Help.
cues: { verbs: [help, help], nouns: [], phrases: [] }
examples: |
  [a|Peru] [1|sent] tents to [b|Chile].
  [a|Peru] sent tents.
counterexamples: |
  Peru promised tents.
modes:
  airlift: { definition: x, cues: { verbs: [], nouns: [], phrases: [] }, examples: x, counterexamples: 'x => none: y' }
`;

it('names the file, the entry and the cause', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codebook-'));
  writeFileSync(join(folder, 'AID.yaml'), wrong);
  const problems = checkCodebook(folder);
  expect(problems).toContain('AID.yaml: AID: cue given twice: help');
  expect(problems).toContain('AID.yaml: AID: example without a trigger: [a|Peru] sent tents.');
  expect(problems).toContain('AID.yaml: AID: counterexample without "=> TYPE: why": Peru promised tents.');
  expect(problems).toContain('AID.yaml: no mode of AID: airlift');
  expect(problems).toContain('type without a file: ASSAULT');
});

it('finds nothing wrong in the shipped codebook', () => {
  expect(checkCodebook()).toEqual([]);
});
