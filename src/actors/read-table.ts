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
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ChanceryError('bad_data', `dictionary cannot be read: ${path}`, { cause });
  }
  return parseTable(text, path, known);
}

/** The same from text. */
export function parseTable(text: string, path: string, known: readonly string[]): Table {
  let columns: Map<string, number> | null = null;
  let completeTo: string | null = null;
  const rows: TableRow[] = [];
  let line = 0;
  for (const raw of text.split('\n')) {
    line += 1;
    const content = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
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
    rows.push(rowOf(cells, columns, line));
  }
  return { path, columns: [...(columns?.keys() ?? [])], completeTo, rows };
}

function rowOf(cells: readonly string[], columns: ReadonlyMap<string, number>, line: number): TableRow {
  const cell = (column: string) => cells[columns.get(column) ?? -1]?.trim() ?? '';
  return {
    line,
    cell,
    list: (column) => {
      const value = cell(column);
      if (value === '') return [];
      return value
        .split(';')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    },
  };
}
