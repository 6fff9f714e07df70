import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../src/events/time/days.js';
import { entryTime } from '../../../src/events/time/entry-time.js';
import { formatRange } from '../../../src/events/time/resolve-time.js';

const published = parseDay('1998-05-16') ?? 0;

describe('entryTime', () => {
  it('reads the day before the hour of an entry for every sentence of it', () => {
    const text = 'Monitoring log\n\nFri 19.10. Shops burn. Police watch.\n\nSat 06.00. The price rise is cancelled.';
    for (const [words, day] of [
      ['Shops', '1998-05-15'],
      ['Police', '1998-05-15'],
      ['The price', '1998-05-16'],
    ] as const) {
      const found = entryTime(text, text.indexOf(words), published);
      expect(found && formatRange(found.range).first).toBe(day);
      expect(found && text.slice(found.span.start, found.span.end)).toBe(found?.span.text);
    }
  });

  it('finds none before an hour alone or in prose', () => {
    expect(entryTime('16.40 Police fired.', 8, published)).toBeNull();
    expect(entryTime('On Friday at 7.30 the shops closed.', 20, published)).toBeNull();
  });
});
