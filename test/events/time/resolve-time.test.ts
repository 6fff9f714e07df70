import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../../src/events/time/days.js';
import { formatRange, leansBack, resolveTime } from '../../../src/events/time/resolve-time.js';
import { packageRoot } from '../../../src/package-root.js';

const rows = readFileSync(join(packageRoot(), 'test/cases/time/expressions.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'));

describe('resolveTime', () => {
  it.each(rows)(
    'reads "%s" published %s (looking ahead: %s)',
    (expression, published, future, first, last, precision) => {
      const found = resolveTime(expression ?? '', {
        published: parseDay(published ?? '') ?? 0,
        future: future === 'yes',
      });
      expect(found && formatRange(found)).toEqual(first ? { first, last, precision } : null);
    },
  );

  it('refuses a day that no calendar has', () => {
    expect(parseDay('2025-02-30')).toBeNull();
    expect(formatDay(parseDay('2024-02-29') ?? 0)).toBe('2024-02-29');
  });

  it('tells an expression that reckons from the time told before it from one that reckons from today', () => {
    expect(['a day later', 'two days before', 'the following month'].map(leansBack)).toEqual([true, true, true]);
    expect(['later today', 'earlier this week', 'two days ago'].map(leansBack)).toEqual([false, false, false]);
  });
});
