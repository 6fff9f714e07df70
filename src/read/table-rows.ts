import { readFileSync } from 'node:fs';
import { ChanceryError } from '../errors.js';
import { dataPath } from '../package-root.js';

/** Rows of a tab-separated file under `data/read/`, by column; the first line names the columns, lines with `#` are notes. */
export function tableRows<Column extends string>(
  file: string,
  columns: readonly Column[],
): readonly Readonly<Record<Column, string>>[] {
  const lines = readFileSync(dataPath('read', file), 'utf8').split('\n');
  const names = (lines[0] ?? '').split('\t');
  if (columns.some((column, index) => names[index] !== column))
    throw new ChanceryError('bad_data', `wrong columns: data/read/${file} (${columns.join(', ')})`);
  return lines.slice(1).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const cells = line.split('\t');
    if (cells.length > columns.length)
      throw new ChanceryError('bad_data', `too many columns: data/read/${file} line ${index + 2}`);
    return [Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])) as Record<Column, string>];
  });
}
