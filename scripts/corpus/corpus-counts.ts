import type { CodedItem } from '../../src/evaluate/coded-item.js';
import { spanLabelled } from '../../src/evaluate/coded-item.js';
import { ontology } from '../../src/ontology/ontology.js';
import { triggerStem } from './trigger-stem.js';

export interface CountedRow {
  readonly name: string;
  readonly count: number;
  /** The least that the corpus should hold; null where nothing is asked. */
  readonly least: number | null;
}

export interface CountedTable {
  readonly title: string;
  readonly rows: readonly CountedRow[];
}

/** What the whole corpus must hold; a part of it is measured against the same numbers times its share. */
export const leastOf = {
  items: 6000,
  type: 350,
  mode: 40,
  status: 150,
  claim: 600,
  noEvent: 1500,
  pairs: 1500,
  stems: 60,
  countries: 170,
} as const;

export interface Country {
  readonly id: string;
  readonly pattern: RegExp;
}

/** Every count that steers the writing of the corpus, as tables. */
export function corpusCounts(items: readonly CodedItem[], countries: readonly Country[]): readonly CountedTable[] {
  const events = items.flatMap((item) => item.events.map((event) => ({ item, event })));
  const types = ontology().types;
  const statuses = tally(events.map(({ event }) => event.status));
  const claims = tally(events.map(({ event }) => event.claim.how));
  const pairs = [...tally(items.flatMap(({ pair }) => pair ?? [])).values()].filter((count) => count > 1);
  const parties = items.flatMap(({ spans }) => spans.filter(({ kind }) => kind === 'party'));
  const text = items.map((item) => item.text).join('\n');
  const small = new Set(text.match(/(?<![\p{L}])\p{Ll}+/gu));
  const stems = (code: string) =>
    new Set(
      events
        .filter(({ event }) => event.type === code)
        .map(({ item, event }) => triggerStem(spanLabelled(item, event.trigger)?.text ?? '')),
    ).size;
  const ofType = tally(events.map(({ event }) => event.type));
  const ofMode = tally(events.flatMap(({ event }) => event.modes.map((mode) => `${event.type} ${mode}`)));
  return [
    {
      title: 'corpus',
      rows: [
        row('items', items.length, leastOf.items),
        row('items without an event', items.filter((item) => item.events.length === 0).length, leastOf.noEvent),
        row('items with several events', items.filter((item) => item.events.length > 1).length),
        row('contrast pairs', pairs.length, leastOf.pairs),
        row('events', events.length),
        row('party phrases', parties.length),
        row('distinct party phrases', new Set(parties.map((span) => span.text.toLowerCase())).size),
        row('of a hundred parties, with a name', percent(parties.map((span) => hasName(span.text, small)))),
        row(
          'states and territories named',
          countries.filter(({ pattern }) => pattern.test(text)).length,
          leastOf.countries,
        ),
      ],
    },
    { title: 'events by type', rows: types.map(({ code }) => row(code, ofType.get(code) ?? 0, leastOf.type)) },
    {
      title: 'events by mode',
      rows: types.flatMap(({ code, modes }) =>
        modes.map((mode) => row(`${code} ${mode.code}`, ofMode.get(`${code} ${mode.code}`) ?? 0, leastOf.mode)),
      ),
    },
    {
      title: 'events by status',
      rows: [...statuses].map(([name, count]) => row(name, count, name === 'actual' ? null : leastOf.status)),
    },
    {
      title: 'events by claim',
      rows: [...claims].map(([name, count]) => row(name, count, name === 'stated' ? null : leastOf.claim)),
    },
    { title: 'distinct trigger stems by type', rows: types.map(({ code }) => row(code, stems(code), leastOf.stems)) },
    { title: 'items by style', rows: ranked(tally(items.map(({ style }) => style))) },
    { title: 'words an item', rows: lengths(items.map((item) => item.text.split(/\s+/).length)) },
    { title: 'first words, commonest', rows: ranked(tally(items.map(firstWord))).slice(0, 12) },
    { title: 'event position', rows: ranked(tally(events.map(({ item, event }) => surface(item, event.trigger)))) },
  ];
}

function row(name: string, count: number, least: number | null = null): CountedRow {
  return { name, count, least };
}

function tally(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function ranked(counts: ReadonlyMap<string, number>): readonly CountedRow[] {
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, count]) => row(name, count));
}

function percent(flags: readonly boolean[]): number {
  return Math.round((100 * flags.filter((flag) => flag).length) / Math.max(1, flags.length));
}

/** A phrase has a name when a word of it is capitalised that the corpus nowhere writes small. */
function hasName(phrase: string, small: ReadonlySet<string>): boolean {
  const capitals = phrase.match(/\p{Lu}[\p{L}'’-]*/gu) ?? [];
  return capitals.some((word) => !small.has(word.toLowerCase()));
}

function lengths(words: readonly number[]): readonly CountedRow[] {
  const sorted = words.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return [0.05, 0.25, 0.5, 0.75, 0.95, 1].map((share) => row(`${Math.round(100 * share)} % have at most`, at(share)));
}

function firstWord(item: CodedItem): string {
  return /[\p{L}\p{N}]+/u.exec(item.text)?.[0].toLowerCase() ?? '';
}

/** Where the trigger stands, by the words beside it: a stand-in until a parse is at hand. */
function surface(item: CodedItem, label: string): string {
  const span = spanLabelled(item, label);
  if (span === undefined) return 'unknown';
  const before = item.text.slice(0, span.start).trimEnd();
  if (before === '') return 'first in the text';
  const last = /[^\s]+$/.exec(before)?.[0].toLowerCase() ?? '';
  if (last === 'to') return 'after to';
  if (/^(?:a|an|the|its|their|his|her|this|that|any|no|of|for|after|over|in)$|['’]s?$/.test(last))
    return 'after article, possessor or preposition';
  if (/^(?:was|were|is|are|been|being|be)$/.test(last)) return 'after a form of be';
  if (/^(?:has|have|had)$/.test(last)) return 'after a form of have';
  if (/^(?:will|would|could|may|might|must|should|not)$/.test(last)) return 'after a modal or not';
  if (/^(?:who|which|that)$/.test(last)) return 'after a relative word';
  if (/ing$/i.test(span.text.split(' ')[0] ?? '')) return 'participle in -ing';
  return 'after its subject or another word';
}
