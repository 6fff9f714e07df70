import { blockRows, type EventColumns, goneMark, noDay } from './event-columns.js';

/** Which rows to take; what is null does not filter. The tables say of each number whether it is wanted. */
export interface RowFilter {
  readonly types: Uint8Array | null;
  readonly quads: Uint8Array | null;
  readonly statuses: Uint8Array | null;
  readonly modes: Uint8Array | null;
  readonly contexts: Uint8Array | null;
  readonly places: Uint8Array | null;
  readonly publishers: Uint8Array | null;
  readonly documents: Uint8Array | null;
  /** Bits that each pair meets; the pairs of an event together must meet all of `pairBits`. */
  readonly pairs: Uint8Array | null;
  readonly pairBits: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly confidence: number | null;
  /** Bits of `marks` that are looked at, and how they must stand. */
  readonly marks: number;
  readonly marked: number;
}

/** A key to count by that has one value for each event: a column, or what a table makes of it. */
export interface SinglePart {
  readonly column: 'type' | 'quad' | 'status' | 'place' | 'publisher' | 'day';
  readonly table: Int32Array | null;
  /** Taken from the value before the table is asked; a missing day becomes 0. */
  readonly offset: number;
  readonly stride: number;
}

/** A key of which an event can have several values: those of its set of modes or contexts, or of its pairs. */
export interface ListPart {
  readonly column: 'modes' | 'contexts' | 'pairs';
  /** Where the values of each number begin in `values`, one more than there are numbers; null where each has just one. */
  readonly starts: Int32Array | null;
  readonly values: Int32Array;
  readonly stride: number;
}

export type Tally =
  | {
      readonly kind: 'groups';
      readonly parts: readonly SinglePart[];
      readonly list: ListPart | null;
      readonly size: number;
      readonly documents: boolean;
    }
  | {
      readonly kind: 'page';
      readonly limit: number;
      readonly oldest: boolean;
      readonly after: { readonly day: number; readonly key: number } | null;
    }
  | {
      readonly kind: 'sides';
      /** By pair: 1 where it is asked for, 2 where the asked is its source, 4 its target. */
      readonly flags: Uint8Array;
      /** By pair: number of the other side, -1 for none. */
      readonly others: Int32Array;
      readonly otherCount: number;
      /** Month by day, less `offset`. */
      readonly months: Int32Array;
      readonly offset: number;
      readonly monthCount: number;
      readonly pairCount: number;
    };

export type TallyResult =
  | { readonly kind: 'groups'; readonly events: Int32Array; readonly documents: Int32Array | null }
  | { readonly kind: 'page'; readonly rows: Int32Array }
  | {
      readonly kind: 'sides';
      readonly events: number;
      readonly first: number;
      readonly last: number;
      /** By type: events in all, as source, as target, not as source. */
      readonly types: Int32Array;
      /** By other side: events, cooperation, conflict. */
      readonly others: Int32Array;
      /** By month and quad. */
      readonly months: Int32Array;
      /** Rows by pair. */
      readonly pairs: Int32Array;
    };

interface Tallying {
  readonly add: (rows: Int32Array, count: number) => void;
  readonly result: () => TallyResult;
}

/** Tallies the wanted rows from `first` up to `end`, in one pass. Rows of one document must not be cut apart. */
export function scanRows(columns: EventColumns, request: ScanRequest): readonly TallyResult[] {
  const { filter, tallies, first, end } = request;
  const running = tallies.map((tally) => (tally.kind === 'page' ? null : tallying(columns, tally)));
  const rows = new Int32Array(blockRows);
  for (let at = first; running.some((each) => each !== null) && at < end; ) {
    const block = Math.floor(at / blockRows);
    const stop = Math.min(end, (block + 1) * blockRows);
    const count = isOutside(columns, filter, block) ? 0 : wantedRows(columns, filter, { rows, first: at, end: stop });
    if (count > 0) for (const each of running) each?.add(rows, count);
    at = stop;
  }
  return tallies.map((tally, index) =>
    tally.kind === 'page'
      ? scanPage(columns, tally, request)
      : (running[index]?.result() ?? scanPage(columns, noPage, request)),
  );
}

const noPage: PageTally = { kind: 'page', limit: 0, oldest: false, after: null };

function isOutside({ blockFirst, blockLast }: EventColumns, { from, to }: RowFilter, block: number): boolean {
  return (from !== null && (blockLast[block] ?? 0) < from) || (to !== null && (blockFirst[block] ?? 0) > to);
}

/** Looks for a page from the end where it begins, so that blocks whose days come too late are passed over. */
function scanPage(columns: EventColumns, tally: PageTally, { filter, first, end }: ScanRequest): TallyResult {
  const found = page(columns, tally);
  const rows = new Int32Array(blockRows);
  const { blockFirst, blockLast } = columns;
  const last = Math.floor((end - 1) / blockRows);
  const start = Math.floor(first / blockRows);
  for (let step = 0; step <= last - start && end > first && tally.limit > 0; step += 1) {
    const block = tally.oldest ? start + step : last - step;
    const worst = found.worstDay();
    const late = tally.oldest ? (blockFirst[block] ?? 0) > (worst ?? 0) : (blockLast[block] ?? 0) < (worst ?? 0);
    if ((worst !== null && late) || isOutside(columns, filter, block)) continue;
    const part = { rows, first: Math.max(first, block * blockRows), end: Math.min(end, (block + 1) * blockRows) };
    const count = wantedRows(columns, filter, part);
    found.add(rows, count);
  }
  return found.result();
}

export interface ScanRequest {
  readonly filter: RowFilter;
  readonly tallies: readonly Tally[];
  readonly first: number;
  readonly end: number;
}

/** Whether rows, told one by one, are wanted. */
export function isWanted(columns: EventColumns, filter: RowFilter, row: number): boolean {
  return wantedRows(columns, filter, { rows: new Int32Array(1), first: row, end: row + 1 }) === 1;
}

interface Block {
  readonly rows: Int32Array;
  readonly first: number;
  readonly end: number;
}

/** Puts the wanted rows of a block into `rows` and says how many. One column at a time: the loops stay short. */
function wantedRows(columns: EventColumns, filter: RowFilter, { rows, first, end }: Block): number {
  const { marks, status } = columns;
  const mask = filter.marks | goneMark;
  const { marked } = filter;
  let count = 0;
  if (filter.statuses) {
    const wanted = filter.statuses;
    for (let row = first; row < end; row += 1) {
      rows[count] = row;
      count += ((marks[row] ?? 0) & mask) === marked ? (wanted[status[row] ?? 0] ?? 0) : 0;
    }
  } else {
    for (let row = first; row < end; row += 1) {
      rows[count] = row;
      count += ((marks[row] ?? 0) & mask) === marked ? 1 : 0;
    }
  }
  if (filter.types) count = narrowBytes(rows, count, { column: columns.type, wanted: filter.types });
  if (filter.quads) count = narrowBytes(rows, count, { column: columns.quad, wanted: filter.quads });
  if (filter.modes) count = narrowShorts(rows, count, { column: columns.modes, wanted: filter.modes });
  if (filter.contexts) count = narrowShorts(rows, count, { column: columns.contexts, wanted: filter.contexts });
  if (filter.places) count = narrowInts(rows, count, { column: columns.place, wanted: filter.places });
  if (filter.documents) count = narrowInts(rows, count, { column: columns.document, wanted: filter.documents });
  if (filter.from !== null) {
    const { until } = columns;
    const least = filter.from;
    const before = count;
    count = 0;
    for (let index = 0; index < before; index += 1) {
      const row = rows[index] ?? 0;
      rows[count] = row;
      count += (until[row] ?? noDay) >= least ? 1 : 0;
    }
  }
  if (filter.to !== null) {
    const { day } = columns;
    const most = filter.to;
    const before = count;
    count = 0;
    for (let index = 0; index < before; index += 1) {
      const row = rows[index] ?? 0;
      const at = day[row] ?? noDay;
      rows[count] = row;
      count += at <= most && at !== noDay ? 1 : 0;
    }
  }
  if (filter.confidence !== null) {
    const { confidence } = columns;
    const least = filter.confidence;
    const before = count;
    count = 0;
    for (let index = 0; index < before; index += 1) {
      const row = rows[index] ?? 0;
      rows[count] = row;
      count += (confidence[row] ?? 0) >= least ? 1 : 0;
    }
  }
  if (filter.publishers) {
    const { document, publisher } = columns;
    const wanted = filter.publishers;
    const before = count;
    count = 0;
    for (let index = 0; index < before; index += 1) {
      const row = rows[index] ?? 0;
      rows[count] = row;
      count += wanted[publisher[document[row] ?? 0] ?? 0] ?? 0;
    }
  }
  if (filter.pairs) {
    const { pairFrom, pairs } = columns;
    const met = filter.pairs;
    const all = filter.pairBits;
    const before = count;
    count = 0;
    for (let index = 0; index < before; index += 1) {
      const row = rows[index] ?? 0;
      const stop = pairFrom[row + 1] ?? 0;
      let bits = 0;
      for (let at = pairFrom[row] ?? 0; at < stop; at += 1) bits |= met[pairs[at] ?? 0] ?? 0;
      rows[count] = row;
      count += bits === all ? 1 : 0;
    }
  }
  return count;
}

interface Narrowing<Column> {
  readonly column: Column;
  readonly wanted: Uint8Array;
}

function narrowBytes(rows: Int32Array, before: number, { column, wanted }: Narrowing<Uint8Array>): number {
  let count = 0;
  for (let index = 0; index < before; index += 1) {
    const row = rows[index] ?? 0;
    rows[count] = row;
    count += wanted[column[row] ?? 0] ?? 0;
  }
  return count;
}

function narrowShorts(rows: Int32Array, before: number, { column, wanted }: Narrowing<Uint16Array>): number {
  let count = 0;
  for (let index = 0; index < before; index += 1) {
    const row = rows[index] ?? 0;
    rows[count] = row;
    count += wanted[column[row] ?? 0] ?? 0;
  }
  return count;
}

function narrowInts(rows: Int32Array, before: number, { column, wanted }: Narrowing<Int32Array>): number {
  let count = 0;
  for (let index = 0; index < before; index += 1) {
    const row = rows[index] ?? 0;
    rows[count] = row;
    count += wanted[column[row] ?? 0] ?? 0;
  }
  return count;
}

function tallying(columns: EventColumns, tally: Tally): Tallying {
  if (tally.kind === 'groups')
    return tally.list ? listGroups(columns, tally, tally.list) : singleGroups(columns, tally);
  return tally.kind === 'page' ? page(columns, tally) : sides(columns, tally);
}

type Groups = Extract<Tally, { readonly kind: 'groups' }>;
type PageTally = Extract<Tally, { readonly kind: 'page' }>;

function singleGroups(columns: EventColumns, { parts, size, documents }: Groups): Tallying {
  const groups = new Int32Array(blockRows);
  const events = new Int32Array(size);
  const told = documents ? new Int32Array(size) : null;
  const lastDocument = documents ? new Int32Array(size).fill(-1) : null;
  const { document } = columns;
  return {
    add: (rows, count) => {
      groupsOf(columns, parts, { rows, count, groups });
      for (let index = 0; index < count; index += 1) {
        const group = groups[index] ?? 0;
        events[group] = (events[group] ?? 0) + 1;
      }
      if (!told || !lastDocument) return;
      for (let index = 0; index < count; index += 1) {
        const group = groups[index] ?? 0;
        const doc = document[rows[index] ?? 0] ?? 0;
        if (lastDocument[group] === doc) continue;
        lastDocument[group] = doc;
        told[group] = (told[group] ?? 0) + 1;
      }
    },
    result: () => ({ kind: 'groups', events, documents: told }),
  };
}

function listGroups(columns: EventColumns, { parts, size, documents }: Groups, list: ListPart): Tallying {
  const groups = new Int32Array(blockRows);
  const events = new Int32Array(size);
  const lastRow = new Int32Array(size).fill(-1);
  const told = documents ? new Int32Array(size) : null;
  const lastDocument = documents ? new Int32Array(size).fill(-1) : null;
  const { document, pairFrom, pairs } = columns;
  const { starts, values, stride } = list;
  const sets = list.column === 'modes' ? columns.modes : columns.contexts;
  const takeAgain = (group: number, row: number): void => {
    if (lastRow[group] === row) return;
    lastRow[group] = row;
    events[group] = (events[group] ?? 0) + 1;
    if (!told || !lastDocument) return;
    const doc = document[row] ?? 0;
    if (lastDocument[group] === doc) return;
    lastDocument[group] = doc;
    told[group] = (told[group] ?? 0) + 1;
  };
  const take = (number: number, base: number, row: number): void => {
    const first = starts ? (starts[number] ?? 0) : number;
    const stop = starts ? (starts[number + 1] ?? 0) : number + 1;
    for (let at = first; at < stop; at += 1) takeAgain(base + (values[at] ?? 0) * stride, row);
  };
  return {
    add: (rows, count) => {
      groupsOf(columns, parts, { rows, count, groups });
      if (list.column !== 'pairs')
        for (let index = 0; index < count; index += 1)
          take(sets[rows[index] ?? 0] ?? 0, groups[index] ?? 0, rows[index] ?? 0);
      else if (starts || told)
        for (let index = 0; index < count; index += 1) {
          const row = rows[index] ?? 0;
          for (let at = pairFrom[row] ?? 0; at < (pairFrom[row + 1] ?? 0); at += 1)
            take(pairs[at] ?? 0, groups[index] ?? 0, row);
        }
      else countPairs(columns, list, { rows, count, groups, events, lastRow });
    },
    result: () => ({ kind: 'groups', events, documents: told }),
  };
}

interface PairCounting extends Grouping {
  readonly events: Int32Array;
  readonly lastRow: Int32Array;
}

/** Counts each pair of an event once: the loop that most of a front page's time goes into. */
function countPairs(
  { pairFrom, pairs }: EventColumns,
  { values, stride }: ListPart,
  { rows, count, groups, events, lastRow }: PairCounting,
): void {
  for (let index = 0; index < count; index += 1) {
    const row = rows[index] ?? 0;
    const base = groups[index] ?? 0;
    const from = pairFrom[row] ?? 0;
    const stop = pairFrom[row + 1] ?? 0;
    if (stop === from + 1) {
      const group = base + (values[pairs[from] ?? 0] ?? 0) * stride;
      events[group] = (events[group] ?? 0) + 1;
      continue;
    }
    for (let at = from; at < stop; at += 1) {
      const group = base + (values[pairs[at] ?? 0] ?? 0) * stride;
      if (lastRow[group] === row) continue;
      lastRow[group] = row;
      events[group] = (events[group] ?? 0) + 1;
    }
  }
}

interface Grouping {
  readonly rows: Int32Array;
  readonly count: number;
  readonly groups: Int32Array;
}

function groupsOf(columns: EventColumns, parts: readonly SinglePart[], grouping: Grouping): void {
  const { rows, count, groups } = grouping;
  groups.fill(0, 0, count);
  for (const part of parts) {
    const { table, offset, stride } = part;
    if (part.column === 'type' || part.column === 'quad' || part.column === 'status')
      addBytes(columns[part.column], part, grouping);
    else if (part.column === 'place') {
      const { place } = columns;
      for (let index = 0; index < count; index += 1) {
        const value = place[rows[index] ?? 0] ?? 0;
        groups[index] = (groups[index] ?? 0) + (table ? (table[value] ?? 0) : value) * stride;
      }
    } else if (part.column === 'publisher') {
      const { document, publisher } = columns;
      for (let index = 0; index < count; index += 1)
        groups[index] = (groups[index] ?? 0) + (publisher[document[rows[index] ?? 0] ?? 0] ?? 0) * stride;
    } else {
      const { day } = columns;
      for (let index = 0; index < count; index += 1) {
        const at = day[rows[index] ?? 0] ?? noDay;
        const value = at === noDay ? 0 : at - offset;
        groups[index] = (groups[index] ?? 0) + (table ? (table[value] ?? 0) : value) * stride;
      }
    }
  }
}

function addBytes(column: Uint8Array, { table, stride }: SinglePart, { rows, count, groups }: Grouping): void {
  for (let index = 0; index < count; index += 1) {
    const value = column[rows[index] ?? 0] ?? 0;
    groups[index] = (groups[index] ?? 0) + (table ? (table[value] ?? 0) : value) * stride;
  }
}

/** The first rows in the order of a page. */
function page(
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

function sides(columns: EventColumns, tally: Extract<Tally, { readonly kind: 'sides' }>): Tallying {
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
