import { readFileSync } from 'node:fs';
import { dataPath } from '../../package-root.js';
import type { EventTime } from '../../records/event.js';
import { type Day, dayOf, daysInMonth, formatDay, monthRange, partsOf, weekdayOf } from './days.js';

interface Words {
  readonly months: Readonly<Record<string, number>>;
  readonly weekdays: Readonly<Record<string, number>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly units: Readonly<Record<string, string>>;
  readonly seasons: Readonly<Record<string, readonly [number, number]>>;
  readonly today: readonly string[];
  readonly yesterday: readonly string[];
  readonly tomorrow: readonly string[];
  readonly past: readonly string[];
  readonly next: readonly string[];
  readonly begin: readonly string[];
  readonly middle: readonly string[];
  readonly end: readonly string[];
  /** Words that join the ends of a range; join two times; close an expression; set a deadline; say from which time on; refer to the time told before. */
  readonly ranges: readonly string[];
  readonly pairs: readonly string[];
  readonly trailing: readonly string[];
  /** Words behind a length of time, with the word by which the time before or after is meant: "a day *after*" is a day earlier. */
  readonly offsets: Readonly<Record<string, string>>;
  readonly ordinals: Readonly<Record<string, number>>;
  readonly deadlines: readonly string[];
  readonly since: readonly string[];
  /** Words that open a clause on what happened at the time; prepositions of the time for which an act is announced. */
  readonly when: readonly string[];
  readonly towards: readonly string[];
  /** Prepositions of cause or circumstance, behind which an act has a time of its own. */
  readonly circumstances: readonly string[];
  /** Nouns that count how often something happened. */
  readonly occasions: readonly string[];
  readonly anaphoric: readonly string[];
  readonly neighbours: readonly string[];
  /** Those of the words for the time told before that go back from it. */
  readonly backward: readonly string[];
}

/** Days that an expression names, both included, with its precision. */
export interface TimeRange {
  readonly first: Day;
  readonly last: Day;
  readonly precision: EventTime['precision'];
}

/** `published`: the day to reckon from; `future`: whether the clause looks ahead ("will meet on Monday"). */
export interface TimeContext {
  readonly published: Day;
  readonly future: boolean;
}

let shipped: Words | null = null;

/** The word lists of `data/time/words.json`. */
export function timeWords(): Words {
  shipped ??= JSON.parse(readFileSync(dataPath('time', 'words.json'), 'utf8')) as Words;
  return shipped;
}

const range = (first: Day, last: Day, precision: EventTime['precision']): TimeRange => ({ first, last, precision });
const oneDay = (day: Day): TimeRange => range(day, day, 'day');

/**
 * Days of a time expression ("Thursday", "at the beginning of the year", "in late March 2012", "three days ago"),
 * or null when it names none. Vague expressions look back unless the clause looks ahead.
 */
export function resolveTime(expression: string, context: TimeContext): TimeRange | null {
  const text = expression
    .toLowerCase()
    .replace(/[.,’']s?\b/g, (mark) => (mark.startsWith('.') || mark.startsWith(',') ? ' ' : ''))
    .replace(/[.,;()"“”]/g, ' ')
    .replace(/(\d)(st|nd|rd|th)\b/g, '$1')
    .replace(/[-–—]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (text === '') return null;
  return readRange(text, context) ?? readOne(text, context);
}

/** Whether the expression reckons from the time told before it: "a day later", "the previous month", but not "later today". */
export function leansBack(expression: string): boolean {
  const { units, anaphoric, neighbours } = timeWords();
  const text = expression
    .toLowerCase()
    .replace(/[.,;\s]+/g, ' ')
    .trim();
  const [unit = '', last = ''] = text.split(' ').slice(-2);
  return (units[unit] !== undefined && anaphoric.includes(last)) || hasPhrase(text, neighbours);
}

/** Whether an expression that reckons from the time told before it goes back from there: "the day before", "an hour earlier". */
export function looksBack(expression: string): boolean {
  return timeWords().backward.some((word) => new RegExp(`\\b${word}\\b`, 'i').test(expression));
}

function readOne(text: string, context: TimeContext): TimeRange | null {
  for (const read of readers) {
    const found = read(text, context);
    if (found) return found;
  }
  return null;
}

/** "1998 to 2000", "from Monday until Wednesday", "between March and May", "Monday and Tuesday": both ends are expressions. */
function readRange(text: string, context: TimeContext): TimeRange | null {
  const { ranges, pairs } = timeWords();
  const ends = [...ranges, ...pairs].filter((word) => /\w/.test(word));
  const match = new RegExp(`^(?:from |between )?(.+) (?:${ends.join('|')}) (.+)$`).exec(text);
  if (!match?.[1] || !match[2]) return null;
  const [from, to] = [readOne(match[1], context), readOne(match[2], context)];
  return from && to && from.last < to.first ? range(from.first, to.last, 'range') : null;
}

/** Days of an expression, as the record keeps them. */
export function formatRange(found: TimeRange): Pick<EventTime, 'first' | 'last' | 'precision'> {
  return { first: formatDay(found.first), last: formatDay(found.last), precision: found.precision };
}

type Reader = (text: string, context: TimeContext) => TimeRange | null;

const readIso: Reader = (text) => {
  const match = /\b(\d{4}) (\d{2}) (\d{2})\b/.exec(text);
  return match ? oneDay(dayOf(Number(match[1]), Number(match[2]), Number(match[3]))) : null;
};

const hasPhrase = (text: string, phrases: readonly string[]): boolean =>
  phrases.some((phrase) => ` ${text} `.includes(` ${phrase} `));

const readRelativeDay: Reader = (text, { published }) => {
  const { today, yesterday, tomorrow } = timeWords();
  if (hasPhrase(text, yesterday)) return oneDay(published - 1);
  if (hasPhrase(text, tomorrow)) return oneDay(published + 1);
  if (/\bday before yesterday\b/.test(text)) return oneDay(published - 2);
  if (hasPhrase(text, today) && !findMonth(text) && !findWeekday(text)) return oneDay(published);
  return null;
};

function findMonth(text: string): { readonly month: number; readonly word: string } | null {
  for (const word of text.split(' ')) {
    const month = timeWords().months[word];
    if (
      month !== undefined &&
      (word !== 'may' ||
        /\b(in|on|of|since|last|this|next|until|by|from|early|late|mid|\d{1,2}) may\b|\bmay \d|^may$/.test(text))
    ) {
      return { month, word };
    }
  }
  return null;
}

function findWeekday(text: string): number | null {
  for (const word of text.split(' ')) {
    const day = timeWords().weekdays[word.replace(/s$/, '')] ?? timeWords().weekdays[word];
    if (day !== undefined && word.length > 2) return day;
  }
  return null;
}

const yearOf = (text: string): number | null => {
  const match = /\b(1[5-9]\d\d|20\d\d)\b/.exec(text);
  return match ? Number(match[1]) : null;
};

const readMonth: Reader = (text, context) => {
  const found = findMonth(text);
  if (!found) return null;
  const { month, word } = found;
  const day =
    new RegExp(`\\b(\\d{1,2}) (?:of )?${word}\\b`).exec(text) ??
    new RegExp(`\\b${word} (\\d{1,2})\\b(?!\\d)`).exec(text);
  const stated = yearOf(text);
  const year = stated ?? nearestYear(month, day ? Number(day[1]) : null, text, context);
  if (day && Number(day[1]) >= 1 && Number(day[1]) <= daysInMonth(year, month)) {
    const first = dayOf(year, month, Number(day[1]));
    const until = new RegExp(
      `\\b${word} \\d{1,2} (?:to |and |until )?(\\d{1,2})\\b|\\b\\d{1,2} (?:to |and )?(\\d{1,2}) ${word}\\b`,
    ).exec(text);
    const second = Number(until?.[1] ?? until?.[2] ?? 0);
    if (until?.[2])
      return range(
        dayOf(year, month, Number(/\b(\d{1,2}) (?:to |and )?\d{1,2} /.exec(text)?.[1] ?? day[1])),
        dayOf(year, month, second),
        'range',
      );
    return second > Number(day[1]) && second <= 31 ? range(first, dayOf(year, month, second), 'range') : oneDay(first);
  }
  const [first, last] = monthRange(year, month);
  const week = /\b(\w+) week of\b/.exec(text);
  const ordinal = timeWords().ordinals[week?.[1] ?? ''];
  if (ordinal !== undefined)
    return ordinal < 0
      ? range(last - 6, last, 'week')
      : range(first + 7 * (ordinal - 1), first + 7 * ordinal - 1, 'week');
  return part(text, first, last, 'month');
};

function nearestYear(month: number, day: number | null, text: string, { published, future }: TimeContext): number {
  const now = partsOf(published);
  if (/\blast year\b/.test(text)) return now.year - 1;
  if (/\bnext year\b/.test(text)) return now.year + 1;
  if (/\bthis year\b/.test(text)) return now.year;
  const later = month > now.month || (month === now.month && day !== null && day > now.day);
  if (future) return later || month === now.month ? now.year : now.year + 1;
  if (/\bnext\b/.test(text)) return later ? now.year : now.year + 1;
  if (/\blast\b/.test(text)) return month >= now.month ? now.year - 1 : now.year;
  return later ? now.year - 1 : now.year;
}

/** The begin, middle or end of a period where the words say so: three months at either end of a year, a third of anything shorter. */
function part(text: string, first: Day, last: Day, precision: EventTime['precision']): TimeRange {
  const { begin, middle, end } = timeWords();
  const length = last - first + 1;
  const share = Math.max(1, Math.round(length / 3));
  const quarter = length > 300 && length < 400 ? partsOf(first) : null;
  const has = (list: readonly string[]): boolean => list.some((word) => new RegExp(`\\b${word}\\b`).test(text));
  if (quarter && has(begin)) return range(first, monthRange(quarter.year, quarter.month, 2)[1], 'approximate');
  if (quarter && has(end)) return range(monthRange(quarter.year, quarter.month, 9)[0], last, 'approximate');
  if (quarter && has(middle))
    return range(
      monthRange(quarter.year, quarter.month, 3)[0],
      monthRange(quarter.year, quarter.month, 8)[1],
      'approximate',
    );
  if (has(begin)) return range(first, first + share - 1, 'approximate');
  if (has(middle)) return range(first + share, last - share, 'approximate');
  if (has(end)) return range(last - share + 1, last, 'approximate');
  if (/\bfirst half\b/.test(text)) return range(first, first + Math.floor(length / 2), 'approximate');
  if (/\bsecond half\b/.test(text)) return range(first + Math.floor(length / 2), last, 'approximate');
  return range(first, last, precision);
}

const readWeekday: Reader = (text, { published, future }) => {
  const weekday = findWeekday(text);
  if (weekday === null) return null;
  const back = (weekdayOf(published) - weekday + 7) % 7;
  if (/\bnext week\b/.test(text)) return oneDay(published - (weekdayOf(published) - 1) + 7 + weekday - 1);
  if (/\blast week\b/.test(text)) return oneDay(published - (weekdayOf(published) - 1) - 7 + weekday - 1);
  if (/\b(next|coming)\b/.test(text) || future) return oneDay(published + (back === 0 ? (future ? 0 : 7) : 7 - back));
  if (/\blast\b/.test(text)) return oneDay(published - (back === 0 ? 7 : back));
  return oneDay(published - back);
};

const readAgo: Reader = (text, { published }) => {
  const match =
    /\b(\d+|[a-z]+)(?: of)? (day|days|night|nights|week|weeks|fortnight|month|months|year|years|decade|decades|hour|hours|minutes)\b.*\b(ago|earlier|before|later|time|from now)\b/.exec(
      text,
    );
  if (!match) return null;
  const count = /^\d+$/.test(match[1] ?? '') ? Number(match[1]) : timeWords().numbers[match[1] ?? ''];
  if (count === undefined) return null;
  return shift(
    published,
    timeWords().units[match[2] ?? ''] ?? 'day',
    /later|time|from now/.test(match[3] ?? '') ? count : -count,
    true,
  );
};

/** `counted`: a number of weeks back or ahead names a day ("two weeks ago"), "last week" all of its days. */
function shift(day: Day, unit: string, count: number, counted = false): TimeRange | null {
  const now = partsOf(day);
  if (unit === 'hour') return oneDay(day);
  if (unit === 'day') return oneDay(day + count);
  if (unit === 'week' || unit === 'fortnight') {
    const days = count * (unit === 'week' ? 7 : 14);
    if (counted) return range(day + days, day + days, 'approximate');
    const monday = day + days - (weekdayOf(day) - 1);
    return range(monday, monday + 6, 'week');
  }
  if (unit === 'month') return range(...monthRange(now.year, now.month, count), 'month');
  if (unit === 'year') return yearRange(now.year + count);
  if (unit === 'decade')
    return range(dayOf(now.year + 10 * count - 1, 1, 1), dayOf(now.year + 10 * count + 1, 12, 31), 'decade');
  return null;
}

const yearRange = (year: number): TimeRange => range(dayOf(year, 1, 1), dayOf(year, 12, 31), 'year');

const readPeriod: Reader = (text, { published }) => {
  const match =
    /\b(last|past|previous|this|current|next|coming|following|the|of the)\s(week|weekend|month|quarter|year|decade)\b/.exec(
      text,
    );
  if (!match) return null;
  const unit = match[2] ?? 'year';
  const offset = timeWords().past.includes(match[1] ?? '') ? -1 : timeWords().next.includes(match[1] ?? '') ? 1 : 0;
  const now = partsOf(published);
  if (unit === 'weekend') {
    const saturday = published - ((weekdayOf(published) + 1) % 7) + 7 * Math.max(offset, 0);
    return range(saturday, saturday + 1, 'range');
  }
  if (unit === 'quarter') {
    const first = Math.floor((now.month - 1) / 3) * 3 + 1 + offset * 3;
    return range(monthRange(now.year, 1, first - 1)[0], monthRange(now.year, 1, first + 1)[1], 'season');
  }
  const period = shift(published, unit, offset);
  if (!period) return null;
  if (unit === 'year' && offset === 0 && /\b(earlier|so far|already)\b/.test(text))
    return range(period.first, published, 'approximate');
  if (offset === 0 && /\bearlier\b/.test(text)) return range(period.first, published, 'approximate');
  if (offset === 0 && /\blater\b/.test(text)) return range(published, period.last, 'approximate');
  return part(text, period.first, period.last, period.precision);
};

const readSeason: Reader = (text, { published }) => {
  const match = /\b(spring|summer|autumn|winter|(?:last|this|next|in|the) fall)\b/.exec(text);
  if (!match) return null;
  const [from, to] = timeWords().seasons[(match[1] ?? '').replace(/^.* /, '')] ?? [1, 12];
  const now = partsOf(published);
  const year =
    yearOf(text) ??
    (/\blast\b/.test(text) && now.month <= to
      ? now.year - 1
      : from > now.month && !/\b(this|next)\b/.test(text)
        ? now.year - 1
        : now.year);
  const first = monthRange(year, from)[0];
  return range(first, monthRange(from > to ? year + 1 : year, to)[1], 'season');
};

const readYear: Reader = (text) => {
  const decade = /\b(?:the )?(?:(\d{3})0s|(sixties|seventies|eighties|nineties))\b/.exec(text);
  if (decade?.[1])
    return part(text, dayOf(Number(decade[1]) * 10, 1, 1), dayOf(Number(decade[1]) * 10 + 9, 12, 31), 'decade');
  const span = /\b(1[5-9]\d\d|20\d\d) (?:to |and |until )?(1[5-9]\d\d|20\d\d|\d\d)\b/.exec(text);
  if (span) {
    const from = Number(span[1]);
    const to = Number(span[2]) < 100 ? Math.floor(from / 100) * 100 + Number(span[2]) : Number(span[2]);
    if (to > from) return range(dayOf(from, 1, 1), dayOf(to, 12, 31), 'range');
  }
  const year = yearOf(text);
  return year === null ? null : part(text, dayOf(year, 1, 1), dayOf(year, 12, 31), 'year');
};

const readers: readonly Reader[] = [
  readIso,
  readAgo,
  readMonth,
  readWeekday,
  readRelativeDay,
  readSeason,
  readPeriod,
  readYear,
];
