import { ChanceryError } from '../errors.js';

/** Words of a text: half-open offsets in UTF-16 units into `Document.text`; `text` is exactly that slice. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The span of `text` from `start` to `end`. Throws `invalid_span` when the offsets do not lie in the text. */
export function spanOf(text: string, start: number, end: number): Span {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > text.length) {
    throw new ChanceryError('invalid_span', `span out of range: ${start}-${end} of ${text.length}`);
  }
  return { start, end, text: text.slice(start, end) };
}

/** Throws `invalid_span` unless `span.text` is exactly the slice of `text` that its offsets name. */
export function assertSpan(text: string, span: Span, field: string): void {
  if (text.slice(span.start, span.end) !== span.text || span.end < span.start) {
    throw new ChanceryError('invalid_span', `span does not match the text: ${field} ${span.start}-${span.end}`, {
      details: { field, expected: span.text, found: text.slice(span.start, span.end) },
    });
  }
}

/** The smallest span of `text` that covers all of `spans`. */
export function coveringSpan(text: string, spans: readonly Span[]): Span {
  return spanOf(text, Math.min(...spans.map((span) => span.start)), Math.max(...spans.map((span) => span.end)));
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
