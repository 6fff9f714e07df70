import type { Party, PartyBasis } from '../records/party.js';
import type { Span } from '../records/span.js';

/** What a phrase was found to mean, before it is tied to a place in a text. */
export interface Reading {
  readonly kind:
    | 'place'
    | 'people'
    | 'seat'
    | 'actor'
    | 'person'
    | 'role'
    | 'set'
    | 'name'
    | 'pronoun'
    | 'thing'
    | 'unknown';
  readonly actor: string | null;
  readonly name: string | null;
  readonly country: string | null;
  readonly sectors: readonly string[];
  readonly office: string | null;
  readonly members: readonly Reading[];
  readonly basis: PartyBasis;
  readonly explanation: string;
  /** The phrase names several. */
  readonly plural: boolean;
  /** Role words without their modifiers, for reference: "ministry", "bloc". */
  readonly noun: string | null;
}

/** A reading with defaults for what `fields` leaves out. */
export function readingOf(fields: Partial<Reading> & Pick<Reading, 'kind' | 'basis' | 'explanation'>): Reading {
  return {
    actor: null,
    name: null,
    country: null,
    sectors: [],
    office: null,
    members: [],
    plural: false,
    noun: null,
    ...fields,
  };
}

/** The reading of words that mean nobody known. */
export function unknownReading(explanation: string): Reading {
  return readingOf({ kind: 'unknown', basis: 'unknown', explanation });
}

/** The Party record of a reading at `span`. */
export function partyOf(reading: Reading, span: Span): Party {
  return {
    span,
    actor: reading.actor,
    name: reading.name,
    country: reading.country,
    sectors: reading.sectors,
    office: reading.office,
    members: reading.members.map((member) => partyOf(member, span)),
    basis: reading.basis,
    explanation: reading.explanation,
  };
}
