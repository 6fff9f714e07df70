import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { caseShape, openWordPieces } from '../../src/language/word-pieces.js';
import { modelPath } from '../../src/package-root.js';

const vocabulary = modelPath('en', 'vocab.txt');

describe('caseShape', () => {
  it.each([
    ['—', 1],
    ['مالي', 1],
    ['2,000', 2],
    ['20th', 3],
    ['army', 4],
    ['A', 5],
    ['U.S.', 6],
    ['Bamako', 7],
    ['al-Qaeda', 8],
    ['McDonald', 8],
  ] as const)('of %s is %i', (word, shape) => {
    expect(caseShape(word)).toBe(shape);
  });
});

describe.skipIf(!existsSync(vocabulary))('word pieces (skipped without models/en)', () => {
  const pieces = openWordPieces(vocabulary, 12);

  it('folds case, accents and typographic marks', () => {
    expect(pieces.of('Élysée').ids).toEqual(pieces.of('elysee').ids);
    expect(pieces.of('’s').ids).toEqual(pieces.of("'s").ids);
    expect(pieces.of('…').ids).toEqual(pieces.of('...').ids);
  });

  it('gives the unknown piece to what has none and at most twelve to any word', () => {
    expect(pieces.of('\u200d').ids).toEqual([100]);
    expect(pieces.of('a-b-'.repeat(50)).ids.length).toBe(12);
  });
});
