import type { Claim } from './claim.js';
import type { Party } from './party.js';
import type { Span } from './span.js';

export const statuses = [
  'actual',
  'planned',
  'threatened',
  'alleged',
  'denied',
  'negated',
  'hypothetical',
  'historical',
] as const;
export type Status = (typeof statuses)[number];
/** Statuses that outputs and counts show unless others are asked for. */
export const shownStatuses: readonly Status[] = ['actual', 'planned', 'threatened'];

export type Quad = 1 | 2 | 3 | 4;

export interface Quantity {
  readonly span: Span;
  readonly value: number;
  readonly upper: number | null;
  readonly unit: string | null;
}

/** What is signed, demanded, given, refused or seized. */
export interface EventObject {
  readonly span: Span;
  readonly kind: 'agreement' | 'money' | 'troops' | 'weapons' | 'people' | 'goods' | 'territory' | 'measure' | 'other';
  readonly quantity: Quantity | null;
}

export interface EventPlace {
  readonly span: Span;
  /** `geonames:ID`, ISO 3166-1 alpha-2 or ISO 3166-2 code, or `region/NAME`. */
  readonly id: string | null;
  readonly name: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** ISO 3166-1 alpha-3. */
  readonly country: string | null;
  readonly admin1: string | null;
  readonly precision: 'point' | 'town' | 'admin1' | 'country' | 'region';
  readonly reason: string;
}

export interface EventTime {
  readonly span: Span | null;
  /** First and last day, `YYYY-MM-DD`, both included. */
  readonly first: string;
  readonly last: string;
  readonly precision: 'day' | 'week' | 'month' | 'season' | 'year' | 'decade' | 'range' | 'approximate';
  readonly basis: 'expression' | 'publication';
}

export interface Count {
  readonly span: Span;
  readonly low: number;
  readonly high: number;
}

export interface Casualties {
  readonly dead: Count | null;
  readonly injured: Count | null;
  readonly detained: Count | null;
  readonly displaced: Count | null;
}

export interface FieldReason {
  readonly field: string;
  readonly by: string;
  readonly score: number | null;
  readonly note: string;
}

export interface Coder {
  readonly version: string;
  readonly model: string;
  readonly data: string;
}

/** Who did what to whom, as one document tells it: one mention of a happening. */
export interface Event {
  /** Hash of document, revision, trigger span, type and party spans. */
  readonly id: string;
  readonly type: string;
  readonly modes: readonly string[];
  readonly contexts: readonly string[];
  readonly quad: Quad;
  readonly intensity: number | null;
  readonly cameo: string | null;
  readonly trigger: Span;
  /** Triggers of later tellings of the same happening in the document. */
  readonly mentions: readonly Span[];
  readonly sentence: Span;
  readonly sources: readonly Party[];
  readonly targets: readonly Party[];
  readonly object: EventObject | null;
  readonly place: EventPlace | null;
  readonly time: EventTime | null;
  readonly status: Status;
  readonly claim: Claim;
  readonly casualties: Casualties | null;
  readonly confidence: number;
  readonly explanation: readonly FieldReason[];
  readonly coder: Coder;
}
