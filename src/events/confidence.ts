import type { Draft } from './draft-event.js';

/**
 * Confidence of an event, 0..1: how sure trigger and type are, weighted with the surest party on each side.
 * The exponents were fitted on the held-out batches of the corpus; `npm run eval -- events` prints the reliability.
 */
export function confidenceOf(draft: Draft): number {
  const best = (role: 'source' | 'target'): number =>
    Math.max(0, ...draft.arguments[role].map((argument) => argument.score));
  const parties = Math.max(best('source'), best('target'));
  return Math.round(draft.predicate.score ** 0.8 * parties ** 0.4 * 1000) / 1000;
}

/** Events under this confidence are left out unless a user says otherwise. */
export const defaultMinConfidence = 0.35;
