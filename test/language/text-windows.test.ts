import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordGroups } from '../../src/language/text-windows.js';
import { anyText, invisible } from './any-text.js';

const sentences = (text: string): string[] => {
  const found: string[] = [];
  for (const { words, ends } of wordGroups(text, () => {})) {
    let first = 0;
    for (const [index, end] of ends.entries()) {
      if (end === 'no' && index < ends.length - 1) continue;
      if (end === 'open') continue;
      found.push(text.slice(words[first]?.start, words[index]?.end).replace(/\s+/g, ' '));
      first = index + 1;
    }
  }
  return found;
};

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'joins hard-wrapped lines',
    'The army said on Monday that it had\ntaken the town of Kidal after days of\nfighting. It gave no details.',
    ['The army said on Monday that it had taken the town of Kidal after days of fighting.', 'It gave no details.'],
  ],
  [
    'keeps an empty line, a caption and a headline apart',
    'Troops Enter Kidal\n\nA soldier in Kidal\n\nThe army said so.',
    ['Troops Enter Kidal', 'A soldier in Kidal', 'The army said so.'],
  ],
  [
    'keeps list items apart',
    'They agreed on:\n- a truce\n- an exchange of prisoners\n- new talks',
    ['They agreed on:', '- a truce', '- an exchange of prisoners', '- new talks'],
  ],
  [
    'keeps rows of a table apart',
    'Country\tTroops\nMali\t1,000\nNiger\t500',
    ['Country Troops', 'Mali 1,000', 'Niger 500'],
  ],
  [
    'begins a paragraph at an indented line',
    '    The army entered the town on Monday and\nheld talks with its elders\n    Nobody was hurt in the town itself, they\nsaid.',
    [
      'The army entered the town on Monday and held talks with its elders',
      'Nobody was hurt in the town itself, they said.',
    ],
  ],
  [
    'does not end a sentence at abbreviations and initials',
    'Gen. J. B. Smith of the U.S. Army arrived on Jan. 5 at 5 p.m. local time.',
    ['Gen. J. B. Smith of the U.S. Army arrived on Jan. 5 at 5 p.m. local time.'],
  ],
  ['ends a quotation with its closing mark', '"We are ready." He left.', ['"We are ready."', 'He left.']],
  [
    'keeps the attribution after a quotation',
    '"Are we ready?" he asked. Nobody spoke.',
    ['"Are we ready?" he asked.', 'Nobody spoke.'],
  ],
];

describe('wordGroups', () => {
  it.each(cases)('%s', (_, text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  it('keeps order and every visible character, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let at = 0;
        for (const { words, ends } of wordGroups(text, () => {})) {
          expect(ends.at(-1)).toBe('yes');
          expect(ends.length).toBe(words.length);
          for (const word of words) {
            expect(word.start).toBeGreaterThanOrEqual(at);
            expect(text.slice(at, word.start)).toMatch(invisible);
            expect(text.slice(word.start, word.end)).toBe(word.text);
            at = word.end;
          }
        }
        expect(text.slice(at)).toMatch(invisible);
      }),
      { numRuns: 600, seed: 11 },
    );
  });

  it('gives a word to a cut in a text without sentence ends', () => {
    const notices: string[] = [];
    const words = [...wordGroups('troops and '.repeat(4000), (message) => notices.push(message))].flatMap(
      (group) => group.words,
    );
    expect(words.length).toBe(8000);
    expect(notices[0]).toMatch(/^text without a sentence end was cut: at offset \d+$/);
  });
});
