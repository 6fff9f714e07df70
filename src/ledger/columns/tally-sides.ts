import { type EventColumns, noDay } from './event-columns.js';
import type { SideTally, Tallying } from './tally.js';

/** What passed between the two sides of pairs; an event counts once, whatever the number of its pairs. */
export function sideTally(columns: EventColumns, tally: SideTally): Tallying {
  const { flags, others: otherOf, months: monthOf, offset } = tally;
  const { day, type, quad, pairFrom, pairs } = columns;
  const types = new Int32Array(256 * 4);
  const others = new Int32Array(tally.otherCount * 3);
  const lastRow = new Int32Array(tally.otherCount).fill(-1);
  const months = new Int32Array(tally.monthCount * 4);
  const byPair = new Int32Array(tally.pairCount);
  let events = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const more = (list: Int32Array, at: number): void => {
    list[at] = (list[at] ?? 0) + 1;
  };
  const take = (row: number): void => {
    const stop = pairFrom[row + 1] ?? 0;
    const kind = quad[row] ?? 0;
    let asSource = false;
    let asTarget = false;
    let notSource = false;
    let any = false;
    for (let at = pairFrom[row] ?? 0; at < stop; at += 1) {
      const pair = pairs[at] ?? 0;
      const flag = flags[pair] ?? 0;
      if ((flag & 1) === 0) continue;
      any = true;
      more(byPair, pair);
      if ((flag & 2) !== 0) asSource = true;
      else notSource = true;
      if ((flag & 4) !== 0) asTarget = true;
      const other = otherOf[pair] ?? -1;
      if (other < 0 || lastRow[other] === row) continue;
      lastRow[other] = row;
      more(others, other * 3);
      more(others, other * 3 + (kind <= 2 ? 1 : 2));
    }
    if (!any) return;
    events += 1;
    const at = (type[row] ?? 0) * 4;
    more(types, at);
    if (asSource) more(types, at + 1);
    if (asTarget) more(types, at + 2);
    if (notSource) more(types, at + 3);
    const when = day[row] ?? noDay;
    if (when === noDay) return;
    if (when < first) first = when;
    if (when > last) last = when;
    if (kind >= 1 && kind <= 4) more(months, (monthOf[when - offset] ?? 0) * 4 + kind - 1);
  };
  return {
    add: (rows, count) => {
      for (let index = 0; index < count; index += 1) take(rows[index] ?? 0);
    },
    result: () => ({ kind: 'sides', events, first, last, types, others, months, pairs: byPair }),
  };
}
