import type { LedgerEvent } from '../records.js';
import { marksOf, segmentsOf } from '../segments.js';

/** The sentence of an event with its parties and trigger marked. */
export function MarkedSentence({ event }: { readonly event: Pick<LedgerEvent, 'sentence'> & LedgerEvent }) {
  const { start, end, text } = event.sentence;
  const segments = segmentsOf(start, end, marksOf(event));
  return (
    <bdi dir="auto">
      {segments.map((segment) => {
        const words = text.slice(segment.start - start, segment.end - start);
        const names = [...new Set(segment.marks.map((mark) => mark.role))].join(' ');
        return names === '' ? (
          words
        ) : (
          <mark key={segment.start} class={names}>
            {words}
          </mark>
        );
      })}
    </bdi>
  );
}
