import { readFileSync } from 'node:fs';
import { dataPath } from '../package-root.js';
import type { Draft } from './draft-event.js';

let shipped: { readonly slope: number; readonly intercept: number } | null = null;

function calibration(): NonNullable<typeof shipped> {
  shipped ??= JSON.parse(readFileSync(dataPath('events', 'calibration.json'), 'utf8')) as NonNullable<typeof shipped>;
  return shipped;
}

/**
 * Confidence of an event, 0..1: the share of events so scored that are right by type, from the scores of trigger and type and of
 * the surest party, calibrated on the held-out batches of the corpus (`data/events/calibration.json`, `docs/accuracy.md`).
 */
export function confidenceOf(draft: Draft): number {
  const best = (role: 'source' | 'target'): number =>
    Math.max(0, ...draft.arguments[role].map((argument) => argument.score));
  const parties = Math.max(best('source'), best('target'));
  const raw = Math.min(0.999, Math.max(0.001, draft.predicate.score ** 0.8 * parties ** 0.4));
  const { slope, intercept } = calibration();
  const calibrated = 1 / (1 + Math.exp(-(slope * Math.log(raw / (1 - raw)) + intercept)));
  return Math.round(calibrated * 1000) / 1000;
}

/** Events under this confidence are left out unless a user says otherwise; near the best F1 on the held-out batches. */
export const defaultMinConfidence = 0.35;
