import { ChanceryError } from '../errors.js';

/** Days read before, since the events of an archive share few; emptied when full. */
const read = new Map<string, string | null>();
const mostRead = 20_000;

/** `YYYY-MM-DD` of a date or date-time; null for anything that is not a day of the calendar. */
export function bareDay(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const before = read.get(value);
  if (before !== undefined) return before;
  const day = calendarDay(value);
  if (read.size >= mostRead) read.clear();
  if (value.length <= 32) read.set(value, day);
  return day;
}

function calendarDay(value: string): string | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(value);
  if (!found) return null;
  const day = `${found[1]}-${found[2]}-${found[3]}`;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? null : day;
}

/** The day of a user's parameter; throws `usage` for anything else. */
export function dayParameter(value: string, name: string): string {
  const day = bareDay(value);
  if (day === null || value.length !== 10)
    throw new ChanceryError('usage', `not a date (YYYY-MM-DD) for ${name}: ${value}`);
  return day;
}

/** `days` after a day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from `a` to `b`. */
export function daysBetween(a: string, b: string): number {
  return dayNumber(b) - dayNumber(a);
}

const numbers = new Map<string, number>();

function dayNumber(day: string): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const number = Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
  if (numbers.size >= mostRead) numbers.clear();
  numbers.set(day, number);
  return number;
}

/** A time as the database writes it, `YYYY-MM-DD hh:mm:ss.mmm` in UTC; throws `usage` when it is none. */
export function databaseTime(value: string): string {
  const time = Date.parse(value.length === 10 ? `${value}T00:00:00Z` : value);
  if (Number.isNaN(time)) throw new ChanceryError('usage', `not a date or time: ${value}`);
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '');
}

/** The first instant that is no longer within a day, as the database writes it. */
export function endOfDay(day: string): string {
  return `${addDays(day, 1)} 00:00:00.000`;
}

/** ISO 8601 of a database time. */
export function isoTime(value: unknown): string {
  return `${String(value)
    .replace(' ', 'T')
    .replace(/(\.\d{3})\d*$/, '$1')}${/\.\d+$/.test(String(value)) ? '' : '.000'}Z`;
}
