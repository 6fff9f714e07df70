import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Actor, Entry, Office, Person } from './actor.js';
import { slugOf } from './actor.js';
import { fold, nameKey } from './fold.js';

/** Names of a big imported file, kept as the file's bytes and read row by row when a name is asked for. */
export interface LargeNames {
  get(key: string): readonly Entry[];
  reach(first: string): number;
  readonly size: number;
}

const none: readonly Entry[] = [];
const longestName = 12;
const newline = 10;

/**
 * Indexes a dictionary file (people, when it has a column `office`, else actors) by name and alias.
 * Rows longer than 64 KiB, and rows with fewer cells than name and country need, are left out.
 */
export function openLargeNames(path: string): LargeNames {
  const bytes = readFileSync(path);
  const places = new Map<string, number | number[]>();
  const reaches = new Map<string, number>();
  let columns: readonly string[] | null = null;
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(newline, at);
    const end = found < 0 ? bytes.length : found;
    if (end - at > 0 && end - at <= 65_536 && bytes[at] !== 35) {
      const cells = bytes.toString('utf8', at, end).split('\t');
      if (columns === null) columns = cells.map((cell) => cell.trim());
      else addRow(cells, columns, at);
    }
    at = end + 1;
  }
  function addRow(cells: readonly string[], names: readonly string[], at: number): void {
    const name = cells[names.indexOf('name')] ?? '';
    const aliases = cells[names.indexOf('aliases')] ?? '';
    for (const one of aliases === '' ? [name] : [name, ...aliases.split(';')]) {
      const key = nameKey(one);
      const words = key === '' ? 0 : key.split(' ').length;
      if (words === 0 || words > longestName) continue;
      const first = words === 1 ? key : key.slice(0, key.indexOf(' '));
      if ((reaches.get(first) ?? 0) < words) reaches.set(first, words);
      const before = places.get(key);
      if (before === undefined) places.set(key, at);
      else if (Array.isArray(before)) before.push(at);
      else places.set(key, [before, at]);
    }
  }
  const header = columns ?? [];
  const isPeople = header.includes('office');
  return {
    get(key) {
      const at = places.get(key);
      if (at === undefined) return none;
      const rows = (Array.isArray(at) ? at : [at]).slice(0, 50).map((start) => rowAt(bytes, start, header));
      const byId = new Map<string, Record<string, string>[]>();
      for (const row of rows) {
        const id = row.id || `${isPeople ? 'person' : 'actor'}/${slugOf(fold(row.name ?? ''))}`;
        byId.set(id, [...(byId.get(id) ?? []), row]);
      }
      return [...byId].map(([id, list]) => entryOf(id, list, isPeople));
    },
    reach: (first) => reaches.get(first) ?? 0,
    size: places.size,
  };
}

function rowAt(bytes: Buffer, start: number, columns: readonly string[]): Record<string, string> {
  const found = bytes.indexOf(newline, start);
  const cells = bytes.toString('utf8', start, found < 0 ? bytes.length : found).split('\t');
  return Object.fromEntries(columns.map((column, index) => [column, cells[index]?.trim() ?? '']));
}

const codes = (text: string) => text.split(' ').filter((code) => code !== '');

function entryOf(id: string, rows: readonly Record<string, string>[], isPeople: boolean): Entry {
  const name = rows[0]?.name ?? id;
  const meaning: Person | Actor = isPeople
    ? { kind: 'person', id, name, country: rows[0]?.country ?? '', offices: rows.map(officeOf) }
    : {
        kind: 'actor',
        id,
        name,
        described: [],
        periods: rows.map((row) => ({
          countries: (row.country ?? '').split(';').filter((code) => code !== ''),
          sectors: codes(row.sectors ?? ''),
          from: row.from || null,
          to: row.to || null,
        })),
      };
  return { meaning, form: 'name', label: name, cased: false, own: true };
}

function officeOf(row: Record<string, string>): Office {
  return {
    title: row.office ?? '',
    country: row.country ?? '',
    sectors: codes(row.sectors ?? ''),
    from: row.from || null,
    to: row.to === '?' ? null : row.to || null,
    completeTo: null,
    endUnknown: row.to === '?',
  };
}

/** The header of a dictionary file, from its first 8 KiB. */
export function columnsOf(path: string): readonly string[] {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(8192);
    const read = readSync(file, bytes, 0, bytes.length, 0);
    const line = bytes
      .toString('utf8', 0, read)
      .split('\n')
      .find((one) => one !== '' && !one.startsWith('#'));
    return line === undefined ? [] : line.replace(/\r$/, '').split('\t');
  } finally {
    closeSync(file);
  }
}
