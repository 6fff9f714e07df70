/** A tab-separated file of phrases to resolve: the header's columns and a record for each row. */
export interface PhraseTable {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Reads a header and rows; cells without a column and empty lines are dropped. */
export function readPhraseTable(text: string): PhraseTable {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = (lines.shift() ?? '').split('\t').map((name) => name.trim());
  const rows = lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split('\t');
      return Object.fromEntries(columns.map((column, index) => [column, cells[index]?.trim() ?? '']));
    });
  return { columns, rows };
}
