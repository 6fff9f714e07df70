/** A key to count by that has one value for each event: a column, or what a table makes of it. */
export interface SinglePart {
  readonly column: 'type' | 'quad' | 'status' | 'place' | 'publisher' | 'day';
  readonly table: Int32Array | null;
  /** Taken from the value before the table is asked; a missing day becomes 0. */
  readonly offset: number;
  readonly stride: number;
}

/** A key of which an event can have several values: those of its set of modes or contexts, or of its pairs. */
export interface ListPart {
  readonly column: 'modes' | 'contexts' | 'pairs';
  /** Where the values of each number begin in `values`, one more than there are numbers; null where each has just one. */
  readonly starts: Int32Array | null;
  readonly values: Int32Array;
  readonly stride: number;
}

export type Tally =
  | {
      readonly kind: 'groups';
      readonly parts: readonly SinglePart[];
      readonly list: ListPart | null;
      readonly size: number;
      readonly documents: boolean;
    }
  | {
      readonly kind: 'page';
      readonly limit: number;
      readonly oldest: boolean;
      readonly after: { readonly day: number; readonly key: number } | null;
    }
  | {
      readonly kind: 'sides';
      /** By pair: 1 where it is asked for, 2 where the asked is its source, 4 its target. */
      readonly flags: Uint8Array;
      /** By pair: number of the other side, -1 for none. */
      readonly others: Int32Array;
      readonly otherCount: number;
      /** Month by day, less `offset`. */
      readonly months: Int32Array;
      readonly offset: number;
      readonly monthCount: number;
      readonly pairCount: number;
    };

export type TallyResult =
  | { readonly kind: 'groups'; readonly events: Int32Array; readonly documents: Int32Array | null }
  | { readonly kind: 'page'; readonly rows: Int32Array }
  | {
      readonly kind: 'sides';
      readonly events: number;
      readonly first: number;
      readonly last: number;
      /** By type: events in all, as source, as target, not as source. */
      readonly types: Int32Array;
      /** By other side: events, cooperation, conflict. */
      readonly others: Int32Array;
      /** By month and quad. */
      readonly months: Int32Array;
      /** Rows by pair. */
      readonly pairs: Int32Array;
    };

export interface Tallying {
  readonly add: (rows: Int32Array, count: number) => void;
  readonly result: () => TallyResult;
}

export type GroupTally = Extract<Tally, { readonly kind: 'groups' }>;
export type PageTally = Extract<Tally, { readonly kind: 'page' }>;
export type SideTally = Extract<Tally, { readonly kind: 'sides' }>;
