import type { Event } from '../records/event.js';
import type { RelationParty } from '../records/relation.js';
import type { RelationRules } from './relation-rules.js';

/** What one event says of a standing relation. */
export interface RelationSignal {
  readonly rule: string;
  readonly kind: string;
  readonly does: string;
  readonly name: string | null;
  readonly parties: readonly RelationParty[];
  readonly day: string | null;
  readonly detail: string | null;
}

/** The signals of an event by the rules. */
export function signalsOf(
  _event: Event,
  _facts: { readonly published: string | null; readonly sentence: string },
  _rules: RelationRules,
): readonly RelationSignal[] {
  return [];
}
