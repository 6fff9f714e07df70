import type { CountRow, EventFilter, Ledger, Period, PlaceCount, StorySummary } from '../ledger/ledger.js';
import { actorName } from '../ledger/named-actors.js';

/** What the front page shows: everything under the same filter, but for the timeline, which keeps the whole period in view. */
export interface Overview {
  /** Events and documents under the filter. */
  readonly events: number;
  readonly documents: number;
  /** Of the whole ledger. */
  readonly ledger: {
    readonly documents: number;
    readonly events: number;
    readonly corrections: number;
    readonly firstDay: string | null;
    readonly lastDay: string | null;
    readonly lastKnown: string | null;
  };
  readonly timeline: {
    readonly period: Period;
    readonly by: 'quad' | 'type';
    readonly rows: readonly CountRow[];
    /** Events of the few days far before or after the rest, which are not drawn. */
    readonly outside: number;
  };
  readonly types: readonly CountRow[];
  readonly publishers: readonly CountRow[];
  readonly pairs: readonly PairCount[];
  /** Names of the actors in `pairs`. */
  readonly names: Readonly<Record<string, string>>;
  readonly places: readonly PlaceCount[];
  readonly stories: readonly StorySummary[];
  readonly more: string | null;
  /** Lists that were cut, with the length they were cut to. */
  readonly cut: { readonly pairs: number | null; readonly places: number | null };
}

export interface PairCount {
  readonly a: string;
  readonly b: string;
  readonly quads: readonly [number, number, number, number];
  readonly events: number;
}

/** Readable names of actor ids. */
export function namesOf(ids: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries([...new Set(ids)].map((id) => [id, actorName(id)]));
}

const listed = { pairs: 60, places: 2000, stories: 20, publishers: 200 };

/** Asks the ledger for all parts of the front page at once. */
export async function overview(ledger: Ledger, filter: EventFilter, by: 'quad' | 'type'): Promise<Overview> {
  const { from: _from, to: _to, ...always } = filter;
  const [status, months, types, publishers, pairs, places, stories] = await Promise.all([
    ledger.status(),
    ledger.counts(['month', by], { ...always, documents: false }),
    ledger.counts(['type'], filter),
    ledger.counts(['publisher'], { ...filter, limit: 100_000 }),
    ledger.counts(['pair', 'quad'], { ...filter, limit: 2000, documents: false }),
    ledger.places({ ...filter, limit: listed.places }),
    ledger.stories({ ...filter, limit: listed.stories }),
  ]);
  const years = yearsOf(months);
  const [first, last] = yearsInView(years);
  const period = periodFor(first, last);
  const rows =
    period === 'week'
      ? await ledger.counts(['week', by], { ...always, ...within(first, last), limit: 10_000, documents: false })
      : timelineRows(months, period, [first, last]);
  const { documents, events, corrections, firstDay, lastDay, lastKnown } = status;
  const ranked = pairCounts(pairs);
  return {
    events: types.reduce((sum, row) => sum + row.events, 0),
    documents: publishers.reduce((sum, row) => sum + row.documents, 0),
    ledger: { documents, events, corrections, firstDay, lastDay, lastKnown },
    timeline: { period, by, rows, outside: outside(years, first, last) },
    types,
    publishers: publishers.slice(0, listed.publishers),
    pairs: ranked.slice(0, listed.pairs),
    names: namesOf(ranked.slice(0, listed.pairs).flatMap(({ a, b }) => [a, b, a.slice(0, 3), b.slice(0, 3)])),
    places,
    stories: stories.items,
    more: stories.next,
    cut: {
      pairs: ranked.length > listed.pairs ? listed.pairs : null,
      places: places.length >= listed.places ? listed.places : null,
    },
  };
}

interface YearCount {
  /** Null for events without a day. */
  readonly year: string | null;
  readonly events: number;
}

function yearsOf(months: readonly CountRow[]): readonly YearCount[] {
  const years = new Map<string | null, number>();
  for (const { values, events } of months) {
    const year = values[0]?.slice(0, 4) ?? null;
    years.set(year, (years.get(year) ?? 0) + events);
  }
  return [...years].map(([year, events]) => ({ year, events }));
}

/** The months of the years drawn, or these years, the most eventful first. */
function timelineRows(
  months: readonly CountRow[],
  period: Period,
  [first, last]: readonly [string | null, string | null],
): readonly CountRow[] {
  const sums = new Map<string, CountRow>();
  for (const { values, events } of months) {
    const [month = null, kind = null] = values;
    const year = month?.slice(0, 4) ?? '';
    if (first !== null && last !== null && (year < first || year > last)) continue;
    const time = period === 'year' && month !== null ? year : month;
    const name = `${time} ${kind}`;
    sums.set(name, { values: [time, kind], events: events + (sums.get(name)?.events ?? 0), documents: 0 });
  }
  return [...sums.values()].sort((a, b) => b.events - a.events);
}

/** Share of the events that may lie outside the years drawn, so that one old date does not flatten the rest. */
const strays = 0.01;

function yearsInView(rows: readonly YearCount[]): readonly [string | null, string | null] {
  const years = rows.flatMap(({ year, events }) => (year ? [{ year, events }] : []));
  years.sort((a, b) => a.year.localeCompare(b.year));
  const spare = Math.floor(years.reduce((sum, { events }) => sum + events, 0) * strays);
  const edge = (list: typeof years): string | null => {
    let passed = 0;
    return (
      list.find(({ events }) => {
        passed += events;
        return passed > spare;
      })?.year ?? null
    );
  };
  return [edge(years), edge([...years].reverse())];
}

function within(first: string | null, last: string | null): Pick<EventFilter, 'from' | 'to'> {
  return first === null || last === null ? {} : { from: `${first}-01-01`, to: `${last}-12-31` };
}

function outside(rows: readonly YearCount[], first: string | null, last: string | null): number {
  return rows.reduce((sum, { year, events }) => {
    const inside = year && (first === null || year >= first) && (last === null || year <= last);
    return inside ? sum : sum + events;
  }, 0);
}

/** The period whose bars can still be told apart over these years. */
export function periodFor(first: string | null, last: string | null): Period {
  if (first === null || last === null) return 'month';
  const years = Number(last) - Number(first) + 1;
  if (years <= 1) return 'week';
  return years <= 25 ? 'month' : 'year';
}

/** Pairs with their events by quad, the most eventful first. */
export function pairCounts(rows: readonly CountRow[]): readonly PairCount[] {
  const pairs = new Map<string, [number, number, number, number]>();
  for (const { values, events } of rows) {
    const [pair, quad] = values;
    if (!pair) continue;
    const counts = pairs.get(pair) ?? [0, 0, 0, 0];
    const at = Number(quad) - 1;
    counts[at] = (counts[at] ?? 0) + events;
    pairs.set(pair, counts);
  }
  return [...pairs]
    .map(([pair, quads]) => {
      const [a = '', b = ''] = pair.split(' ');
      return { a, b, quads, events: quads.reduce((sum, count) => sum + count, 0) };
    })
    .sort((x, y) => y.events - x.events || x.a.localeCompare(y.a) || x.b.localeCompare(y.b));
}
