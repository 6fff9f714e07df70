import { tableRows } from './table-rows.js';

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface DateWords {
  readonly months: ReadonlyMap<string, readonly { readonly month: number; readonly languages: readonly string[] }[]>;
  readonly zones: ReadonlyMap<string, string>;
  readonly halves: ReadonlyMap<string, string>;
  readonly shapes: readonly { readonly pattern: RegExp; readonly years: number }[];
}

let loaded: DateWords | null = null;

function words(): DateWords {
  if (loaded) return loaded;
  const months = new Map<string, { month: number; languages: readonly string[] }[]>();
  for (const row of tableRows('months.tsv', ['name', 'month', 'languages'])) {
    const list = months.get(row.name) ?? [];
    list.push({ month: Number(row.month), languages: row.languages.split(' ') });
    months.set(row.name, list);
  }
  loaded = {
    months,
    zones: new Map(tableRows('zones.tsv', ['name', 'offset', 'note']).map((row) => [row.name, row.offset])),
    halves: new Map(tableRows('day-halves.tsv', ['word', 'half']).map((row) => [row.word, row.half])),
    shapes: tableRows('date-shapes.tsv', ['pattern', 'years', 'example']).map((row) => ({
      pattern: new RegExp(row.pattern, 'iu'),
      years: Number(row.years),
    })),
  };
  return loaded;
}

const longest = 120;
/** Korean spellings leave the zone out; the country has one. */
const koreanZone = '+09:00';

/**
 * A date as `YYYY-MM-DD`, or ISO 8601 date-time with zone, from any of the spellings that pages and feeds use; null when it is none.
 * A time without zone counts as UTC. `dayFirst` decides 3/4/2025; a year or month alone begins on its first day.
 */
export function parseDate(
  text: string,
  { dayFirst = false, language = 'en' }: { readonly dayFirst?: boolean; readonly language?: string } = {},
): string | null {
  const given = text
    .normalize('NFKC')
    .replace(/[\u200e\u200f\u202a-\u202e]/g, '')
    .replace(/\p{Nd}/gu, digitOf)
    .replace(/^D:(?=\d{14})|(?<=[+-]\d{2})'(\d{2})'?$/g, '$1')
    .replace(/^((?:19|20)\d{6})(\d{2})(\d{2})(\d{2})?(?=$|[Z+-])/, '$1T$2$3$4')
    .replace(/(\d{1,2})\s?[时時点點시]\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?/u, clockOfSigns)
    .replace(/\b([A-Z]{3})\d[A-Z]{3}\b/, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  if (given === '' || given.length > longest || !/\d/.test(given)) return null;
  if (/^\d{10}(?:\d{3})?$/.test(given)) return fromEpoch(given);
  const cleaned = given.replace(/\([^)]*\)\s*$/, '').trim();
  const clock = clockOf(cleaned);
  const rest = clock ? `${cleaned.slice(0, clock.start)} ${cleaned.slice(clock.end)}` : cleaned;
  const zone = clock ? (clock.zone ?? namedZone(rest) ?? (/\p{Script=Hangul}/u.test(rest) ? koreanZone : null)) : null;
  const date = dateOf(rest, dayFirst, language);
  if (!date || date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return null;
  const day = new Date(0);
  day.setUTCFullYear(date.year, date.month - 1, date.day);
  if (!clock) return day.toISOString().slice(0, 10);
  if (clock.hours > 24 || clock.minutes > 59 || clock.seconds > 61) return day.toISOString().slice(0, 10);
  day.setUTCHours(clock.hours, clock.minutes, Math.min(clock.seconds, 59));
  return `${day.toISOString().slice(0, 19)}${zone ?? 'Z'}`.replace(/[+-]00:00$/, 'Z');
}

/** A digit of any script as one of ours: the digits of a script follow each other from its zero. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return code < 128 ? digit : String(value);
}

function clockOfSigns(_: string, hours: string, minutes: string, seconds = '00'): string {
  return [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':');
}

function fromEpoch(digits: string): string | null {
  const date = new Date(Number(digits) * (digits.length === 10 ? 1000 : 1));
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

interface Clock {
  readonly start: number;
  readonly end: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly zone: string | null;
}

const offsetPattern = '(?:\\s*(?:GMT|UTC|UT)?\\s*([+-]\\d{1,2}(?::?\\d{2})?(?::\\d{2})?)(?![\\d-]))?';
const clockPattern = new RegExp(
  `(?<![\\d:])(?:T|t|\\s|^|,|;|@|-(?=\\d{1,2}:\\d{2}:))?\\s*(\\d{1,2})(?:\\s?[:h]\\s?|\\.)(\\d{2})(?:\\s?[:.]\\s?(\\d{2}(?:[.,]\\d+)?))?\\s*(?:([ap])\\.?\\s?m\\b\\.?)?${offsetPattern}`,
  'i',
);
const compactClock = /(?<=\d{4}|\d-\d{2})T(\d{2})(\d{2})?(?:(\d{2})(?:[.,]\d+)?)?(Z|[+-]\d{2}:?(?:\d{2})?)?$/i;
const hourOnly = /(?<=\d-\d{2})T(\d{2})(Z|[+-]\d{2}:?(?:\d{2})?)$/i;
const wordedHour = /(?<![\d:/-])(\d{1,2})\s?([ap])\.?m\b\.?/i;

function clockOf(text: string): Clock | null {
  const match = findClock(text);
  if (match) {
    let hours = Number(match[1]);
    const half = (match[4]?.toLowerCase() ?? halfBefore(text))?.[0] ?? null;
    if (half === 'p' && hours < 12) hours += 12;
    if (half === 'a' && hours === 12) hours = 0;
    const seconds = Math.floor(Number((match[3] ?? '0').replace(',', '.')));
    const end = match.index + match[0].length;
    return { start: match.index, end, hours, minutes: Number(match[2]), seconds, zone: offsetOf(match[5]) };
  }
  const compact = compactClock.exec(text) ?? hourOnly.exec(text);
  if (compact) {
    const short = compact.length === 3;
    return {
      start: compact.index,
      end: text.length,
      hours: Number(compact[1]),
      minutes: short ? 0 : Number(compact[2] ?? 0),
      seconds: short ? 0 : Number(compact[3] ?? 0),
      zone: offsetOf(short ? compact[2] : compact[4]),
    };
  }
  const worded = wordedHour.exec(text);
  if (!worded) return null;
  const hours = (Number(worded[1]) % 12) + (worded[2]?.toLowerCase() === 'p' ? 12 : 0);
  return { start: worded.index, end: worded.index + worded[0].length, hours, minutes: 0, seconds: 0, zone: null };
}

/** A clock with a point (10.30) counts only where the numbers cannot be a date. */
function findClock(text: string): RegExpExecArray | null {
  for (const match of text.matchAll(new RegExp(clockPattern, 'gi'))) {
    if (match[0].includes(':') || /\d\s?h\s?\d/i.test(match[0])) return match;
    const after = text.slice(match.index + match[0].length);
    const before = text.slice(0, match.index);
    const free = !/\d\.$/.test(before) && !/^\.?\d/.test(after) && Number(match[1]) < 24;
    if (free && /\d{4}|\d\D*\p{L}{3}\D*\d/u.test(before)) return match;
  }
  return new RegExp(clockPattern.source.replace('(?:\\s?[:h]\\s?|\\.)', '\\s?:\\s?').replace('[:.]', ':'), 'i').exec(
    text,
  );
}

function halfBefore(text: string): string | null {
  for (const [word, half] of words().halves) if (text.includes(word) && /[^\x00-\x7f]/.test(word)) return half;
  return null;
}

function offsetOf(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if (/^z$/i.test(text)) return 'Z';
  const match = /^([+-])(\d{1,2}):?(\d{2})?/.exec(text);
  if (!match?.[2]) return null;
  const hours = match[2].padStart(2, '0');
  return Number(hours) > 15 ? null : `${match[1]}${hours}:${match[3] ?? '00'}`;
}

function namedZone(text: string): string | null {
  const { zones } = words();
  const found = text.match(/(?<![\p{L}\p{N}])\p{Lu}{1,4}(?![\p{L}\p{N}])/gu) ?? [];
  for (const name of found.reverse()) {
    const zone = zones.get(name);
    if (zone !== undefined) return zone;
  }
  const last = /(?<![\p{L}\p{N}])(\p{Ll}{3,4})$/u.exec(text.trim())?.[1];
  const lower = last === undefined ? undefined : zones.get(last.toUpperCase());
  if (lower !== undefined) return lower;
  const state = /\b(Eastern|Central|Mountain|Pacific)\b/.exec(text)?.[1];
  return state ? (zones.get(`${state.charAt(0)}T`) ?? null) : null;
}

function fullYear(year: string): number {
  const value = Number(year);
  if (year.length > 2) return value;
  return value < 70 ? 2000 + value : 1900 + value;
}

function dateOf(text: string, dayFirst: boolean, language: string): DateParts | null {
  return shapedDate(text) ?? numericDate(text, dayFirst) ?? namedDate(text, language);
}

/** Years counted from a ruler or a founding, and months counted in words. */
function shapedDate(text: string): DateParts | null {
  for (const { pattern, years } of words().shapes) {
    const { year = '', month, day } = pattern.exec(text)?.groups ?? {};
    if (month !== undefined)
      return { year: years + (/^\d/.test(year) ? Number(year) : 1), month: Number(month), day: Number(day) };
  }
  return null;
}

function parts(year: string | undefined, month: string | number | undefined, day: string | undefined): DateParts {
  return { year: fullYear(year ?? ''), month: Number(month ?? 1), day: Number(day ?? 1) };
}

function numericDate(text: string, dayFirst: boolean): DateParts | null {
  const asian = /(\d{4})\s?[년年]\s?(\d{1,2})\s?[월月](?:\s?(\d{1,2})\s?[일日])?/.exec(text);
  if (asian) return parts(asian[1], asian[2], asian[3]);
  const week = /(?<!\d)(\d{4})-?W(\d{2})(?:-?([1-7]))?(?!\d)/.exec(text);
  if (week) return weekDate(Number(week[1]), Number(week[2]), Number(week[3] ?? 1));
  const iso = /(?<!\d)(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)/.exec(text);
  if (iso) return Number(iso[3]) > 12 ? parts(iso[1], iso[4], iso[3]) : parts(iso[1], iso[3], iso[4]);
  const ordinal = /^(\d{4})-?(\d{3})(?!\d)/.exec(text.trim());
  if (ordinal && !/^\d{4}-?\d{4}/.test(text.trim())) return yearDay(Number(ordinal[1]), Number(ordinal[2]));
  const compact = /(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/.exec(text);
  if (compact) return parts(compact[1], compact[2], compact[3]);
  const short = /^\s*(\d{2})(\d{2})(\d{2})\s*$/.exec(text);
  if (short) return parts(short[1], short[2], short[3]);
  const tail = /(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)/.exec(text);
  if (tail) return smallFirst(tail, dayFirst);
  const month = /^\s*(\d{4})-(\d{2})\s*$/.exec(text);
  if (month) return parts(month[1], month[2], '1');
  const year = /^\s*((?:1[6-9]|20)\d{2})\s*$/.exec(text);
  return year ? parts(year[1], 1, '1') : null;
}

function smallFirst(match: RegExpExecArray, dayFirst: boolean): DateParts {
  const [, first = '', mark = '', second = '', year = ''] = match;
  if (mark === '-' && year.length === 2 && first.length === 2 && Number(second) <= 12 && Number(year) <= 31)
    return parts(first, second, year);
  const european = mark === '.' || dayFirst;
  if (Number(first) > 12) return parts(year, second, first);
  if (Number(second) > 12) return parts(year, first, second);
  return european ? parts(year, second, first) : parts(year, first, second);
}

function weekDate(year: number, week: number, day: number): DateParts {
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * 86_400_000;
  const date = new Date(monday + ((week - 1) * 7 + day - 1) * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function yearDay(year: number, day: number): DateParts | null {
  if (day < 1 || day > 366) return null;
  const date = new Date(Date.UTC(year, 0, day));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function namedDate(text: string, language: string): DateParts | null {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const names = [...folded.matchAll(/[\p{L}’']{2,}/gu)];
  for (const [index, name] of names.entries()) {
    const pair = `${name[0]} ${names[index + 1]?.[0] ?? ''}`;
    const twoWords = folded.startsWith(pair, name.index) ? monthOf(pair, language) : null;
    const month = twoWords ?? monthOf(name[0], language);
    if (month === null) continue;
    const before = folded.slice(0, name.index);
    const after = folded.slice(name.index + (twoWords === null ? name[0] : pair).length);
    const found = aroundMonth(before, after, month);
    if (found) return buddhist(found, name[0]);
  }
  return null;
}

/** Thai dates count years from 543 before ours. */
function buddhist(date: DateParts, month: string): DateParts {
  return date.year > 2400 && /\p{Script=Thai}/u.test(month) ? { ...date, year: date.year - 543 } : date;
}

function aroundMonth(before: string, after: string, month: number): DateParts | null {
  const ordered = /(?<!\d)(\d{4})\.?\s*(?:\p{L}{1,5}\.?)?\s*(?<!\d)(\d{1,2})\.\s*$/u.exec(before);
  if (ordered) return parts(ordered[1], month, ordered[2]);
  const yearFirst = /(?<!\d)(\d{4})[\s,./-]*(?:\p{L}{1,3}\.?\s+)?$/u.exec(before);
  if (yearFirst) return parts(yearFirst[1], month, /(?<!\d)(\d{1,2})(?!\d)/.exec(after)?.[1]);
  const dayBefore = /(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?[\s,./-]*(?:(?:de|of|ta)\s+)?$/.exec(before);
  const yearAfter = /(?<!\d)(\d{4})(?!\d)/.exec(after) ?? /^[\s,./-]*(?:de\s+|’|')?(\d{2})(?!\d)/.exec(after);
  if (dayBefore && yearAfter) return parts(yearAfter[1], month, dayBefore[1]);
  const dayAfter = /^[\s,./-]*(\d{1,2})(?:st|nd|rd|th)?(?!\d)/.exec(after);
  if (dayAfter) {
    const rest = after.slice(dayAfter[0].length);
    const year = /(?<!\d)(\d{4})(?!\d)/.exec(rest) ?? /^[\s,./-]+'?(\d{2})(?!\d)/.exec(rest);
    if (year) return parts(year[1], month, dayAfter[1]);
  }
  const year = /^[\s,.-]*(?:de\s+)?(\d{4})(?!\d)/.exec(after);
  return year ? parts(year[1], month, '1') : null;
}

/** Month 1 to 12 of a name in any of the languages listed; null when it is none. */
export function monthOf(name: string, language: string): number | null {
  const found = words().months.get(name) ?? words().months.get(name.slice(0, 4)) ?? null;
  if (!found) return null;
  if (!words().months.has(name) && !/^\p{Script=Greek}/u.test(name)) return null;
  return (found.find((each) => each.languages.includes(language)) ?? found[0])?.month ?? null;
}
