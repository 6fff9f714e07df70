import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/ledger/database.js';
import { migrate, migrations } from '../../src/ledger/migrate.js';
import { packageRoot } from '../../src/package-root.js';

test('docs/schema.md names every table and column of the real schema with its type', async () => {
  const page = readFileSync(join(packageRoot(), 'docs', 'schema.md'), 'utf8');
  const documented: string[] = [];
  let table = '';
  for (const line of page.split('\n')) {
    table = /^## (\w+)$/.exec(line)?.[1] ?? table;
    const column = /^\| `(\w+)` \| (\w+) \|/.exec(line);
    if (column) documented.push(`${table}.${column[1]} ${column[2]}`);
  }
  const db = await openDatabase(':memory:');
  await migrate(db, false);
  const rows = await db.all(
    "select c.table_name, c.column_name, lower(c.data_type) as type from information_schema.columns c join information_schema.tables t using (table_name) where t.table_type = 'BASE TABLE'",
  );
  db.close();
  expect(documented.sort()).toEqual(rows.map((row) => `${row.table_name}.${row.column_name} ${row.type}`).sort());
  expect(page).toContain(`Schema version ${migrations().at(-1)?.version}.`);
});

test('a file of a newer version is refused', async () => {
  const db = await openDatabase(':memory:');
  await migrate(db, false);
  await db.transaction((writer) => writer.run("update meta set value = '99' where name = 'schema'"));
  await expect(migrate(db, false)).rejects.toMatchObject({ code: 'environment' });
  db.close();
});

test('a database that is no ledger is refused', async () => {
  const db = await openDatabase(':memory:');
  await db.transaction((writer) => writer.run('create table other (a integer)'));
  await expect(migrate(db, false)).rejects.toMatchObject({ code: 'bad_input' });
  db.close();
});
