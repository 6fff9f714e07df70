import type { MergeReason } from '../records/story.js';
import { compareMentions, type Likeness, leastScore, mostDaysApart } from './compare-mentions.js';
import { daysBetween } from './days.js';
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
 * Mentions that are one happening. A function of the set alone: the order of the events plays no part.
 * Pairs over their threshold make components; in each, the surest pairs join groups whose members may all be one.
 */
export function clusterMentions(events: readonly StoryEvent[], links: HandLinks): readonly MentionCluster[] {
  const ordered = [...events].sort(byId);
  const compare = comparer(links);
  const edges = edgesOf(ordered, compare, links);
  const parent = new Map(ordered.map((event) => [event.key, event.key]));
  const root = (key: number): number => {
    let at = key;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    parent.set(key, at);
    return at;
  };
  for (const { a, b } of edges) parent.set(root(a.key), root(b.key));
  const components = new Map<number, StoryEvent[]>();
  for (const event of ordered) {
    const at = root(event.key);
    const list = components.get(at);
    if (list) list.push(event);
    else components.set(at, [event]);
  }
  const edgesByComponent = new Map<number, Edge[]>();
  for (const edge of edges) {
    const at = root(edge.a.key);
    const list = edgesByComponent.get(at);
    if (list) list.push(edge);
    else edgesByComponent.set(at, [edge]);
  }
  return [...components].flatMap(([at, members]) => {
    const component = members[0]?.id ?? '';
    return groupsOf(members, edgesByComponent.get(at) ?? [], compare).map((group) =>
      storyOf(group, component, compare),
    );
  });
}

type Compare = (a: StoryEvent, b: StoryEvent) => Likeness | null;
const byId = (a: StoryEvent, b: StoryEvent): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.key - b.key);
const pairName = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

function comparer({ together, apart }: HandLinks): Compare {
  const joined = new Set(together.map(([a, b]) => pairName(a, b)));
  const parted = new Set(apart.map(([a, b]) => pairName(a, b)));
  const known = new Map<string, Likeness | null>();
  return (a, b) => {
    const name = pairName(a.key, b.key);
    if (parted.has(name)) return null;
    if (joined.has(name)) return { score: 1, because: ['merged by hand'] };
    const found = known.get(name);
    if (found !== undefined) return found;
    const likeness = compareMentions(a, b);
    known.set(name, likeness);
    return likeness;
  };
}

function edgesOf(events: readonly StoryEvent[], compare: Compare, links: HandLinks): readonly Edge[] {
  const blocks = new Map<string, StoryEvent[]>();
  for (const event of events) {
    for (const token of event.tokens) {
      const block = `${event.quad} ${token}`;
      const list = blocks.get(block);
      if (list) list.push(event);
      else blocks.set(block, [event]);
    }
  }
  const edges = new Map<string, Edge>();
  const seen = new Set<string>();
  const consider = (a: StoryEvent, b: StoryEvent): void => {
    const name = pairName(a.key, b.key);
    if (seen.has(name)) return;
    seen.add(name);
    const likeness = compare(a, b);
    if (likeness && likeness.score >= leastScore(a, b)) edges.set(name, { a, b, score: likeness.score, byHand: false });
  };
  for (const block of blocks.values()) {
    const dated = [...block].sort((a, b) => (a.first ?? '').localeCompare(b.first ?? '') || byId(a, b));
    for (const [index, event] of dated.entries()) {
      for (let other = index + 1; other < dated.length; other += 1) {
        const next = dated[other];
        if (!next) break;
        if (event.last !== null && next.first !== null && daysBetween(event.last, next.first) > mostDaysApart) {
          if (daysBetween(event.first ?? event.last, event.last) === 0) break;
          continue;
        }
        consider(event, next);
      }
    }
  }
  const byKey = new Map(events.map((event) => [event.key, event]));
  for (const [a, b] of links.together) {
    const one = byKey.get(a);
    const other = byKey.get(b);
    if (one && other) edges.set(pairName(a, b), { a: one, b: other, score: 2, byHand: true });
  }
  return [...edges.values()].sort(
    (one, other) => other.score - one.score || byId(one.a, other.a) || byId(one.b, other.b),
  );
}

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
    const joined = [...one, ...other];
    for (const event of joined) groupOf.set(event.key, joined);
  }
  return [...new Set(groupOf.values())];
}

/** Two groups join when no two members exclude each other and they are alike on the whole. */
function mayJoin(one: readonly StoryEvent[], other: readonly StoryEvent[], compare: Compare): boolean {
  let sum = 0;
  let least = 0;
  for (const a of one) {
    for (const b of other) {
      const likeness = compare(a, b);
      if (!likeness) return false;
      sum += likeness.score;
      least += leastScore(a, b);
    }
  }
  return sum / (one.length * other.length) >= least / (one.length * other.length) - groupSlack;
}

function storyOf(group: readonly StoryEvent[], component: string, compare: Compare): MentionCluster {
  const events = [...group].sort((a, b) => a.published.localeCompare(b.published) || byId(a, b));
  const first = [...group].sort(byId)[0];
  const merges: MergeReason[] = [];
  for (const [index, event] of events.entries()) {
    let best: { readonly into: StoryEvent; readonly likeness: Likeness } | null = null;
    for (const into of events.slice(0, index)) {
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
