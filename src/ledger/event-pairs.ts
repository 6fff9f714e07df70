import { dyadsOf } from '../layouts/dyads.js';
import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';

/** One party against another as the pair tables keep it; null where a side is missing or unknown. */
export interface EventPair {
  readonly source: string | null;
  readonly sourceCountry: string | null;
  readonly target: string | null;
  readonly targetCountry: string | null;
  readonly mutual: boolean;
}

/** Id under which a party is counted: its actor, else its country. */
export function partyId(party: Party | null): string | null {
  return party ? (party.actor ?? party.country) : null;
}

/** Every source with every target, each pair once; both ways where the act is mutual. */
export function eventPairs(event: Event): readonly EventPair[] {
  const found = new Map<string, EventPair>();
  const mutual = event.targets.length === 0 && event.sources.length > 0;
  for (const { source, target } of dyadsOf(event)) {
    const pair = {
      source: partyId(source),
      sourceCountry: source?.country ?? null,
      target: partyId(target),
      targetCountry: target?.country ?? null,
      mutual: (mutual || event.type === 'CONSULT' || event.type === 'COOPERATE') && target !== null && source !== null,
    };
    found.set(`${pair.source} ${pair.sourceCountry} ${pair.target} ${pair.targetCountry}`, pair);
  }
  return [...found.values()];
}
