import type { MergeReason } from '../records/story.js';
import { compareMentions, type Likeness, leastScore } from './compare-mentions.js';
import { inBlocks, linkComponents } from './link-components.js';
import type { StoryEvent } from './story-event.js';

/** Merges and splits by hand, pairs of event keys. */
export interface HandLinks {
  readonly together: readonly (readonly [number, number])[];
  readonly apart: readonly (readonly [number, number])[];
}

/** One happening with its mentions. */
export interface MentionCluster {
  readonly story: string;
  /** Mentions that are linked in any way; the unit in which merging is computed anew. */
  readonly component: string;
  readonly events: readonly StoryEvent[];
  readonly merges: readonly MergeReason[];
}

interface Edge {
  readonly a: StoryEvent;
  readonly b: StoryEvent;
  readonly score: number;
  readonly byHand: boolean;
}

/** How far the mean likeness of two groups may lie under the threshold when they are joined. */
const groupSlack = 0.06;
/**
 * Components of more mentions than this are merged by those that stand nearest in two orders, and groups are compared by
 * some of their members, so that thousands of reports of one day cost in proportion to their number.
 */
const mostAllPairs = 150;
const nearest = 12;
const sample = 6;
/** Mentions before one in its story among which the likest is named as the reason of its merge. */
const reasonsFrom = 60;

/**
 * Mentions that are one happening. A function of the set alone: the order of the events plays no part.
 * Pairs over their threshold make components; in each, the surest pairs join groups whose members may all be one.
 */
export function clusterMentions(events: readonly StoryEvent[], links: HandLinks): readonly MentionCluster[] {
  const compare = comparer(links);
  return componentsOfMentions(events, links).flatMap((members) => {
    const component = members[0]?.id ?? '';
    const cached = members.length <= mostAllPairs ? remembering(compare) : compare;
    return groupsOf(members, edgesOf(members, cached, links), cached).map((group) => storyOf(group, component, cached));
  });
}

/** The components of mentions, each in the order of ids. */
export function componentsOfMentions(
  events: readonly StoryEvent[],
  links: HandLinks,
): readonly (readonly StoryEvent[])[] {
  const compare = comparer(links);
  const alike = (a: StoryEvent, b: StoryEvent): boolean => {
    const likeness = compare(a, b);
    return likeness !== null && likeness.score >= leastScore(a, b);
  };
  return linkComponents([...events].sort(byId), { alike, together: links.together });
}

type Compare = (a: StoryEvent, b: StoryEvent) => Likeness | null;
const byId = (a: StoryEvent, b: StoryEvent): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.key - b.key);
const pairName = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

function comparer({ together, apart }: HandLinks): Compare {
  if (together.length === 0 && apart.length === 0) return compareMentions;
  const joined = new Set(together.map(([a, b]) => pairName(a, b)));
  const parted = new Set(apart.map(([a, b]) => pairName(a, b)));
  return (a, b) => {
    const name = pairName(a.key, b.key);
    if (parted.has(name)) return null;
    if (joined.has(name)) return { score: 1, because: ['merged by hand'] };
    return compareMentions(a, b);
  };
}

function remembering(compare: Compare): Compare {
  const known = new Map<string, Likeness | null>();
  return (a, b) => {
    const name = pairName(a.key, b.key);
    const found = known.get(name);
    if (found !== undefined) return found;
    const likeness = compare(a, b);
    known.set(name, likeness);
    return likeness;
  };
}

function edgesOf(members: readonly StoryEvent[], compare: Compare, links: HandLinks): readonly Edge[] {
  const edges = new Map<string, Edge>();
  for (const [a, b] of members.length <= mostAllPairs ? allPairs(members) : nearPairs(members)) {
    const likeness = compare(a, b);
    if (likeness && likeness.score >= leastScore(a, b))
      edges.set(pairName(a.key, b.key), { a, b, score: likeness.score, byHand: false });
  }
  const byKey = new Map(members.map((event) => [event.key, event]));
  for (const [a, b] of links.together) {
    const one = byKey.get(a);
    const other = byKey.get(b);
    if (one && other) edges.set(pairName(a, b), { a: one, b: other, score: 2, byHand: true });
  }
  return [...edges.values()].sort(
    (one, other) => other.score - one.score || byId(one.a, other.a) || byId(one.b, other.b),
  );
}

type Pair = readonly [StoryEvent, StoryEvent];

function* allPairs(members: readonly StoryEvent[]): Generator<Pair> {
  for (const [index, a] of members.entries())
    for (const b of members.slice(index + 1)) if (inBlocks(a, b)) yield [a, b];
}

/** Each mention with those that follow it by parties and words, and by words alone. */
function* nearPairs(members: readonly StoryEvent[]): Generator<Pair> {
  const seen = new Set<string>();
  for (const nameOf of [byParties, byWords]) {
    const named = members.map((event) => [nameOf(event), event] as const);
    const sorted = named.sort(([a, one], [b, other]) => (a < b ? -1 : a > b ? 1 : byId(one, other)));
    for (const [index, [, a]] of sorted.entries()) {
      for (const [, b] of sorted.slice(index + 1, index + 1 + nearest)) {
        const name = pairName(a.key, b.key);
        if (seen.has(name) || !inBlocks(a, b)) continue;
        seen.add(name);
        yield byId(a, b) <= 0 ? [a, b] : [b, a];
      }
    }
  }
}

const sideName = (event: StoryEvent): string =>
  [event.sources, event.targets]
    .map((parties) =>
      parties
        .map((party) => party.actor ?? party.country ?? party.words)
        .sort()
        .join(' '),
    )
    .join('>');
const byParties = (event: StoryEvent): string =>
  [event.first, sideName(event), event.type, event.place, [...event.words].sort().join(' ')].join('|');
const byWords = (event: StoryEvent): string =>
  [[...event.words].sort().reverse().join(' '), event.first, event.place].join('|');

function groupsOf(
  members: readonly StoryEvent[],
  edges: readonly Edge[],
  compare: Compare,
): readonly (readonly StoryEvent[])[] {
  const groupOf = new Map<number, StoryEvent[]>(members.map((event) => [event.key, [event]]));
  for (const { a, b, byHand } of edges) {
    const one = groupOf.get(a.key) ?? [a];
    const other = groupOf.get(b.key) ?? [b];
    if (one === other || !(byHand || mayJoin(one, other, compare))) continue;
    const [large, small] = one.length >= other.length ? [one, other] : [other, one];
    for (const event of small) {
      large.push(event);
      groupOf.set(event.key, large);
    }
  }
  return [...new Set(groupOf.values())];
}

/** Two groups join when no two members exclude each other and they are alike on the whole. */
function mayJoin(one: readonly StoryEvent[], other: readonly StoryEvent[], compare: Compare): boolean {
  let sum = 0;
  let least = 0;
  const [some, others] = one.length * other.length <= mostAllPairs ? [one, other] : [someOf(one), someOf(other)];
  for (const a of some) {
    for (const b of others) {
      const likeness = compare(a, b);
      if (!likeness) return false;
      sum += likeness.score;
      least += leastScore(a, b);
    }
  }
  const pairs = some.length * others.length;
  return sum / pairs >= least / pairs - groupSlack;
}

/** Members that stand for a large group, spread evenly over it. */
function someOf(group: readonly StoryEvent[]): readonly StoryEvent[] {
  if (group.length <= sample) return group;
  const step = (group.length - 1) / (sample - 1);
  return Array.from({ length: sample }, (_, index) => group[Math.round(index * step)]).flatMap((event) => event ?? []);
}

function storyOf(group: readonly StoryEvent[], component: string, compare: Compare): MentionCluster {
  const events = [...group].sort((a, b) => a.published.localeCompare(b.published) || byId(a, b));
  const first = [...group].sort(byId)[0];
  const merges: MergeReason[] = [];
  for (const [index, event] of events.entries()) {
    let best: { readonly into: StoryEvent; readonly likeness: Likeness } | null = null;
    for (const into of events.slice(Math.max(0, index - reasonsFrom), index)) {
      const likeness = compare(event, into);
      if (likeness && (!best || likeness.score > best.likeness.score)) best = { into, likeness };
    }
    if (best)
      merges.push({
        event: event.id,
        into: best.into.id,
        score: best.likeness.score,
        because: best.likeness.because,
      });
  }
  return { story: first?.id ?? '', component, events, merges };
}
