import { blockRows, type EventColumns, noDay } from './event-columns.js';
import type { GroupTally, ListPart, SinglePart, Tallying } from './tally.js';

/** Counts events, and documents where they are asked for, by one or more keys. */
export function groupTally(columns: EventColumns, tally: GroupTally): Tallying {
  if (tally.list) return listGroups(columns, tally, tally.list);
  return quickGroups(columns, tally) ?? singleGroups(columns, tally);
}

/** The shapes that the front page asks for, each in one short loop; null for all others. */
function quickGroups(columns: EventColumns, { parts, size, documents }: GroupTally): Tallying | null {
  const [one, other] = parts;
  if (!one || parts.length > 2) return null;
  const events = new Int32Array(size);
  if (one.column === 'publisher' && !other) {
    const told = documents ? new Int32Array(size) : null;
    let last = -1;
    return {
      add: (rows, count) => {
        last = countPublishers(columns, { rows, count, events, told, last });
      },
      result: () => ({ kind: 'groups', events, documents: told }),
    };
  }
  if (documents) return null;
  const bytes = other === undefined ? null : byteColumn(columns, other);
  if (!bytes || (one.column !== 'day' && one.column !== 'place')) return null;
  const column = columns[one.column];
  return {
    add: (rows, count) => countByBytes({ rows, count, events, column, bytes, part: one }),
    result: () => ({ kind: 'groups', events, documents: null }),
  };
}

/** The column of a part that is counted as it stands, in the last place. */
function byteColumn(columns: EventColumns, { column, table, stride }: SinglePart): Uint8Array | null {
  const isByte = column === 'type' || column === 'quad' || column === 'status';
  return isByte && table === null && stride === 1 ? columns[column] : null;
}

interface PublisherCounting {
  readonly rows: Int32Array;
  readonly count: number;
  readonly events: Int32Array;
  readonly told: Int32Array | null;
  /** The document before. */
  readonly last: number;
}

/** A document has one publisher, so it is looked up once for all its events. */
function countPublishers({ document, publisher }: EventColumns, counting: PublisherCounting): number {
  const { rows, count, events, told } = counting;
  let { last } = counting;
  let group = last < 0 ? 0 : (publisher[last] ?? 0);
  for (let index = 0; index < count; index += 1) {
    const doc = document[rows[index] ?? 0] ?? 0;
    if (doc !== last) {
      last = doc;
      group = publisher[doc] ?? 0;
      if (told) told[group] = (told[group] ?? 0) + 1;
    }
    events[group] = (events[group] ?? 0) + 1;
  }
  return last;
}

interface ByteCounting {
  readonly rows: Int32Array;
  readonly count: number;
  readonly events: Int32Array;
  readonly column: Int32Array;
  readonly bytes: Uint8Array;
  readonly part: SinglePart;
}

function countByBytes({ rows, count, events, column, bytes, part }: ByteCounting): void {
  const { table, offset, stride } = part;
  for (let index = 0; index < count; index += 1) {
    const row = rows[index] ?? 0;
    const at = column[row] ?? noDay;
    const value = at === noDay ? 0 : at - offset;
    const group = (table ? (table[value] ?? 0) : value) * stride + (bytes[row] ?? 0);
    events[group] = (events[group] ?? 0) + 1;
  }
}

function singleGroups(columns: EventColumns, { parts, size, documents }: GroupTally): Tallying {
  const groups = new Int32Array(blockRows);
  const events = new Int32Array(size);
  const told = documents ? new Int32Array(size) : null;
  const lastDocument = documents ? new Int32Array(size).fill(-1) : null;
  const { document } = columns;
  return {
    add: (rows, count) => {
      groupsOf(columns, parts, { rows, count, groups });
      for (let index = 0; index < count; index += 1) {
        const group = groups[index] ?? 0;
        events[group] = (events[group] ?? 0) + 1;
      }
      if (!told || !lastDocument) return;
      for (let index = 0; index < count; index += 1) {
        const group = groups[index] ?? 0;
        const doc = document[rows[index] ?? 0] ?? 0;
        if (lastDocument[group] === doc) continue;
        lastDocument[group] = doc;
        told[group] = (told[group] ?? 0) + 1;
      }
    },
    result: () => ({ kind: 'groups', events, documents: told }),
  };
}

function listGroups(columns: EventColumns, { parts, size, documents }: GroupTally, list: ListPart): Tallying {
  const groups = new Int32Array(blockRows);
  const events = new Int32Array(size);
  const lastRow = new Int32Array(size).fill(-1);
  const told = documents ? new Int32Array(size) : null;
  const lastDocument = documents ? new Int32Array(size).fill(-1) : null;
  const { document, pairFrom, pairs } = columns;
  const { starts, values, stride } = list;
  const sets = list.column === 'modes' ? columns.modes : columns.contexts;
  const [part] = parts;
  const bytes = part && parts.length === 1 ? byteColumn(columns, part) : null;
  const takeAgain = (group: number, row: number): void => {
    if (lastRow[group] === row) return;
    lastRow[group] = row;
    events[group] = (events[group] ?? 0) + 1;
    if (!told || !lastDocument) return;
    const doc = document[row] ?? 0;
    if (lastDocument[group] === doc) return;
    lastDocument[group] = doc;
    told[group] = (told[group] ?? 0) + 1;
  };
  const take = (number: number, base: number, row: number): void => {
    const first = starts ? (starts[number] ?? 0) : number;
    const stop = starts ? (starts[number + 1] ?? 0) : number + 1;
    for (let at = first; at < stop; at += 1) takeAgain(base + (values[at] ?? 0) * stride, row);
  };
  return {
    add: (rows, count) => {
      if (bytes && list.column === 'pairs' && !starts && !told)
        return countPairs(columns, list, { rows, count, bytes, events, lastRow });
      groupsOf(columns, parts, { rows, count, groups });
      if (list.column !== 'pairs')
        for (let index = 0; index < count; index += 1)
          take(sets[rows[index] ?? 0] ?? 0, groups[index] ?? 0, rows[index] ?? 0);
      else
        for (let index = 0; index < count; index += 1) {
          const row = rows[index] ?? 0;
          for (let at = pairFrom[row] ?? 0; at < (pairFrom[row + 1] ?? 0); at += 1)
            take(pairs[at] ?? 0, groups[index] ?? 0, row);
        }
    },
    result: () => ({ kind: 'groups', events, documents: told }),
  };
}

interface PairCounting {
  readonly rows: Int32Array;
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly events: Int32Array;
  readonly lastRow: Int32Array;
}

/** Counts each pair of an event once: the loop that most of a front page's time goes into. */
function countPairs(
  { pairFrom, pairs }: EventColumns,
  { values, stride }: ListPart,
  { rows, count, bytes, events, lastRow }: PairCounting,
): void {
  for (let index = 0; index < count; index += 1) {
    const row = rows[index] ?? 0;
    const base = bytes[row] ?? 0;
    const from = pairFrom[row] ?? 0;
    const stop = pairFrom[row + 1] ?? 0;
    if (stop === from + 1) {
      const group = base + (values[pairs[from] ?? 0] ?? 0) * stride;
      events[group] = (events[group] ?? 0) + 1;
      continue;
    }
    for (let at = from; at < stop; at += 1) {
      const group = base + (values[pairs[at] ?? 0] ?? 0) * stride;
      if (lastRow[group] === row) continue;
      lastRow[group] = row;
      events[group] = (events[group] ?? 0) + 1;
    }
  }
}

interface Grouping {
  readonly rows: Int32Array;
  readonly count: number;
  readonly groups: Int32Array;
}

function groupsOf(columns: EventColumns, parts: readonly SinglePart[], grouping: Grouping): void {
  const { rows, count, groups } = grouping;
  groups.fill(0, 0, count);
  for (const part of parts) {
    const { table, offset, stride } = part;
    if (part.column === 'type' || part.column === 'quad' || part.column === 'status')
      addBytes(columns[part.column], part, grouping);
    else if (part.column === 'place') {
      const { place } = columns;
      for (let index = 0; index < count; index += 1) {
        const value = place[rows[index] ?? 0] ?? 0;
        groups[index] = (groups[index] ?? 0) + (table ? (table[value] ?? 0) : value) * stride;
      }
    } else if (part.column === 'publisher') {
      const { document, publisher } = columns;
      for (let index = 0; index < count; index += 1)
        groups[index] = (groups[index] ?? 0) + (publisher[document[rows[index] ?? 0] ?? 0] ?? 0) * stride;
    } else {
      const { day } = columns;
      for (let index = 0; index < count; index += 1) {
        const at = day[rows[index] ?? 0] ?? noDay;
        const value = at === noDay ? 0 : at - offset;
        groups[index] = (groups[index] ?? 0) + (table ? (table[value] ?? 0) : value) * stride;
      }
    }
  }
}

function addBytes(column: Uint8Array, { table, stride }: SinglePart, { rows, count, groups }: Grouping): void {
  for (let index = 0; index < count; index += 1) {
    const value = column[rows[index] ?? 0] ?? 0;
    groups[index] = (groups[index] ?? 0) + (table ? (table[value] ?? 0) : value) * stride;
  }
}
