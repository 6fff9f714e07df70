import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/language/tokenize.js';

const words = (text: string): string =>
  tokenize(text)
    .map((word) => word.text)
    .join(' ');

const cases: readonly (readonly [string, string])[] = [
  ["Mali's juntas can't, won't and cannot.", "Mali 's juntas ca n't , wo n't and can not ."],
  ['The Malian-led, non-aligned bloc', 'The Malian - led , non-aligned bloc'],
  [
    'Gen. Assimi Goita met J. B. Smith in the U.S. on Jan. 5.',
    'Gen. Assimi Goita met J. B. Smith in the U.S. on Jan. 5 .',
  ],
  ['It cost $1.5bn, up 10%, at 5pm on 3/4/2020.', 'It cost $ 1.5 bn , up 10 % , at 5 pm on 3/4/2020 .'],
  ['See https://example.org/a(b). Mail x.y@example.org!', 'See https://example.org/a(b) . Mail x.y@example.org !'],
  ['the states\' armies and the "rebels"', 'the states \' armies and the " rebels "'],
  ['“We’re ready,” he said—twice…', '“ We ’re ready , ” he said — twice …'],
  ['BAMAKO (Reuters) - The 1990s and the 20th', 'BAMAKO ( Reuters ) - The 1990s and the 20th'],
  ["and/or Shi'ite O'Brien", "and / or Shi'ite O'Brien"],
  ['يسقط النظام 👩‍👩‍👧 🇲🇱 x', 'يسقط النظام 👩‍👩‍👧 🇲🇱 x'],
  ["In 2003's war the 1980's", "In 2003 's war the 1980's"],
];

describe('tokenize', () => {
  it.each(cases)('divides %s', (text, expected) => {
    expect(words(text)).toBe(expected);
  });

  it('marks the parts that are written together as one token', () => {
    expect(tokenize("don't").map((word) => word.joined)).toEqual([false, true]);
    expect(tokenize('Malian-led').map((word) => word.joined)).toEqual([false, false, false]);
  });

  it('keeps offsets, order and every visible character, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            "'",
            '’',
            '.',
            'a',
            'S',
            's',
            '-',
            ' ',
            '\n',
            '9',
            '$',
            'n',
            't',
            '@',
            ':',
            '/',
            '\ud83d',
            '\u200d',
            ',',
          ),
          { maxLength: 40 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        let at = 0;
        for (const word of tokenize(input)) {
          expect(word.start).toBeGreaterThanOrEqual(at);
          expect(word.end).toBeGreaterThan(word.start);
          expect(input.slice(word.start, word.end)).toBe(word.text);
          expect(input.slice(at, word.start)).toMatch(/^[\s\p{Cc}\p{Cf}]*$/u);
          at = word.end;
        }
        expect(input.slice(at)).toMatch(/^[\s\p{Cc}\p{Cf}]*$/u);
      }),
      { numRuns: 1000, seed: 7 },
    );
  });

  it.each([
    ['one letter', 'a'],
    ['digits with commas', '1,'],
    ['addresses', 'a@'],
    ['dots', 'a.'],
    ['quotes', "'"],
    ['hyphens', 'x-'],
    ['brackets', '('],
  ])('takes time in line with the length: %s', (_, unit) => {
    const time = (length: number): number => {
      const start = performance.now();
      tokenize(unit.repeat(length));
      return performance.now() - start;
    };
    time(20_000);
    expect(time(400_000)).toBeLessThan(60 * Math.max(time(20_000), 5));
  });
});
