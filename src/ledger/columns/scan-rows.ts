import { blockRows, type EventColumns, goneMark, noDay } from './event-columns.js';
import type { PageTally, Tally, TallyResult } from './tally.js';
import { page } from './tally-page.js';
import { tallying } from './tally-rows.js';

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
