import duckdb, { type DataChunk, type Vector } from '@duckdb/node-bindings';

/** Values that a table's column takes when rows are appended. */
export type PlainCell = string | number | boolean | null;

/** Rows of one chunk, at most. */
export const chunkRows = 2048;
/** Longest string that the engine keeps inside its 16 bytes (`duckdb_string_t` of the C API). */
const inlineBytes = 12;

const memory = new ArrayBuffer(chunkRows * 16);
const bytes = new Uint8Array(memory);
const ints = new Int32Array(memory);
const shorts = new Int16Array(memory);
const floats = new Float32Array(memory);
const doubles = new Float64Array(memory);
const valid = new Uint32Array(chunkRows / 32);

type Put = (value: PlainCell, at: number) => void;

/** How a value is written into the memory of a column, by type; the width is in bytes. */
const puts: Readonly<Record<string, { readonly width: number; readonly put: Put }>> = {
  BOOLEAN: { width: 1, put: (value, at) => (bytes[at] = value ? 1 : 0) },
  UTINYINT: { width: 1, put: (value, at) => (bytes[at] = whole(value, 0, 0xff)) },
  USMALLINT: { width: 2, put: (value, at) => (shorts[at] = whole(value, 0, 0xffff)) },
  INTEGER: { width: 4, put: (value, at) => (ints[at] = whole(value, -0x8000_0000, 0x7fff_ffff)) },
  BIGINT: {
    width: 8,
    put: (value, at) => putBig(whole(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), at),
  },
  FLOAT: { width: 4, put: (value, at) => (floats[at] = Number(value)) },
  DOUBLE: { width: 8, put: (value, at) => (doubles[at] = Number(value)) },
  DATE: { width: 4, put: (value, at) => (ints[at] = Math.floor(instant(String(value)) / 86_400_000)) },
  TIMESTAMP: { width: 8, put: (value, at) => putBig(instant(String(value)) * 1000, at) },
};

/**
 * Fills a column of a chunk with one cell of each row. The engine's own writer crosses into native code for each cell; this one
 * crosses once for a column and once for each long string. Throws a `RangeError` for a value that the column cannot hold.
 */
export function fillVector(
  vector: Vector,
  type: string,
  { rows, column }: { readonly rows: readonly (readonly PlainCell[])[]; readonly column: number },
): void {
  valid.fill(0xffff_ffff);
  let missing = false;
  const leaveOut = (at: number): void => {
    valid[at >> 5] = (valid[at >> 5] ?? 0) & ~(1 << (at & 31));
    missing = true;
  };
  if (type === 'VARCHAR') fillStrings(vector, { rows, column, leaveOut });
  else {
    const writing = puts[type];
    if (!writing) throw new RangeError(`no way to append a column of type ${type}`);
    const { width, put } = writing;
    for (const [at, row] of rows.entries()) {
      const value = row[column] ?? null;
      if (value === null) leaveOut(at);
      else put(value, at);
    }
    duckdb.copy_data_to_vector(vector, 0, memory, 0, rows.length * width);
  }
  if (!missing) return;
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, valid.buffer, 0, valid.byteLength);
}

/** The memory of a chunk's column. */
export function vectorOf(chunk: DataChunk, column: number): Vector {
  return duckdb.data_chunk_get_vector(chunk, column);
}

/** The 32-bit values of a column, as they lie in the chunk's memory. */
export function integersOf(vector: Vector, count: number): Int32Array {
  const { buffer, byteOffset } = duckdb.vector_get_data(vector, count * 4);
  return new Int32Array(buffer, byteOffset, count);
}

interface Strings {
  readonly rows: readonly (readonly PlainCell[])[];
  readonly column: number;
  readonly leaveOut: (at: number) => void;
}

function fillStrings(vector: Vector, { rows, column, leaveOut }: Strings): void {
  const long: number[] = [];
  ints.fill(0, 0, rows.length * 4);
  for (const [at, row] of rows.entries()) {
    const value = row[column] ?? null;
    if (value === null) leaveOut(at);
    else if (typeof value !== 'string' || !putInline(value, at)) long.push(at);
  }
  duckdb.copy_data_to_vector(vector, 0, memory, 0, rows.length * 16);
  for (const at of long) duckdb.vector_assign_string_element(vector, at, String(rows[at]?.[column]));
}

function putInline(value: string, at: number): boolean {
  const { length } = value;
  if (length > inlineBytes) return false;
  const start = at * 16 + 4;
  for (let index = 0; index < length; index += 1) {
    const code = value.charCodeAt(index);
    if (code > 127) {
      bytes.fill(0, start, start + index);
      return false;
    }
    bytes[start + index] = code;
  }
  ints[at * 4] = length;
  return true;
}

function whole(value: PlainCell, least: number, most: number): number {
  const number = Math.round(Number(value));
  if (!(number >= least && number <= most)) throw new RangeError(`out of range: ${String(value)}`);
  return number;
}

function putBig(value: number, at: number): void {
  ints[at * 2] = value % 0x1_0000_0000;
  ints[at * 2 + 1] = Math.floor(value / 0x1_0000_0000);
}

const instants = new Map<string, number>();
const mostInstants = 20_000;

/** Milliseconds of `YYYY-MM-DD` or `YYYY-MM-DD hh:mm:ss.mmm`, UTC. */
function instant(value: string): number {
  const known = instants.get(value);
  if (known !== undefined) return known;
  const time = Date.parse(value.length === 10 ? `${value}T00:00:00Z` : `${value.replace(' ', 'T')}Z`);
  if (Number.isNaN(time)) throw new RangeError(`not a time: ${value}`);
  if (instants.size >= mostInstants) instants.clear();
  instants.set(value, time);
  return time;
}
