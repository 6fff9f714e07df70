import type { Period } from './records.js';

const millisecondsOfDay = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** First day of a period as the API writes it: `2024`, `2024-05`, `2024-W07`, `2024-05-01`. */
export function firstDayOf(period: string): string {
  const week = /^(\d{4})-W(\d{2})$/.exec(period);
  if (week) {
    const january = Date.UTC(Number(week[1]), 0, 4);
    const monday = january - ((new Date(january).getUTCDay() + 6) % 7) * millisecondsOfDay;
    return iso(monday + (Number(week[2]) - 1) * 7 * millisecondsOfDay);
  }
  return period.length === 4 ? `${period}-01-01` : period.length === 7 ? `${period}-01` : period;
}

/** First day of the period after the one that begins on `first`. */
export function nextPeriod(first: string, unit: Period): string {
  const date = new Date(`${first}T00:00:00Z`);
  if (unit === 'day') date.setUTCDate(date.getUTCDate() + 1);
  else if (unit === 'week') date.setUTCDate(date.getUTCDate() + 7);
  else if (unit === 'month') date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, 10);
}

export function lastDayOf(first: string, unit: Period): string {
  return iso(Date.parse(`${nextPeriod(first, unit)}T00:00:00Z`) - millisecondsOfDay);
}

const mostPeriods = 2000;

/** First days of every period from the first to the last of `days`, gaps filled. */
export function allPeriods(days: readonly string[], unit: Period): readonly string[] {
  const sorted = [...days].sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const periods: string[] = [];
  for (let day = first; day <= last && periods.length < mostPeriods; day = nextPeriod(day, unit)) periods.push(day);
  return periods;
}
