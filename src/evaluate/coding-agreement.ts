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
  /** Events of one type that agree on both sides: at least half of the phrases in common, an empty side empty. */
  readonly whole: SpanAgreement;
  /** Marked words that overlap, and contexts by name, of events that both codings have. */
  readonly places: SpanAgreement;
  readonly times: SpanAgreement;
  readonly objects: SpanAgreement;
  readonly contexts: SpanAgreement;
  /** Countries and days where both codings give them. */
  readonly country: FieldAgreement;
  readonly days: FieldAgreement;
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
  const events = (of: readonly CodedItem[]) => of.reduce((sum, { events }) => sum + events.length, 0);
  const firstEvents = events(pairs.map(({ item }) => item));
  const secondEvents = events(pairs.map(({ other }) => other));
  const labelled = (of: (event: CodedEvent) => readonly string[]) =>
    total(aligned.map((each) => labelOverlap(each, of)));
  const given = (of: (event: CodedEvent) => string | null) =>
    field(
      aligned.flatMap(({ first: a, second: b }) => {
        const [left, right] = [of(a), of(b)];
        return left !== null && right !== null ? [[left, right] as const] : [];
      }),
    );
  return {
    items: pairs.length,
    anyEvent: field(pairs.map(({ item, other }) => [`${item.events.length > 0}`, `${other.events.length > 0}`])),
    triggers: spans(firstEvents, secondEvents, aligned.length),
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
    whole: spans(firstEvents, secondEvents, aligned.filter(isWhole).length),
    places: labelled(({ place }) => place?.labels ?? []),
    times: labelled(({ time }) => time?.labels ?? []),
    objects: labelled(({ objects }) => objects),
    contexts: total(aligned.map(({ first: a, second: b }) => count(a.contexts, b.contexts, (x, y) => x === y))),
    country: given(({ place }) => place?.country ?? null),
    days: given(({ time }) => (time?.first ? `${time.first}/${time.last ?? time.first}` : null)),
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

function partyOverlap(each: Aligned, role: 'sources' | 'targets', exact = false): SpanAgreement {
  const same = exact ? (a: CodedSpan, b: CodedSpan) => a.start === b.start && a.end === b.end : overlap;
  return labelOverlap(each, (event) => event[role], same);
}

function labelOverlap(
  { item, other, first, second }: Aligned,
  of: (event: CodedEvent) => readonly string[],
  same = overlap,
): SpanAgreement {
  const marked = (where: CodedItem, labels: readonly string[]) =>
    labels.flatMap((label) => spanLabelled(where, label) ?? []);
  return count(marked(item, of(first)), marked(other, of(second)), same);
}

const mutualTypes = new Set(['CONSULT', 'COOPERATE']);

function isWhole({ item, other, first, second }: Aligned): boolean {
  if (first.type !== second.type) return false;
  const agree = (a: readonly string[], b: readonly string[]) => {
    const right = b.map((label) => phrasesOf(other, label));
    const meet = (x: readonly CodedSpan[], y: readonly CodedSpan[]) =>
      x.some((one) => y.some((two) => overlap(one, two)));
    const { both } = count(
      a.map((label) => phrasesOf(item, label)),
      right,
      meet,
    );
    return a.length === 0 || b.length === 0 ? a.length === b.length : 2 * both >= Math.max(a.length, b.length);
  };
  if (mutualTypes.has(first.type))
    return agree([...first.sources, ...first.targets], [...second.sources, ...second.targets]);
  return agree(first.sources, second.sources) && agree(first.targets, second.targets);
}

/** The phrase of a label and those that refer to the same. */
function phrasesOf(item: CodedItem, label: string): readonly CodedSpan[] {
  const labels = new Set([label]);
  for (let size = 0; size < labels.size; ) {
    size = labels.size;
    for (const { phrase, antecedent } of item.references)
      if (labels.has(phrase) || labels.has(antecedent)) labels.add(phrase).add(antecedent);
  }
  return [...labels].flatMap((each) => spanLabelled(item, each) ?? []);
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
