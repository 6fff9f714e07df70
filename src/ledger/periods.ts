import { ChanceryError } from '../errors.js';
import { addDays } from './days.js';
import type { Period } from './ledger.js';

const mostPeriods = 40_000;

/** The periods from the first day's to the last day's, as `periodSql` writes them. */
export function periodsBetween(first: string, last: string, period: Period): readonly string[] {
  const found: string[] = [];
  let day = first;
  while (day <= last) {
    const name = periodOf(day, period);
    if (found.at(-1) !== name) found.push(name);
    if (found.length > mostPeriods)
      throw new ChanceryError('usage', `more than ${mostPeriods} periods: ${first} to ${last}`);
    day =
      period === 'year'
        ? `${Number(day.slice(0, 4)) + 1}-01-01`
        : period === 'month'
          ? addDays(`${day.slice(0, 7)}-28`, 4)
              .slice(0, 8)
              .concat('01')
          : addDays(day, 1);
  }
  return found;
}

/** The period that a day falls in, `YYYY-MM-DD`, `YYYY-Www`, `YYYY-MM` or `YYYY`. */
export function periodOf(day: string, period: Period): string {
  if (period === 'year') return day.slice(0, 4);
  if (period === 'month') return day.slice(0, 7);
  if (period === 'day') return day;
  const date = new Date(`${day}T00:00:00Z`);
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = addDays(day, 3 - weekday);
  const year = thursday.slice(0, 4);
  const week = Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / 604_800_000) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
