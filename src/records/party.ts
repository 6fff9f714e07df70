import type { Span } from './span.js';

export type PartyBasis = 'name' | 'office' | 'description' | 'coreference' | 'metonym' | 'unknown';

/** A phrase in the role of source or target. */
export interface Party {
  readonly span: Span;
  /** Actor id, a readable path such as `MLI/armed-forces` or `person/sadio-camara`. */
  readonly actor: string | null;
  readonly name: string | null;
  /** PLOVER's country slot: ISO 3166-1 alpha-3, `XKX`, or a non-state code (`UNO`, `EUR`, `IGO`, `NGO`, `MNC`, `ISM`, `IMG`). */
  readonly country: string | null;
  /** PLOVER sectors; the first is primary. */
  readonly sectors: readonly string[];
  /** The office held on the date of the text. */
  readonly office: string | null;
  /** Actors that a set phrase ("the three states") names. */
  readonly members: readonly Party[];
  readonly basis: PartyBasis;
  readonly explanation: string;
}
