import fc from 'fast-check';

/** Texts of every kind: any code units, graphemes, and prose-like mixtures of what the rules look at. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          'The army',
          ' said',
          '.',
          ' ',
          '\n',
          '\n\n',
          '"',
          '’',
          "n't",
          ' U.S.',
          'Gen. ',
          '- ',
          '1. ',
          '(',
          ')',
          '[',
          ']',
        ],
        ...[
          '12',
          '$',
          '?',
          '!',
          '…',
          '\t',
          '👍🏽',
          'é',
          'مالي',
          '。',
          '\ud800',
          '\u0000',
          '\u200d',
          'https://a.org/',
          ' @x',
          ',',
        ],
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);

export const invisible = /^[\s\p{Cc}\p{Cf}]*$/u;
