import { type EventColumns, noDay } from './event-columns.js';
import type { PageTally, Tallying } from './tally.js';

/** The first rows in the order of a page. */
export function page(
  columns: EventColumns,
  { limit, oldest, after }: PageTally,
): Tallying & { readonly worstDay: () => number | null } {
  const { day, key } = columns;
  const kept: number[] = [];
  const isBefore = (one: number, other: number): boolean => {
    const a = day[one] ?? noDay;
    const b = day[other] ?? noDay;
    if (a === b) return oldest ? one < other : one > other;
    if (a === noDay || b === noDay) return b === noDay;
    return oldest ? a < b : a > b;
  };
  const isAfter = (row: number): boolean => {
    if (!after) return true;
    const at = day[row] ?? noDay;
    if (at === after.day) return oldest ? (key[row] ?? 0) > after.key : (key[row] ?? 0) < after.key;
    if (at === noDay || after.day === noDay) return at === noDay;
    return oldest ? at > after.day : at < after.day;
  };
  const keep = (row: number): void => {
    const last = kept[kept.length - 1];
    if (kept.length === limit && last !== undefined && !isBefore(row, last)) return;
    if (!isAfter(row)) return;
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(kept[middle] ?? 0, row)) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, row);
    if (kept.length > limit) kept.pop();
  };
  return {
    worstDay: () => {
      const worst = kept.length < limit ? undefined : kept[limit - 1];
      const at = worst === undefined ? noDay : (day[worst] ?? noDay);
      return at === noDay ? null : at;
    },
    add: (rows, count) => {
      for (let index = count - 1; index >= 0; index -= 1) keep(rows[index] ?? 0);
    },
    result: () => ({ kind: 'page', rows: Int32Array.from(kept) }),
  };
}
