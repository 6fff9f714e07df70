import type { EventColumns } from './event-columns.js';
import type { PageTally, Tally, Tallying, TallyResult } from './tally.js';
import { groupTally } from './tally-groups.js';
import { page } from './tally-page.js';
import { sideTally } from './tally-sides.js';

/** Begins a tally over rows that are added in their order. */
export function tallying(columns: EventColumns, tally: Tally): Tallying {
  if (tally.kind === 'groups') return groupTally(columns, tally);
  return tally.kind === 'page' ? page(columns, tally) : sideTally(columns, tally);
}

/** What several parts of the rows gave, as one; the parts in the order of the rows. */
export function mergeResults(columns: EventColumns, tally: Tally, results: readonly TallyResult[]): TallyResult {
  const [one, ...rest] = results;
  if (!one) throw new RangeError('no results to merge');
  if (rest.length === 0) return one;
  if (one.kind === 'groups') {
    for (const other of rest) {
      if (other.kind !== 'groups') continue;
      addInto(one.events, other.events);
      if (one.documents && other.documents) addInto(one.documents, other.documents);
    }
    return one;
  }
  if (one.kind === 'page') {
    const merged = page(columns, tally as PageTally);
    for (const each of results) if (each.kind === 'page') merged.add(each.rows, each.rows.length);
    return merged.result();
  }
  let { events, first, last } = one;
  for (const other of rest) {
    if (other.kind !== 'sides') continue;
    events += other.events;
    first = Math.min(first, other.first);
    last = Math.max(last, other.last);
    addInto(one.types, other.types);
    addInto(one.others, other.others);
    addInto(one.months, other.months);
    addInto(one.pairs, other.pairs);
  }
  return { ...one, events, first, last };
}

function addInto(sum: Int32Array, more: Int32Array): void {
  for (let at = 0; at < more.length; at += 1) sum[at] = (sum[at] ?? 0) + (more[at] ?? 0);
}
