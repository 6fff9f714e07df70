import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { isLake, readLake } from '../../src/ledger/read-lake.js';

const document = (id: string) => ({ id, uri: null, published: '2024-03-12', publisher: null, title: null });
const span = { start: 0, end: 4, text: 'Mali' };
const event = (id: string, doc: string) => ({
  document: document(doc),
  id,
  type: 'CONSULT',
  trigger: span,
  sentence: span,
});

async function lakeOf(lines: readonly { readonly part: string; readonly line: object }[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "chancery-lake-it's-"));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const [number, { part, line }] of lines.entries()) {
    const path = join(folder, `part=${part}`, 'month=2024-03');
    mkdirSync(path, { recursive: true });
    const quoted = JSON.stringify(line).replace(/'/g, "''");
    await connection.run(
      `COPY (SELECT '${quoted}' AS line, '${quoted}'::JSON->'document'->>'id' AS document_id) TO '${join(path, `${number}.parquet`).replace(/'/g, "''")}' (FORMAT parquet)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
  writeFileSync(join(folder, '_SUCCESS'), '');
  return folder;
}

describe('a lake', () => {
  it('gives each document once with its events, also those without, and none that failed', async () => {
    const folder = await lakeOf([
      { part: 'events', line: event('1', 'a') },
      { part: 'documents', line: { document: document('b'), events: 0 } },
      { part: 'events', line: event('2', 'a') },
      { part: 'failed', line: { document: document('c'), error: { code: 'bad_input', message: 'x' } } },
    ]);
    expect(isLake(folder)).toBe(true);
    const items = [];
    for await (const item of readLake(folder)) items.push(item);
    expect(items.map(({ doc, events }) => [doc.id, doc.text, events.map(({ id }) => id)])).toEqual([
      ['a', null, ['1', '2']],
      ['b', null, []],
    ]);
  });

  it('is not any other folder', () => {
    expect(isLake(mkdtempSync(join(tmpdir(), 'chancery-no-lake-')))).toBe(false);
  });
});
