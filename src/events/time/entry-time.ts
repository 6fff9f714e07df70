import { type Span, spanOf } from '../../records/span.js';
import type { Day } from './days.js';
import { resolveTime, type TimeRange } from './resolve-time.js';

/** "Fri 20.45", "May 15, 7:05": the day before the hour at the begin of an entry. */
const entryStart =
  /^\s*(?<day>(?:\p{Lu}\p{L}{2,8}|\d{1,2})(?:[.,]? (?:\p{Lu}\p{L}{2,8}|\d{1,2}))?)[.,]? +\d{1,2}[.:]\d{2}(?!\d)/u;

/** "20.45", "Fri 20.45", "8.15pm": the hour at the begin of an entry. */
const clockStart = /^\s*(?:(?:\p{Lu}\p{L}{2,8}|\d{1,2})[.,]? +){0,2}\d{1,2}[.:]\d{2}(?!\d)/u;

export interface EntryTime {
  readonly span: Span;
  readonly range: TimeRange;
}

/** The day that a live blog writes before the entry in which `offset` stands; null where the paragraph begins otherwise. */
export function entryTime(text: string, offset: number, published: Day): EntryTime | null {
  const blank = text.lastIndexOf('\n\n', offset);
  const paragraph = blank < 0 ? 0 : blank + 2;
  const match = entryStart.exec(text.slice(paragraph, paragraph + 48));
  const words = match?.groups?.day?.trim();
  if (!match || !words) return null;
  const found = resolveTime(words, { published, future: false });
  if (!found || found.first !== found.last) return null;
  const start = paragraph + match[0].indexOf(words);
  return { span: spanOf(text, start, start + words.length), range: found };
}

/** Whether an entry of a live blog begins between two places of a text. */
export function atEntry(text: string, from: number, to: number): boolean {
  for (let blank = text.indexOf('\n\n', from); blank >= 0 && blank < to; blank = text.indexOf('\n\n', blank + 2))
    if (clockStart.test(text.slice(blank + 2, blank + 50))) return true;
  return false;
}
