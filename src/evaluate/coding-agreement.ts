import { type CodedEvent, type CodedItem, type CodedSpan, spanLabelled } from './coded-item.js';

/** How far two codings of the same texts agree. Shares and kappas are 0..1, counts are of events or spans. */
export interface CodingAgreement {
  readonly items: number;
  /** Whether the item has an event at all. */
  readonly anyEvent: FieldAgreement;
  /** Events of the first and the second coding whose triggers overlap. */
  readonly triggers: SpanAgreement;
  /** Fields of those events. */
  readonly type: FieldAgreement;
  readonly status: FieldAgreement;
  readonly claim: FieldAgreement;
  readonly modes: SpanAgreement;
  /** Party spans that overlap in the same role, and those that are the same to the character. */
  readonly sources: SpanAgreement;
  readonly targets: SpanAgreement;
  readonly exactParties: SpanAgreement;
  /** Type over all events, an event without a partner counting as "none" on the other side. */
  readonly typeWithNone: FieldAgreement;
  readonly differences: readonly string[];
}

export interface FieldAgreement {
  readonly n: number;
  readonly share: number;
  readonly kappa: number;
}

export interface SpanAgreement {
  readonly first: number;
  readonly second: number;
  readonly both: number;
  readonly f1: number;
}

interface Aligned {
  readonly item: CodedItem;
  readonly other: CodedItem;
  readonly first: CodedEvent;
  readonly second: CodedEvent;
}

/** Compares two codings item by item; items are joined by id and must have the same text. */
export function codingAgreement(first: readonly CodedItem[], second: readonly CodedItem[]): CodingAgreement {
  const byId = new Map(first.map((item) => [item.id, item]));
  const pairs = second.flatMap((other) => {
    const item = byId.get(other.id);
    return item !== undefined && item.text === other.text ? [{ item, other }] : [];
  });
  const aligned = pairs.flatMap(({ item, other }) => align(item, other));
  const lone = pairs.flatMap(({ item, other }) => {
    const met = new Set(aligned.filter((each) => each.item === item).flatMap((each) => [each.first, each.second]));
    return [
      ...item.events.filter((event) => !met.has(event)).map((event) => [event.type, 'none', item.id] as const),
      ...other.events.filter((event) => !met.has(event)).map((event) => ['none', event.type, item.id] as const),
    ];
  });
  const types = aligned.map(({ first: a, second: b, item }) => [a.type, b.type, item.id] as const);
  const roles = (role: 'sources' | 'targets') => aligned.map((each) => partyOverlap(each, role));
  return {
    items: pairs.length,
    anyEvent: field(pairs.map(({ item, other }) => [`${item.events.length > 0}`, `${other.events.length > 0}`])),
    triggers: spans(
      pairs.reduce((sum, { item }) => sum + item.events.length, 0),
      pairs.reduce((sum, { other }) => sum + other.events.length, 0),
      aligned.length,
    ),
    type: field(types),
    typeWithNone: field([...types, ...lone]),
    status: field(aligned.map(({ first: a, second: b }) => [a.status, b.status])),
    claim: field(aligned.map(({ first: a, second: b }) => [a.claim.how, b.claim.how])),
    modes: total(
      aligned
        .filter(({ first: a, second: b }) => a.type === b.type)
        .map(({ first: a, second: b }) => count(a.modes, b.modes, (x, y) => x === y)),
    ),
    sources: total(roles('sources')),
    targets: total(roles('targets')),
    exactParties: total(
      aligned.flatMap((each) => [partyOverlap(each, 'sources', true), partyOverlap(each, 'targets', true)]),
    ),
    differences: [...types, ...lone].filter(([a, b]) => a !== b).map(([a, b, id]) => `${id}: ${a} ${b}`),
  };
}

/** Pairs of events with overlapping triggers, those of one type first, each event once. */
function align(item: CodedItem, other: CodedItem): readonly Aligned[] {
  const candidates = item.events.flatMap((first) =>
    other.events
      .filter((second) => triggerSpans(item, first).some((a) => triggerSpans(other, second).some((b) => overlap(a, b))))
      .map((second) => ({ item, other, first, second, score: likeness(first, second) })),
  );
  const taken = new Set<CodedEvent>();
  return candidates
    .toSorted((a, b) => b.score - a.score)
    .filter(({ first, second }) => {
      if (taken.has(first) || taken.has(second)) return false;
      taken.add(first).add(second);
      return true;
    });
}

function likeness(a: CodedEvent, b: CodedEvent): number {
  return (a.type === b.type ? 2 : 0) + (a.status === b.status ? 1 : 0);
}

function triggerSpans(item: CodedItem, event: CodedEvent): readonly CodedSpan[] {
  const head = event.trigger.replace(/[a-z]$/, '');
  return item.spans.filter(({ kind, label }) => kind === 'trigger' && label.replace(/[a-z]$/, '') === head);
}

function overlap(a: CodedSpan, b: CodedSpan): boolean {
  return a.start < b.end && b.start < a.end;
}

function partyOverlap(
  { item, other, first, second }: Aligned,
  role: 'sources' | 'targets',
  exact = false,
): SpanAgreement {
  const of = (where: CodedItem, labels: readonly string[]) =>
    labels.flatMap((label) => spanLabelled(where, label) ?? []);
  const same = exact ? (a: CodedSpan, b: CodedSpan) => a.start === b.start && a.end === b.end : overlap;
  return count(of(item, first[role]), of(other, second[role]), same);
}

function count<T>(first: readonly T[], second: readonly T[], same: (a: T, b: T) => boolean): SpanAgreement {
  const rest = [...second];
  let both = 0;
  for (const a of first) {
    const at = rest.findIndex((b) => same(a, b));
    if (at < 0) continue;
    rest.splice(at, 1);
    both += 1;
  }
  return spans(first.length, second.length, both);
}

function spans(first: number, second: number, both: number): SpanAgreement {
  return { first, second, both, f1: first + second === 0 ? 1 : (2 * both) / (first + second) };
}

function total(parts: readonly SpanAgreement[]): SpanAgreement {
  const sum = (of: (part: SpanAgreement) => number) => parts.reduce((all, part) => all + of(part), 0);
  return spans(
    sum((part) => part.first),
    sum((part) => part.second),
    sum((part) => part.both),
  );
}

function field(pairs: readonly (readonly [string, string, ...string[]])[]): FieldAgreement {
  const n = pairs.length;
  if (n === 0) return { n, share: 1, kappa: 1 };
  const names = new Set(pairs.flat());
  const share = pairs.filter(([a, b]) => a === b).length / n;
  const chance = [...names].reduce((sum, name) => {
    const left = pairs.filter(([a]) => a === name).length / n;
    return sum + left * (pairs.filter(([, b]) => b === name).length / n);
  }, 0);
  return { n, share, kappa: chance === 1 ? 1 : (share - chance) / (1 - chance) };
}
