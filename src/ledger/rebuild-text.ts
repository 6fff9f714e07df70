import type { Event } from '../records/event.js';
import type { Span } from '../records/span.js';

export interface RebuiltText {
  /** Null where the events come without their sentences. */
  readonly text: string | null;
  readonly events: readonly Event[];
}

/** A word that is said to stand further on than this is not put there: one wrong offset would make a text of spaces. */
const farthest = 5_000_000;
/** No letter: where nothing is written. */
const empty = 0xffff;
const space = 0x20;

/**
 * The text that events of one document quote: each sentence and word at its own offset, spaces between them. Words without
 * a place of their own are sought in the sentence of their event, or stand at the end. Each span is a slice of that text.
 */
export function rebuildText(events: readonly Event[]): RebuiltText {
  if (events.some((event) => event.sentence.text === ''))
    return { text: null, events: events.map((event) => withSpans(event, bare)) };
  const page = openPage();
  for (const event of events) page.put(event.sentence);
  for (const event of events)
    withSpans(event, (span) => {
      page.put(span);
      return span;
    });
  const rebuilt = events.map((event) => {
    const sentence = page.settle(event.sentence, null);
    return withSpans({ ...event, sentence }, (span) => page.settle(span, sentence));
  });
  return { text: page.text(), events: rebuilt };
}

interface Page {
  /** Writes words where they say that they stand, unless other words do. */
  readonly put: (span: Span) => void;
  /** The span where its words stand: as it is, in the sentence, or written at the end. */
  readonly settle: (span: Span, sentence: Span | null) => Span;
  readonly text: () => string;
}

function openPage(): Page {
  let units = new Uint16Array(4096).fill(empty);
  let length = 0;
  const extra: string[] = [];
  const ends = new Map<string, Span>();
  let end = 0;
  const stands = ({ start, text }: Span): boolean => {
    if (start < 0 || start + text.length > length) return false;
    for (let at = 0; at < text.length; at += 1) if (units[start + at] !== text.charCodeAt(at)) return false;
    return true;
  };
  const put = (span: Span): void => {
    const { start, text } = span;
    if (!isPlaced(span) || text === '') return;
    for (let at = 0; at < text.length; at += 1) {
      const there = units[start + at] ?? empty;
      if (there !== empty && there !== text.charCodeAt(at)) return;
    }
    if (units.length < span.end) {
      const more = new Uint16Array(Math.max(span.end, 2 * units.length)).fill(empty);
      more.set(units);
      units = more;
    }
    for (let at = 0; at < text.length; at += 1) units[start + at] = text.charCodeAt(at);
    length = Math.max(length, span.end);
  };
  const settle = (span: Span, sentence: Span | null): Span => {
    if (isPlaced(span) && stands(span)) return span;
    const { text } = span;
    if (text === '') return { start: sentence?.start ?? 0, end: sentence?.start ?? 0, text };
    const inside = sentence === null ? -1 : sentence.text.indexOf(text);
    if (sentence !== null && inside >= 0) {
      const start = sentence.start + inside;
      return { start, end: start + text.length, text };
    }
    const known = ends.get(text);
    if (known) return known;
    if (extra.length === 0) end = length;
    const start = end + 1;
    end = start + text.length;
    extra.push(text);
    const written = { start, end, text };
    ends.set(text, written);
    return written;
  };
  const text = (): string => {
    let out = '';
    for (let at = 0; at < length; at += 8192)
      out += String.fromCharCode(
        ...units.subarray(at, Math.min(at + 8192, length)).map((unit) => (unit === empty ? space : unit)),
      );
    return [out, ...extra].join('\n');
  };
  return { put, settle, text };
}

const isPlaced = ({ start, end, text }: Span): boolean => start >= 0 && end - start === text.length && end <= farthest;

/** Without a text the words are all that is known. */
const bare = (span: Span): Span => (span.start < 0 ? { start: 0, end: span.text.length, text: span.text } : span);

/** The event with each of its spans changed. */
function withSpans(event: Event, change: (span: Span) => Span): Event {
  return mapped(event) as Event;

  function mapped(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(mapped);
    if (typeof value !== 'object' || value === null) return value;
    if (isSpan(value)) return change(value);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapped(inner)]));
  }
}

function isSpan(value: object): value is Span {
  return 'start' in value && 'end' in value && 'text' in value && Object.keys(value).length === 3;
}
