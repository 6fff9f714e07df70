import { readdirSync, readFileSync } from 'node:fs';
import { ChanceryError } from '../errors.js';
import { dataPath } from '../package-root.js';
import type { Database } from './database.js';

/** Migrations by number, `data/ledger/NNNN-name.sql`. */
export function migrations(): readonly { readonly version: number; readonly sql: string }[] {
  return readdirSync(dataPath('ledger'))
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), sql: readFileSync(dataPath('ledger', name), 'utf8') }));
}

/** Brings the schema up to date and returns its version. Throws `environment` for a file of a newer version, or an older one that is open for reading only. */
export async function migrate(db: Database, readOnly: boolean): Promise<number> {
  const all = migrations();
  const newest = all.at(-1)?.version ?? 0;
  let version = await schemaVersion(db);
  if (version > newest)
    throw new ChanceryError(
      'environment',
      `the ledger is of a newer version: schema ${version}, this Chancery knows ${newest}: ${db.path}`,
    );
  if (readOnly && version < newest)
    throw new ChanceryError('environment', `the ledger is of an older version; open it once for writing: ${db.path}`);
  for (const migration of all.filter((each) => each.version > version)) {
    await db.transaction(async (writer) => {
      await writer.run(migration.sql);
      await writer.run("delete from meta where name = 'schema'");
      await writer.run("insert into meta values ('schema', ?)", [String(migration.version)]);
    });
    version = migration.version;
  }
  return version;
}

async function schemaVersion(db: Database): Promise<number> {
  const tables = await db.all(
    "select table_name from information_schema.tables where table_schema = 'main' and table_name in ('meta', 'events')",
  );
  if (tables.length === 0) {
    const foreign = await db.all(
      "select count(*)::integer as n from information_schema.tables where table_schema = 'main'",
    );
    if (Number(foreign[0]?.n ?? 0) > 0) throw new ChanceryError('bad_input', `not a ledger file: ${db.path}`);
    return 0;
  }
  const rows = await db.all("select value from meta where name = 'schema'");
  return Number(rows[0]?.value ?? 0);
}
