import { ChanceryError } from '../errors.js';
import type { Cell } from '../layouts/flat-row.js';

export interface OutputFlags {
  readonly format?: string;
  readonly output?: string;
}

export interface RowOutput<Item> {
  readonly head: readonly string[];
  readonly cells: (item: Item) => readonly Cell[];
  /** Lines for reading; a table of the cells when left out. */
  readonly text?: (items: readonly Item[]) => string;
  readonly none: string;
}

/** Writes items as text, JSON lines, JSON or CSV. */
export async function writeItems<Item>(
  items: readonly Item[],
  flags: OutputFlags,
  output: RowOutput<Item>,
): Promise<void> {
  const format = flags.format ?? 'text';
  if (!['text', 'jsonl', 'json', 'csv'].includes(format)) throw new ChanceryError('usage', `unknown format: ${format}`);
  const { openLines, textTable } = await import('./write-rows.js');
  const { csvLine } = await import('../layouts/flat-row.js');
  const out = openLines(flags.output);
  if (format === 'json') await out.line(JSON.stringify(items, null, 2));
  if (format === 'jsonl') for (const item of items) await out.line(JSON.stringify(item));
  if (format === 'csv') for (const row of [output.head, ...items.map(output.cells)]) await out.line(csvLine(row));
  if (format === 'text') {
    if (items.length === 0) await out.line(output.none);
    else await out.line(output.text ? output.text(items) : textTable(output.head, items.map(output.cells)));
  }
  await out.end();
}
