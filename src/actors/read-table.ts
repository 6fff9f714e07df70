import { readFileSync } from 'node:fs';
import { ChanceryError } from '../errors.js';

/** One row of a dictionary file; cells are read by column name, a missing cell is empty. */
export interface TableRow {
  readonly line: number;
  cell(column: string): string;
  list(column: string): readonly string[];
}

export interface Table {
  readonly path: string;
  readonly columns: readonly string[];
  /** Day up to which the file's facts were known, from its head. */
  readonly completeTo: string | null;
  readonly rows: readonly TableRow[];
}

/** Reads a tab-separated dictionary file. Throws `bad_data` naming file and line when the columns are not all in `known`. */
export function readTable(path: string, known: readonly string[]): Table {
  return parseTable(readText(path), path, known);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ChanceryError('bad_data', `dictionary cannot be read: ${path}`, { cause });
  }
}

/** The same from text. */
export function parseTable(text: string, path: string, known: readonly string[]): Table {
  const rows: TableRow[] = [];
  const head = walkTable(text, path, known, (cells, columns, line) => {
    rows.push(rowOf(cells, columns, line));
  });
  return { path, ...head, rows };
}

/**
 * Hands the rows of a dictionary file to `use` one by one, for the big files: the row object is the same each time and
 * must not be kept. Gives the file's completeness date to `use` beside it.
 */
export function eachRow(
  path: string,
  known: readonly string[],
  use: (row: TableRow, completeTo: string | null) => void,
): void {
  let current: readonly string[] = [];
  let positions: ReadonlyMap<string, number> = new Map();
  let number = 0;
  const row: TableRow = {
    get line() {
      return number;
    },
    cell: (column) => cellOf(current, positions, column),
    list: (column) => listOf(cellOf(current, positions, column)),
  };
  walkTable(readText(path), path, known, (cells, columns, line, completeTo) => {
    current = cells;
    positions = columns;
    number = line;
    use(row, completeTo);
  });
}

type UseCells = (
  cells: readonly string[],
  columns: ReadonlyMap<string, number>,
  line: number,
  completeTo: string | null,
) => void;

function walkTable(text: string, path: string, known: readonly string[], use: UseCells): Omit<Table, 'path' | 'rows'> {
  let columns: Map<string, number> | null = null;
  let completeTo: string | null = null;
  let line = 0;
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const content = text.slice(at, text[end - 1] === '\r' ? end - 1 : end);
    at = end + 1;
    line += 1;
    if (content === '') continue;
    if (content.startsWith('#')) {
      completeTo ??= /^# *complete to: *(\d{4}-\d{2}-\d{2})/.exec(content)?.[1] ?? null;
      continue;
    }
    const cells = content.split('\t');
    if (columns === null) {
      columns = new Map(cells.map((name, index) => [name.trim(), index]));
      for (const name of columns.keys()) {
        if (!known.includes(name)) throw new ChanceryError('bad_data', `unknown column: ${name} (${path}:${line})`);
      }
      continue;
    }
    use(cells, columns, line, completeTo);
  }
  return { columns: [...(columns?.keys() ?? [])], completeTo };
}

function rowOf(cells: readonly string[], columns: ReadonlyMap<string, number>, line: number): TableRow {
  return {
    line,
    cell: (column) => cellOf(cells, columns, column),
    list: (column) => listOf(cellOf(cells, columns, column)),
  };
}

function cellOf(cells: readonly string[], columns: ReadonlyMap<string, number>, column: string): string {
  return cells[columns.get(column) ?? -1]?.trim() ?? '';
}

function listOf(value: string): readonly string[] {
  if (value === '') return [];
  if (!value.includes(';')) return [value];
  return value
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
