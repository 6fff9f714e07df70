import type { Event, Party, Span } from './records.js';

export type Role = 'trigger' | 'source' | 'target' | 'place' | 'time' | 'object' | 'claim';

/** Words that have a part in an event. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly role: Role;
  readonly event: string;
}

/** A run of text under the same marks. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly marks: readonly Mark[];
}

/** All words that an event rests on. */
export function marksOf(event: Event): readonly Mark[] {
  const mark = (role: Role, span: Span | null | undefined): readonly Mark[] =>
    span && span.end > span.start ? [{ start: span.start, end: span.end, role, event: event.id }] : [];
  const party = (role: Role, parties: readonly Party[]): readonly Mark[] =>
    parties.flatMap((each) => mark(role, each.span));
  return [
    ...mark('trigger', event.trigger),
    ...event.mentions.flatMap((span) => mark('trigger', span)),
    ...party('source', event.sources),
    ...party('target', event.targets),
    ...mark('place', event.place?.span),
    ...mark('time', event.time?.span),
    ...mark('object', event.object?.span),
    ...event.claim.words.flatMap((span) => mark('claim', span)),
    ...mark('claim', event.claim.by?.span),
  ];
}

/** Cuts `start`..`end` into runs, each with the marks that cover it; linear in marks and their overlaps. */
export function segmentsOf(start: number, end: number, marks: readonly Mark[]): readonly Segment[] {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start);
  const edges = new Set([start, end]);
  for (const mark of inside) {
    edges.add(Math.max(start, mark.start));
    edges.add(Math.min(end, mark.end));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  const waiting = [...inside].sort((a, b) => a.start - b.start);
  const segments: Segment[] = [];
  let open: readonly Mark[] = [];
  let next = 0;
  for (const [index, at] of cuts.entries()) {
    const until = cuts[index + 1];
    if (until === undefined) break;
    const begun: Mark[] = [];
    for (let mark = waiting[next]; mark && mark.start <= at; mark = waiting[++next]) begun.push(mark);
    open = [...open.filter((mark) => mark.end > at), ...begun.filter((mark) => mark.end > at)];
    segments.push({ start: at, end: until, marks: open });
  }
  return segments;
}
