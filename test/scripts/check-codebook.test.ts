import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkCodebook } from '../../scripts/check-codebook.js';

const wrong = `type: AID
definition: Help.
cues: { verbs: [help, help] }
examples:
  - '[a|Peru] [1|sent] tents to [b|Chile].'
  - '[a|Peru] sent tents.'
counterexamples:
  - { text: Peru promised tents., use: PLEDGE, why: promised }
modes:
  airlift: { definition: x }
`;

it('names the entry and the cause', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codebook-'));
  writeFileSync(join(folder, 'AID.yaml'), wrong);
  const problems = checkCodebook(folder);
  expect(problems).toContain('AID: cue given twice: help');
  expect(problems).toContain('AID: example without a trigger: [a|Peru] sent tents.');
  expect(problems).toContain('AID: counter-example with an unknown type: PLEDGE: Peru promised tents.');
  expect(problems).toContain('AID: no such mode: airlift');
  expect(problems).toContain('type without an entry: ASSAULT');
});

it('finds nothing wrong in the shipped codebook', () => {
  expect(checkCodebook()).toEqual([]);
});
