/** Day of an event that has none. */
export const noDay = -0x8000_0000;
/** Rows that are looked at together; each block knows between which days its events lie. */
export const blockRows = 8192;

/** Bits of `marks`. */
export const checkedMark = 1;
export const elsewhereMark = 2;
export const goneMark = 4;

/**
 * What filters and counts read of the held events, a column each, in the order of their keys; those of one document stand
 * together. Words are numbers of a dictionary. The memory is shared, so that threads scan it without a copy.
 */
export interface EventColumns {
  readonly rows: number;
  readonly key: Int32Array;
  readonly document: Int32Array;
  /** Days since 1970, or `noDay`. */
  readonly day: Int32Array;
  /** The last day, or the day. */
  readonly until: Int32Array;
  readonly type: Uint8Array;
  readonly quad: Uint8Array;
  readonly status: Uint8Array;
  readonly marks: Uint8Array;
  /** Numbers of sets of modes and of contexts. */
  readonly modes: Uint16Array;
  readonly contexts: Uint16Array;
  /** 0 where there is none. */
  readonly place: Int32Array;
  readonly confidence: Float32Array;
  /** Where a row's numbers begin in `pairs`; one more than there are rows. */
  readonly pairFrom: Int32Array;
  readonly pairs: Int32Array;
  /** Publisher by document key. */
  readonly publisher: Int32Array;
  /** Earliest day and latest `until` of each block. */
  readonly blockFirst: Int32Array;
  readonly blockLast: Int32Array;
}

type Column = Int32Array | Uint16Array | Uint8Array | Float32Array;
type ColumnName = Exclude<keyof EventColumns, 'rows'>;

const ints = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(length * 4));
const shorts = (length: number): Uint16Array => new Uint16Array(new SharedArrayBuffer(length * 2));
const bytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));
const floats = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(length * 4));

const makers: Readonly<Record<ColumnName, (length: number) => Column>> = {
  key: ints,
  document: ints,
  day: ints,
  until: ints,
  type: bytes,
  quad: bytes,
  status: bytes,
  marks: bytes,
  modes: shorts,
  contexts: shorts,
  place: ints,
  confidence: floats,
  pairFrom: ints,
  pairs: ints,
  publisher: ints,
  blockFirst: ints,
  blockLast: ints,
};

const made = (make: (name: ColumnName) => Column): Omit<EventColumns, 'rows'> =>
  Object.fromEntries(Object.keys(makers).map((name) => [name, make(name as ColumnName)])) as unknown as EventColumns;

export const noColumns = (): EventColumns => ({ ...made((name) => makers[name](0)), rows: 0 });

/** The columns with room for so many rows, pairs and documents; what they hold stays. */
export function withRoom(
  columns: EventColumns,
  { rows, pairs, documents }: { readonly rows: number; readonly pairs: number; readonly documents: number },
): EventColumns {
  const wanted = (name: ColumnName): number => {
    if (name === 'pairs') return pairs;
    if (name === 'publisher') return documents + 1;
    if (name === 'pairFrom') return rows + 1;
    if (name === 'blockFirst' || name === 'blockLast') return Math.ceil(rows / blockRows);
    return rows;
  };
  const grown = made((name) => {
    const column = columns[name];
    const needed = wanted(name);
    if (column.length >= needed) return column;
    const larger = makers[name](Math.ceil(needed * spare));
    larger.set(column);
    return larger;
  });
  return { ...grown, rows: columns.rows };
}

/** Room beyond what is needed at once, so that a growing ledger is not copied at each commit. */
const spare = 1.1;

/** Bytes that one event with its pairs takes, about. */
export const bytesPerRow = 48;

/** The row of a key, or -1. */
export function rowOf({ key, rows }: EventColumns, wanted: number): number {
  let low = 0;
  let high = rows - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = key[middle] ?? 0;
    if (at === wanted) return middle;
    if (at < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
