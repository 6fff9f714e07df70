import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { parseDate } from '../../src/read/parse-date.js';
import { tableRows } from '../../src/read/table-rows.js';

const written = readFileSync(join(packageRoot(), 'test', 'cases', 'read', 'dates.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'));

describe('dates in many languages and spellings', () => {
  it.each(written)('%s', (text, wanted) => expect(parseDate(text ?? '')).toBe(wanted));
  it.each(tableRows('date-shapes.tsv', ['pattern', 'years', 'example']).map((row) => row.example))('%s', (example) =>
    expect(parseDate(example)).toMatch(/^(?:19|20)\d\d-\d\d-\d\d$/),
  );
});

describe('dates as pages write them', () => {
  it.each([
    ['May 28, 2004 at 10:31 p.m. PST', '2004-05-28T22:31:00-08:00'],
    ['28.05.2004', '2004-05-28'],
    ['1er janvier 2020', '2020-01-01'],
    ['14 de agosto de 2025', '2025-08-14'],
    ['Sept. 3, 2024', '2024-09-03'],
    ['4 Ιουλίου 2004', '2004-07-04'],
    ['2025-08-14T10:30', '2025-08-14T10:30:00Z'],
    ['1754300000', '2025-08-04T09:33:20Z'],
    ['Fri, 15 Aug 2025 24:00:00 GMT', '2025-08-16T00:00:00Z'],
    ['14/08/2025', '2025-08-14'],
  ])('%s', (written, wanted) => expect(parseDate(written)).toBe(wanted));

  it.each(['', 'Thursday', 'in 3 days', 'no. 12', '99/99/9999', 'a'.repeat(10_000), '1'.repeat(119)])(
    'is none: %.30s',
    (written) => expect(parseDate(written)).toBeNull(),
  );

  it('takes 3/4/2025 by the country', () => {
    expect(parseDate('3/4/2025')).toBe('2025-03-04');
    expect(parseDate('3/4/2025', { dayFirst: true })).toBe('2025-04-03');
  });
});
