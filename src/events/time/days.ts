/** Calendar days as whole numbers since 1970-01-01 (UTC). */
export type Day = number;

const msPerDay = 86_400_000;

export function dayOf(year: number, month: number, day: number): Day {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / msPerDay);
}

/** Reads `YYYY-MM-DD` at the begin of a date or date-time; null when it is none. */
export function parseDay(text: string | null): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text ?? '');
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return dayOf(year, month, day);
}

export function formatDay(day: Day): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** Year, month (1-12) and day of the month. */
export function partsOf(day: Day): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(day * msPerDay);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Monday 1 … Sunday 7. */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** First and last day of the month that lies `offset` months from the given one. */
export function monthRange(year: number, month: number, offset = 0): readonly [Day, Day] {
  const index = year * 12 + (month - 1) + offset;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  return [dayOf(y, m, 1), dayOf(y, m, daysInMonth(y, m))];
}
