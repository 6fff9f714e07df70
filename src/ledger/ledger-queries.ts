import type { Quad, Status } from '../records/event.js';
import type { RelationKind } from '../records/relation.js';

/** The two clocks of every query. Both are days, `YYYY-MM-DD`, and mean the end of that day. */
export interface Clocks {
  /** What was true on this day. */
  readonly asOf?: string;
  /** What the ledger held on this day. */
  readonly knownOn?: string;
}

/** What events to ask for; fields that are left out do not filter. */
export interface EventFilter extends Clocks {
  readonly types?: readonly string[];
  readonly modes?: readonly string[];
  readonly contexts?: readonly string[];
  readonly quads?: readonly Quad[];
  /** `actual`, `planned` and `threatened` unless others are asked for. */
  readonly statuses?: readonly Status[] | 'all';
  /** Actor id in any role; parts roll up to their whole (`MLI` finds `MLI/armed-forces`). */
  readonly actor?: string;
  /** With `actor`: the other side, either way round. */
  readonly pairedWith?: string;
  readonly source?: string;
  readonly target?: string;
  /** Party's country slot, in any role. */
  readonly country?: string;
  /** PLOVER sector of a party, in any role. */
  readonly sector?: string;
  /** Place id (`geonames:ID`, ISO code, `region/NAME`) or name. */
  readonly place?: string;
  /** ISO 3166-1 alpha-3 code of the place's country. */
  readonly placeCountry?: string;
  readonly publisher?: string;
  /** Document id. */
  readonly document?: string;
  readonly story?: string;
  /** First and last day of the period in which the event's days must fall. */
  readonly from?: string;
  readonly to?: string;
  readonly minConfidence?: number;
  /** Actor id on whose word it is told. */
  readonly claimedBy?: string;
  /** Words that the document's text must hold, as in `search`. */
  readonly words?: string;
  /** Coded here, coded elsewhere and imported, or both (the default). */
  readonly coded?: 'here' | 'elsewhere' | 'all';
  /** Corrected by a person, or as the machine coded it. */
  readonly checked?: 'yes' | 'no';
}

export interface PageOptions {
  /** At most 1000; 50 unless told. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  readonly order?: 'newest' | 'oldest';
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the following page, null on the last. */
  readonly next: string | null;
}

export interface RelationFilter extends Clocks {
  readonly kinds?: readonly RelationKind[];
  /** Actor id in any role; parts roll up. */
  readonly actor?: string;
  readonly with?: string;
  /** Leaves out what comes from the actor dictionary. */
  readonly background?: boolean;
  /** Also relations that had ended or not begun on `asOf`. */
  readonly all?: boolean;
}

export interface SearchFilter extends Clocks {
  /** Words that must all occur; "…" a phrase; `title:`, `publisher:`, `type:`, `actor:`, `country:`, `after:`, `before:` filter by field; `-word` leaves out. */
  readonly words: string;
  readonly from?: string;
  readonly to?: string;
  readonly publisher?: string;
}

export const countKeys = [
  'type',
  'mode',
  'context',
  'quad',
  'status',
  'actor',
  'pair',
  'country',
  'place',
  'place-country',
  'publisher',
  'day',
  'week',
  'month',
  'year',
] as const;
export type CountKey = (typeof countKeys)[number];

export interface CountOptions extends EventFilter {
  readonly limit?: number;
  /** Counts the documents too, which costs most of the time; true unless told. */
  readonly documents?: boolean;
}

export type Period = 'day' | 'week' | 'month' | 'year';

export interface PanelOptions extends EventFilter {
  readonly unit: 'dyad' | 'actor';
  readonly period: Period;
  /** Countries (or actors) to fill the panel with; those that occur when left out. */
  readonly actors?: readonly string[];
  /** Level of actors: their country (the default) or the actor itself. */
  readonly level?: 'country' | 'actor';
}
