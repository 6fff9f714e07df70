import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { ChanceryError } from '../errors.js';

/** A stream of lines to a file or to standard output. */
export interface LineWriter {
  readonly line: (text: string) => Promise<void>;
  readonly end: () => Promise<void>;
  readonly terminal: boolean;
}

/** Opens the file, or standard output when there is none. */
export function openLines(path: string | undefined): LineWriter {
  const stream = path === undefined ? process.stdout : createWriteStream(path);
  let failed: Error | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (path === undefined && error.code === 'EPIPE') process.exit(0);
    failed = error;
  });
  return {
    terminal: path === undefined && process.stdout.isTTY === true,
    line: async (text) => {
      if (failed) throw new ChanceryError('environment', `cannot write: ${path}`, { cause: failed });
      if (!stream.write(`${text}\n`)) await once(stream, 'drain');
    },
    end: async () => {
      if (path === undefined) return;
      await new Promise<void>((done) => (stream as ReturnType<typeof createWriteStream>).end(done));
      if (failed) throw new ChanceryError('environment', `cannot write: ${path}`, { cause: failed });
    },
  };
}

/** Rows as an aligned table; the last column keeps its length. */
export function textTable(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell))));
  const widths = head.map((name, column) => Math.max(name.length, ...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), ...cells.map(line)].join('\n');
}
