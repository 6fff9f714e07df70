import { createRequire } from 'node:module';
import { isPartialDate } from './period.js';

/** One row of an imported dictionary, in the columns of `data/actors`. */
export interface ImportedRow {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly country: string;
  readonly office: string;
  readonly sectors: string;
  readonly from: string;
  readonly to: string;
}

/** Where an import puts what it finds. */
export interface ImportSink {
  readonly person: (row: ImportedRow) => void;
  readonly actor: (row: ImportedRow) => void;
  readonly role: (words: string, sectors: string) => void;
  /** A line that cannot be read, with its number and why. */
  readonly bad: (line: number, why: string) => void;
}

let alpha: ReadonlyMap<string, string> | null = null;

/** ISO 3166-1 alpha-3 of an alpha-2 code in either case; `EUR` for `eu`; empty when there is none. */
export function fromAlpha2(code: string): string {
  if (alpha === null) {
    const require = createRequire(import.meta.url);
    const codes = require('i18n-iso-countries/codes.json') as readonly (readonly string[])[];
    alpha = new Map([
      ...codes.map(([two = '', three = '']): [string, string] => [two, three]),
      ['XK', 'XKX'],
      ['EU', 'EUR'],
      ['SU', 'SUN'],
    ]);
  }
  return alpha.get(code.toUpperCase()) ?? '';
}

/** The strings of a JSON value that should be a list of strings. */
export function listOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

const longestName = 200;
const mostAliases = 60;

/** A name as it may stand in a cell: no tabs, line ends or control characters, no semicolons; empty when it is too long. */
export function cleanName(name: string): string {
  if (name.length > longestName) return '';
  return name
    .replace(/[\p{Cc}\p{Cf}\p{Cs};]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The line of a row in a dictionary file; null when it has no name that can be kept. */
export function lineOf(row: ImportedRow, columns: readonly string[]): string | null {
  const name = cleanName(row.name);
  if (name === '') return null;
  const aliases = [...new Set(row.aliases.map(cleanName))].filter((alias) => alias !== '' && alias !== name);
  const cells: Readonly<Record<string, string>> = {
    id: row.id.replace(/[\s\p{Cc}]+/gu, '-').slice(0, longestName),
    name,
    aliases: aliases.slice(0, mostAliases).join(';'),
    country: row.country,
    office: cleanName(row.office),
    sectors: row.sectors,
    from: isPartialDate(row.from) ? row.from : '',
    to: isPartialDate(row.to) ? row.to : '',
  };
  return columns.map((column) => cells[column] ?? '').join('\t');
}
