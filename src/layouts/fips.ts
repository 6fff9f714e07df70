import { readTable } from '../actors/read-table.js';
import { dataPath } from '../package-root.js';
import type { EventPlace } from '../records/event.js';

interface FipsRow {
  readonly iso: string;
  readonly fips: string;
  readonly divisions: ReadonlySet<string>;
}

let rows: readonly FipsRow[] | null = null;

function fipsRows(): readonly FipsRow[] {
  rows ??= readTable(dataPath('layouts', 'fips.tsv'), ['iso', 'fips', 'divisions']).rows.map((row) => ({
    iso: row.cell('iso'),
    fips: row.cell('fips'),
    divisions: new Set(row.list('divisions')),
  }));
  return rows;
}

/** FIPS 10-4 code of a place's country, or of the division that has its own; empty where there is none. */
export function fipsOf({ country, admin1, name }: Pick<EventPlace, 'country' | 'admin1' | 'name'>): string {
  const own = fipsRows().filter(({ iso }) => iso === country);
  const part = own.find(({ divisions }) => divisions.has(admin1 ?? '') || divisions.has(name));
  return (part ?? own[0])?.fips ?? '';
}

/** ISO 3166-1 alpha-3 code of a FIPS 10-4 country code; null where there is none. */
export function countryOfFips(fips: string): string | null {
  return fipsRows().find((row) => row.fips === fips)?.iso ?? null;
}
