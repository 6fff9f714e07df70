import { describe, expect, it } from 'vitest';
import { codePointOffset } from '../../src/layouts/code-points.js';
import { csvLine } from '../../src/layouts/flat-row.js';

describe('codePointOffset', () => {
  it('counts as Python and R do, also outside the basic plane', () => {
    const text = 'a😀b🇲🇱c';
    expect(codePointOffset(text, text.indexOf('b'))).toBe(2);
    expect(codePointOffset(text, text.indexOf('c'))).toBe(5);
    expect([...text].slice(0, codePointOffset(text, text.indexOf('c'))).join('')).toBe(
      text.slice(0, text.indexOf('c')),
    );
  });
});

describe('csvLine', () => {
  it('quotes commas, quotes and line breaks, and leaves missing cells empty', () => {
    expect(csvLine(['a,b', 'say "no"', null, 3])).toBe('"a,b","say ""no""",,3');
  });

  it('lets no cell run as a formula in a spreadsheet', () => {
    expect(csvLine(['=HYPERLINK("x")', '@cmd', '-5', '+1'])).toBe('"\'=HYPERLINK(""x"")",\'@cmd,-5,\'+1');
  });
});
