import type { Party } from './party.js';
import type { Span } from './span.js';

/** On whose word something is told. */
export interface Claim {
  readonly how: 'stated' | 'reported' | 'quoted';
  readonly by: Party | null;
  /** The attributing words ("said", "according to"). */
  readonly words: readonly Span[];
  readonly quotation: Span | null;
}
