import { parse } from 'csv-parse';
import { messageOf } from '../errors.js';
import type { DecodedText } from './decode-bytes.js';
import { recordItem } from './read-bytes.js';
import { failureItem, type ReadItem, type ReadSettings, type Source } from './read-item.js';

/** The rows of CSV or TSV as documents; the first row names the columns. Items are numbered by row, the first below the names being 1. */
export async function* readTable(
  source: Source,
  decoded: DecodedText,
  format: 'csv' | 'tsv',
  settings: ReadSettings,
): AsyncGenerator<ReadItem> {
  const delimiter = format === 'tsv' ? '\t' : delimiterOf(decoded.text);
  const rows = parse(decoded.text, {
    delimiter,
    columns: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 32_000_000,
    bom: true,
    ...(format === 'tsv' && !/\t"|^"/m.test(decoded.text) ? { quote: null } : {}),
  });
  let number = 0;
  try {
    for await (const row of rows) {
      number += 1;
      yield recordItem(row, `${source.from}#${number}`, settings);
    }
  } catch (error) {
    yield failureItem(
      `${source.from}#${number + 1}`,
      error instanceof Error ? new Error(`broken table: ${messageOf(error)}`) : error,
    );
  }
}

/** The mark that divides the first line into most columns. */
function delimiterOf(text: string): string {
  const line = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  const bare = line.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => [mark, bare.split(mark).length] as const);
  return counts.sort((a, b) => b[1] - a[1])[0]?.[0] ?? ',';
}
