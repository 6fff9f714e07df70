import type { Reader } from './database.js';

/** The revision of a document that the ledger holds. */
export interface HeldDocument {
  readonly key: number;
  readonly revision: string;
  readonly run: number;
  /** When it came to be held, as the database writes it. */
  readonly from: string;
}

/** Those of the documents that are held, by id. */
export async function heldDocuments(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, HeldDocument>> {
  if (ids.length === 0) return new Map();
  const rows = await db.all(
    `select key::double as key, id, revision, run, known_from from documents
     where known_to is null and id in (select unnest(from_json(?, '["VARCHAR"]')))`,
    [JSON.stringify(ids)],
  );
  return new Map(
    rows.map((row) => [
      String(row.id),
      { key: Number(row.key), revision: String(row.revision), run: Number(row.run), from: timeCell(row.known_from) },
    ]),
  );
}

/** A database time with its milliseconds written out, so that times compare as strings. */
function timeCell(value: unknown): string {
  const [head = '', part = ''] = String(value).split('.');
  return `${head}.${part.padEnd(3, '0').slice(0, 3)}`;
}
