import { addDays } from '../days.js';
import type { CountKey, Period } from '../ledger.js';
import { periodOf } from '../periods.js';
import type { Dictionaries } from './dictionaries.js';
import { blockRows, type EventColumns, noDay } from './event-columns.js';
import type { KeptEvents } from './load-columns.js';
import { dayName } from './row-filter.js';
import type { ListPart, SinglePart } from './tally.js';

/** How a key is counted: where its numbers come from, and what they mean. */
export type CountTable =
  | { readonly kind: 'single'; readonly part: Omit<SinglePart, 'stride'>; readonly names: readonly (string | null)[] }
  | { readonly kind: 'list'; readonly part: Omit<ListPart, 'stride'>; readonly names: readonly (string | null)[] };

const maker: Readonly<Record<CountKey, (kept: KeptEvents) => CountTable>> = {
  type: ({ words }) => direct('type', words.types),
  status: ({ words }) => direct('status', words.statuses),
  quad: () => direct('quad', ['0', '1', '2', '3', '4']),
  publisher: ({ words }) => direct('publisher', words.publishers),
  place: ({ words }) =>
    named(
      'place',
      words.places.map(({ id, name }) => name ?? id),
    ),
  'place-country': ({ words }) =>
    named(
      'place',
      words.places.map(({ country }) => country),
    ),
  mode: ({ words }) => setsOf('modes', words.modes),
  context: ({ words }) => setsOf('contexts', words.contexts),
  actor: ({ words }) => pairLists(words, ({ source, target }) => [source, target]),
  country: ({ words }) => pairLists(words, ({ sourceCountry, targetCountry }) => [sourceCountry, targetCountry]),
  pair: ({ words }) => pairNames(words),
  day: ({ columns }) => periods(columns, 'day'),
  week: ({ columns }) => periods(columns, 'week'),
  month: ({ columns }) => periods(columns, 'month'),
  year: ({ columns }) => periods(columns, 'year'),
};

const made = new WeakMap<KeptEvents, Map<CountKey, CountTable>>();

/** The table of a key, made once for each state of the ledger. */
export function countTable(kept: KeptEvents, key: CountKey): CountTable {
  const tables = made.get(kept) ?? new Map<CountKey, CountTable>();
  made.set(kept, tables);
  const table = tables.get(key) ?? maker[key](kept);
  tables.set(key, table);
  return table;
}

function direct(column: SinglePart['column'], names: readonly (string | null)[]): CountTable {
  return { kind: 'single', part: { column, table: null, offset: 0 }, names };
}

/** Numbers for words that several numbers share; 0 is none. */
function numbering(): { readonly names: (string | null)[]; readonly of: (word: string | null) => number } {
  const names: (string | null)[] = [null];
  const numbers = new Map<string, number>();
  return {
    names,
    of: (word) => {
      if (word === null) return 0;
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, names.length);
      names.push(word);
      return names.length - 1;
    },
  };
}

function named(column: SinglePart['column'], words: readonly (string | null)[]): CountTable {
  const { names, of } = numbering();
  const table = Int32Array.from(words, of);
  return { kind: 'single', part: { column, table, offset: 0 }, names };
}

function setsOf(column: 'modes' | 'contexts', sets: readonly string[]): CountTable {
  return lists(
    column,
    sets.map((set) => set.split('|').map((word) => (word === '' ? null : word))),
  );
}

function pairLists(
  { pairs }: Dictionaries,
  read: (pair: Dictionaries['pairs'][number]) => readonly (string | null)[],
): CountTable {
  return lists(
    'pairs',
    pairs.map((pair) => [...new Set(read(pair))].filter((word) => word !== null)),
  );
}

function lists(column: ListPart['column'], words: readonly (readonly (string | null)[])[]): CountTable {
  const { names, of } = numbering();
  const starts = new Int32Array(words.length + 1);
  const values: number[] = [];
  for (const [at, list] of words.entries()) {
    for (const word of list) values.push(of(word));
    starts[at + 1] = values.length;
  }
  return { kind: 'list', part: { column, starts, values: Int32Array.from(values) }, names };
}

function pairNames({ pairs }: Dictionaries): CountTable {
  const { names, of } = numbering();
  const values = Int32Array.from(pairs, ({ source, target }) => {
    if (source === null || target === null) return 0;
    return of(source < target ? `${source} ${target}` : `${target} ${source}`);
  });
  return { kind: 'list', part: { column: 'pairs', starts: null, values }, names };
}

/** The days between which events lie. */
export function daySpan({ rows, blockFirst, day }: EventColumns): readonly [first: number, last: number] | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let block = 0; block * blockRows < rows; block += 1) {
    const low = blockFirst[block] ?? noDay;
    if (low !== noDay && low < first) first = low;
  }
  for (let row = 0; row < rows; row += 1) {
    const at = day[row] ?? noDay;
    if (at === noDay) continue;
    if (at < first) first = at;
    if (at > last) last = at;
  }
  return last < first ? null : [first, last];
}

const periodTables = new WeakMap<KeptEvents['columns'], Map<Period, CountTable>>();

function periods(columns: EventColumns, period: Period): CountTable {
  const known = periodTables.get(columns)?.get(period);
  if (known) return known;
  const { names, of } = numbering();
  const span = daySpan(columns);
  const table = new Int32Array(span ? span[1] - span[0] + 2 : 1);
  if (span) {
    let day = dayName(span[0]);
    for (let at = 1; at < table.length; at += 1) {
      table[at] = of(periodOf(day, period));
      day = addDays(day, 1);
    }
  }
  const result: CountTable = {
    kind: 'single',
    part: { column: 'day', table, offset: span ? span[0] - 1 : 0 },
    names,
  };
  periodTables.set(columns, (periodTables.get(columns) ?? new Map<Period, CountTable>()).set(period, result));
  return result;
}
