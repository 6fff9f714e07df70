import { readCursor, writeCursor } from '../cursor.js';
import type { Database } from '../database.js';
import type {
  Balance,
  CountKey,
  CountOptions,
  CountRow,
  EventFilter,
  PageOptions,
  PartyLabel,
  PlaceCount,
} from '../ledger.js';
import { actorName } from '../named-actors.js';
import type { SideTotals } from '../side-totals.js';
import { type CountTable, countTable, daySpan } from './count-tables.js';
import { noDay, rowOf } from './event-columns.js';
import { columnLoader, type KeptEvents } from './load-columns.js';
import { betweenActors, dayName, dayNumber, isSource, isTarget, rowFilter, underActor } from './row-filter.js';
import { openScanPool } from './scan-pool.js';
import { isWanted } from './scan-rows.js';
import type { Tally, TallyResult } from './tally.js';

/** Counts and pages from the columns in memory; null where only the tables can answer. */
export interface KeptAnswers {
  readonly counts: (by: readonly CountKey[], query: CountOptions) => Promise<readonly CountRow[] | null>;
  readonly places: (query: EventFilter & { readonly limit?: number }) => Promise<readonly PlaceCount[] | null>;
  readonly keys: (
    query: EventFilter & PageOptions,
    limit: number,
  ) => Promise<{ readonly rows: readonly number[]; readonly next: string | null } | null>;
  /** Which of these events pass the filter. */
  readonly matching: (keys: readonly number[], filter: EventFilter) => Promise<ReadonlySet<number> | null>;
  /** What passed between an actor and all others, or between two. */
  readonly sides: (actor: string, other: string | null, filter: EventFilter) => Promise<SideTotals | null>;
  readonly actors: () => Promise<readonly (PartyLabel & { readonly events: number; readonly pairs: number })[] | null>;
  readonly close: () => Promise<void>;
}

/** Groups that are counted in memory, at most. */
const mostGroups = 1 << 24;
const mostRows = 100_000;
const mostAnswers = 100;

/** Answers from columns that are read at the first question; `most` bounds their bytes. */
export function openKeptAnswers(db: Database, most: number): KeptAnswers {
  const loader = columnLoader(db, most);
  const pool = openScanPool();
  const { load } = loader;
  let current: KeptEvents | null = null;
  const answers = new Map<string, Promise<unknown>>();
  /** The answer to a question, made once for each state of the ledger. */
  const once = async <Answer>(
    question: readonly unknown[],
    make: (kept: KeptEvents) => Promise<Answer | null>,
  ): Promise<Answer | null> => {
    const kept = await load();
    if (kept === null) return null;
    if (kept !== current) answers.clear();
    current = kept;
    const name = JSON.stringify(question);
    const known = answers.get(name) as Promise<Answer | null> | undefined;
    const answer = known ?? make(kept);
    answers.delete(name);
    answers.set(name, answer);
    answer.catch(() => answers.delete(name));
    const [oldest] = answers.keys();
    if (answers.size > mostAnswers && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
  const ask = asking(db, pool);
  return {
    counts: (by, { documents = true, limit, ...filter }) =>
      once(['counts', by, documents, limit, filter], async (kept) => {
        const tables = by.map((key) => countTable(kept, key));
        const size = tables.reduce((product, { names }) => product * names.length, 1);
        if (size > mostGroups || tables.filter(({ kind }) => kind === 'list').length > 1) return null;
        const result = await ask(kept, filter, groupTally(tables, size, documents));
        return result?.kind === 'groups' ? countRows(tables, result, Math.min(limit ?? mostRows, mostRows)) : null;
      }),
    places: ({ limit = 1000, ...filter }) =>
      once(['places', limit, filter], async (kept) => {
        const size = kept.words.places.length * 5;
        const parts = [
          { column: 'place', table: null, offset: 0, stride: 5 },
          { column: 'quad', table: null, offset: 0, stride: 1 },
        ] as const;
        const result = await ask(kept, filter, { kind: 'groups', parts, list: null, size, documents: false });
        return result?.kind === 'groups' ? placeCounts(kept, result.events, Math.min(limit, mostRows)) : null;
      }),
    keys: ({ limit: _limit, cursor, order, ...filter }, limit) =>
      once(['keys', limit, cursor, order, filter], async (kept) => {
        const from = cursor === undefined ? null : readCursor(cursor);
        const after = from && { day: from.day === null ? noDay : dayNumber(from.day), key: from.key };
        const tally: Tally = { kind: 'page', limit: limit + 1, oldest: order === 'oldest', after };
        const result = await ask(kept, filter, tally);
        if (result?.kind !== 'page') return null;
        const { key, day } = kept.columns;
        const rows = [...result.rows.subarray(0, limit)];
        const last = rows.at(-1);
        const lastDay = last === undefined ? noDay : (day[last] ?? noDay);
        return {
          rows: rows.map((row) => key[row] ?? 0),
          next:
            result.rows.length > limit && last !== undefined
              ? writeCursor({ day: lastDay === noDay ? null : dayName(lastDay), key: key[last] ?? 0 })
              : null,
        };
      }),
    matching: async (keys, filter) => {
      const kept = await load();
      const wanted = kept && (await rowFilter(db, kept, filter));
      if (!kept || !wanted) return null;
      return new Set(
        keys.filter((key) => {
          const row = rowOf(kept.columns, key);
          return row >= 0 && isWanted(kept.columns, wanted, row);
        }),
      );
    },
    sides: (actor, other, filter) =>
      once(['sides', actor, other, filter], async (kept) => {
        const asked = sidesTally(kept, actor, other);
        const result = await ask(kept, filter, asked.tally);
        return result?.kind === 'sides' ? sideTotals(kept, asked, result) : null;
      }),
    actors: () =>
      once(['actors'], async (kept) => {
        const table = countTable(kept, 'actor');
        const all = { statuses: 'all' } as const;
        const [events, pairs] = await Promise.all([
          ask(kept, all, groupTally([table], table.names.length, false)),
          ask(kept, all, sidesTally(kept, null, null).tally),
        ]);
        return events?.kind === 'groups' && pairs?.kind === 'sides'
          ? actorLabels(kept, table, { events: events.events, rows: pairs.pairs })
          : null;
      }),
    close: async () => {
      await pool.close();
      await loader.close();
    },
  };
}

interface Asked {
  readonly kept: KeptEvents;
  readonly tallies: Tally[];
  readonly results: Promise<readonly TallyResult[] | null>;
}

/** Questions under one filter that are asked at once are answered in one pass. */
function asking(
  db: Database,
  pool: ReturnType<typeof openScanPool>,
): (kept: KeptEvents, filter: EventFilter, tally: Tally) => Promise<TallyResult | null> {
  const waiting = new Map<string, Asked>();
  const answer = async (kept: KeptEvents, filter: EventFilter, tallies: readonly Tally[]) => {
    await new Promise((resolve) => setImmediate(resolve));
    const name = JSON.stringify(filter);
    if (waiting.get(name)?.tallies === tallies) waiting.delete(name);
    const rows = await rowFilter(db, kept, filter);
    return rows && pool.scan(kept.columns, rows, tallies);
  };
  return async (kept, filter, tally) => {
    const name = JSON.stringify(filter);
    let asked = waiting.get(name);
    if (asked?.kept !== kept) {
      const tallies: Tally[] = [];
      asked = { kept, tallies, results: answer(kept, filter, tallies) };
      waiting.set(name, asked);
    }
    const at = asked.tallies.push(tally) - 1;
    return (await asked.results)?.[at] ?? null;
  };
}

function groupTally(tables: readonly CountTable[], size: number, documents: boolean): Tally {
  let stride = size;
  const parts = [];
  let list = null;
  for (const table of tables) {
    stride /= table.names.length;
    if (table.kind === 'single') parts.push({ ...table.part, stride });
    else list = { ...table.part, stride };
  }
  return { kind: 'groups', parts, list, size, documents };
}

function countRows(
  tables: readonly CountTable[],
  { events, documents }: Extract<TallyResult, { readonly kind: 'groups' }>,
  limit: number,
): readonly CountRow[] {
  const found: number[] = [];
  for (let group = 0; group < events.length; group += 1) if ((events[group] ?? 0) > 0) found.push(group);
  const least = Int32Array.from(found, (group) => events[group] ?? 0).sort()[found.length - limit] ?? 0;
  const rows = found
    .filter((group) => (events[group] ?? 0) >= least)
    .map((group): CountRow => {
      const values: (string | null)[] = [];
      let rest = group;
      for (const { names } of [...tables].reverse()) {
        values.unshift(names[rest % names.length] ?? null);
        rest = Math.floor(rest / names.length);
      }
      return { values, events: events[group] ?? 0, documents: documents?.[group] ?? 0 };
    });
  return rows.sort((a, b) => b.events - a.events || compareValues(a.values, b.values)).slice(0, limit);
}

function compareValues(one: readonly (string | null)[], other: readonly (string | null)[]): number {
  for (const [at, a] of one.entries()) {
    const b = other[at] ?? null;
    if (a === b) continue;
    if (a === null || b === null) return a === null ? 1 : -1;
    return a < b ? -1 : 1;
  }
  return 0;
}

function placeCounts({ words }: KeptEvents, events: Int32Array, limit: number): readonly PlaceCount[] {
  const found = new Map<string, PlaceCount & { readonly quads: [number, number, number, number] }>();
  for (const [number, { id, name, country, precision, latitude, longitude }] of words.places.entries()) {
    const quads = [1, 2, 3, 4].map((quad) => events[number * 5 + quad] ?? 0);
    const sum = quads.reduce((total, count) => total + count, events[number * 5] ?? 0);
    if (sum === 0 || latitude === null || longitude === null) continue;
    const key = JSON.stringify([id, name, country, precision]);
    const before = found.get(key);
    const [a = 0, b = 0, c = 0, d = 0] = quads.map((count, at) => count + (before?.quads[at] ?? 0));
    found.set(key, {
      id,
      name: String(name),
      country,
      latitude: before?.latitude ?? Number(latitude.toPrecision(7)),
      longitude: before?.longitude ?? Number(longitude.toPrecision(7)),
      precision: String(precision),
      events: sum + (before?.events ?? 0),
      quads: [a, b, c, d],
    });
  }
  return [...found.values()]
    .sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .slice(0, limit);
}

interface AskedSides {
  readonly tally: Extract<Tally, { readonly kind: 'sides' }>;
  readonly others: readonly string[];
  readonly months: readonly string[];
  /** By pair: whether the asked is its source. */
  readonly flags: Uint8Array;
}

/** All pairs where no actor is asked for. */
function sidesTally({ columns, words }: KeptEvents, actor: string | null, other: string | null): AskedSides {
  const under = actor === null ? (): boolean => false : underActor(actor);
  const between = actor !== null && other !== null ? betweenActors(actor, other) : null;
  const flags = new Uint8Array(words.pairs.length);
  const others: string[] = [];
  const numbers = new Map<string, number>();
  const otherOf = Int32Array.from(words.pairs, (pair, at) => {
    const source = isSource(under, pair);
    const target = isTarget(under, pair);
    const asked = actor === null || (between ? between(pair) : source || target);
    flags[at] = (asked ? 1 : 0) | (source ? 2 : 0) | (target ? 4 : 0);
    const id = source ? (pair.target ?? pair.targetCountry) : (pair.source ?? pair.sourceCountry);
    if (!asked || actor === null || id === null) return -1;
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, others.length);
    return others.push(id) - 1;
  });
  const span = daySpan(columns) ?? [0, 0];
  const months: string[] = [];
  const monthOf = Int32Array.from({ length: span[1] - span[0] + 1 }, (_, at) => {
    const month = dayName(span[0] + at).slice(0, 7);
    if (months.at(-1) !== month) months.push(month);
    return months.length - 1;
  });
  const tally = {
    kind: 'sides',
    flags,
    others: otherOf,
    otherCount: others.length,
    months: monthOf,
    offset: span[0],
    monthCount: months.length,
    pairCount: words.pairs.length,
  } as const;
  return { tally, others, months, flags };
}

function sideTotals(
  { words }: KeptEvents,
  { others, months, flags }: AskedSides,
  result: Extract<TallyResult, { readonly kind: 'sides' }>,
): SideTotals {
  const at = (list: Int32Array, index: number): number => list[index] ?? 0;
  const countries = new Map<string, number>();
  for (const [number, pair] of words.pairs.entries()) {
    const rows = at(result.pairs, number);
    const country = ((flags[number] ?? 0) & 2) === 0 ? pair.targetCountry : pair.sourceCountry;
    if (rows > 0 && country !== null) countries.set(country, (countries.get(country) ?? 0) + rows);
  }
  return {
    events: result.events,
    first: Number.isFinite(result.first) ? dayName(result.first) : null,
    last: Number.isFinite(result.last) ? dayName(result.last) : null,
    country: mostOf(countries),
    types: words.types.flatMap((type, number) => {
      const events = at(result.types, number * 4);
      const [asSource, asTarget, notSource] = [1, 2, 3].map((side) => at(result.types, number * 4 + side));
      return events === 0
        ? []
        : [{ type, events, asSource: asSource ?? 0, asTarget: asTarget ?? 0, notSource: notSource ?? 0 }];
    }),
    others: others
      .map((actor, number) => ({
        actor,
        events: at(result.others, number * 3),
        cooperation: at(result.others, number * 3 + 1),
        conflict: at(result.others, number * 3 + 2),
      }))
      .filter(({ events }) => events > 0)
      .sort((a, b) => b.events - a.events || (a.actor < b.actor ? -1 : 1)),
    balance: months.flatMap((period, month): Balance[] => {
      const [q1 = 0, q2 = 0, q3 = 0, q4 = 0] = result.months.subarray(month * 4, month * 4 + 4);
      return q1 + q2 + q3 + q4 === 0
        ? []
        : [{ period, verbalCooperation: q1, materialCooperation: q2, verbalConflict: q3, materialConflict: q4 }];
    }),
  };
}

function mostOf(counts: ReadonlyMap<string, number>): string | null {
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return sorted[0]?.[0] ?? null;
}

function actorLabels(
  { words }: KeptEvents,
  { names }: CountTable,
  { events, rows }: { readonly events: Int32Array; readonly rows: Int32Array },
): readonly (PartyLabel & { readonly events: number; readonly pairs: number })[] {
  const pairs = new Map<string, { pairs: number; readonly countries: Map<string, number> }>();
  const add = (actor: string | null, country: string | null, count: number): void => {
    if (actor === null || count === 0) return;
    const found = pairs.get(actor) ?? { pairs: 0, countries: new Map<string, number>() };
    pairs.set(actor, found);
    found.pairs += count;
    if (country !== null) found.countries.set(country, (found.countries.get(country) ?? 0) + count);
  };
  for (const [number, { source, sourceCountry, target, targetCountry }] of words.pairs.entries()) {
    add(source, sourceCountry, rows[number] ?? 0);
    add(target, targetCountry, rows[number] ?? 0);
  }
  return names
    .flatMap((actor, number) => {
      const found = actor === null ? undefined : pairs.get(actor);
      return actor === null || !found
        ? []
        : [
            {
              actor,
              name: actorName(actor),
              country: mostOf(found.countries),
              events: events[number] ?? 0,
              pairs: found.pairs,
            },
          ];
    })
    .sort((a, b) => b.pairs - a.pairs || (a.actor < b.actor ? -1 : 1));
}
