import { mostDaysApart } from './compare-mentions.js';
import { daysBetween } from './days.js';
import type { StoryEvent } from './story-event.js';

export interface Linking {
  readonly alike: (a: StoryEvent, b: StoryEvent) => boolean;
  /** Pairs of keys that are linked whatever their likeness. */
  readonly together: readonly (readonly [number, number])[];
}

/**
 * Mentions that a chain of alike pairs links, in the order given. Who shares a party and a quad within days of one another is
 * compared, but never two that are linked already: a thousand mentions of one thing cost a thousand comparisons.
 */
export function linkComponents(
  events: readonly StoryEvent[],
  { alike, together }: Linking,
): readonly (readonly StoryEvent[])[] {
  const parent = events.map((_, index) => index);
  const root = (of: number): number => {
    let at = of;
    for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
      const above = parent[up] ?? up;
      parent[at] = above;
      at = above;
    }
    return at;
  };
  for (const block of blocksOf(events)) {
    let open: number[][] = [];
    for (const index of block) {
      const event = events[index];
      if (!event) continue;
      open = linkInto(open, index, {
        root,
        link: (other) => {
          parent[root(index)] = root(other);
        },
        past: (other) => isPast(events[other], event),
        alike: (other) => {
          const before = events[other];
          return before !== undefined && near(before, event) && alike(before, event);
        },
      });
    }
  }
  const places = new Map(events.map((event, index) => [event.key, index]));
  for (const [a, b] of together) {
    const one = places.get(a);
    const other = places.get(b);
    if (one !== undefined && other !== undefined) parent[root(one)] = root(other);
  }
  const components = new Map<number, StoryEvent[]>();
  for (const [index, event] of events.entries()) {
    const at = root(index);
    const list = components.get(at);
    if (list) list.push(event);
    else components.set(at, [event]);
  }
  return [...components.values()];
}

interface Joining {
  readonly root: (index: number) => number;
  readonly link: (other: number) => void;
  readonly past: (other: number) => boolean;
  readonly alike: (other: number) => boolean;
}

/** Takes a mention into the linked lists of its block; those that it links become one, what is long past is dropped. */
function linkInto(open: readonly number[][], index: number, { root, link, past, alike }: Joining): number[][] {
  const kept: number[][] = [];
  let own: number[] | null = null;
  for (const list of open) {
    const last = list.at(-1);
    if (last === undefined || list.findLast((each) => !past(each)) === undefined) continue;
    const linked = root(last) === root(index) || list.findLast(alike) !== undefined;
    if (!linked) {
      kept.push(list);
      continue;
    }
    link(last);
    if (own === null) {
      own = list;
      kept.push(list);
    } else for (const each of list) own.push(each);
  }
  if (own === null) kept.push([index]);
  else own.push(index);
  return kept;
}

/** Places of the mentions that share a party and a quad, the earliest first. */
function blocksOf(events: readonly StoryEvent[]): Iterable<readonly number[]> {
  const blocks = new Map<string, number[]>();
  for (const [index, event] of events.entries()) {
    for (const token of event.tokens) {
      const block = `${event.quad} ${token}`;
      const list = blocks.get(block);
      if (list) list.push(index);
      else blocks.set(block, [index]);
    }
  }
  const first = (index: number): string => events[index]?.first ?? '';
  for (const block of blocks.values())
    block.sort((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : a - b));
  return blocks.values();
}

const isPast = (before: StoryEvent | undefined, event: StoryEvent): boolean =>
  before !== undefined &&
  before.last !== null &&
  event.first !== null &&
  daysBetween(before.last, event.first) > mostDaysApart;

function near(a: StoryEvent, b: StoryEvent): boolean {
  if (a.first === null || b.first === null || a.last === null || b.last === null) return a.first === b.first;
  return daysBetween(a.last, b.first) <= mostDaysApart && daysBetween(b.last, a.first) <= mostDaysApart;
}

/** Whether two mentions share a party and a quad and lie near in time. */
export function inBlocks(a: StoryEvent, b: StoryEvent): boolean {
  return a.quad === b.quad && near(a, b) && a.tokens.some((token) => b.tokens.includes(token));
}
