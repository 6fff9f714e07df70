const numbers = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const dayFormat = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const monthFormat = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const momentFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const number = (value: number): string => numbers.format(value);
export const share = (value: number): string => percent.format(value);

/** `3 documents`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A day, month or year after the reader's own custom. */
export function day(text: string | null): string {
  if (text === null) return 'no date';
  if (/^\d{4}$/.test(text)) return text;
  const date = new Date(`${text.length === 7 ? `${text}-01` : text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return text;
  return text.length === 7 ? monthFormat.format(date) : dayFormat.format(date);
}

/** First to last day, once where they are the same. */
export function days(first: string | null, last: string | null): string {
  if (first === null && last === null) return 'no date';
  if (first === last || last === null) return day(first);
  return first === null ? `until ${day(last)}` : `${day(first)} – ${day(last)}`;
}

export function moment(text: string | null): string {
  if (text === null) return 'never';
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : momentFormat.format(date);
}

/** `MLI/armed-forces` as words, for ids that the ledger gives no name. */
export function idAsWords(id: string): string {
  const last = id.split('/').at(-1) ?? id;
  if (id.startsWith('igo/') && last.length <= 6) return last.toUpperCase();
  const words = last.replaceAll('-', ' ');
  if (id.startsWith('person/')) return words.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());
  return id.includes('/') && /^[A-Z]{3}\//.test(id) ? `${id.slice(0, 3)} ${words}` : words;
}

export const quadNames: readonly string[] = [
  'verbal cooperation',
  'material cooperation',
  'verbal conflict',
  'material conflict',
];
