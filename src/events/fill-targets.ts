import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';

/** How many events back an answer may look for what it answers. */
const reach = 6;
/** Acts that answer another, and the acts that they can answer. */
const answers: Readonly<Record<string, readonly string[]>> = {
  REJECT: ['ACCUSE', 'REQUEST', 'THREATEN', 'AGREE', 'REJECT'],
  CONCEDE: ['REQUEST', 'THREATEN', 'PROTEST'],
};

/**
 * Gives an answer without a named target ("the army rejected the charge") the party that it answers: the source of the last
 * act before it that was aimed at the answering party.
 */
export function fillTargets(events: readonly Event[]): readonly Event[] {
  return events.map((event, index) => {
    const acts = answers[event.type];
    if (!acts || event.targets.length > 0 || event.sources.length === 0 || event.status === 'denied') return event;
    for (let back = index - 1; back >= Math.max(0, index - reach); back--) {
      const asked = events[back];
      if (!asked || !acts.includes(asked.type) || asked.sources.length === 0) continue;
      if (!asked.targets.some((target) => event.sources.some((source) => sameParty(source, target)))) continue;
      if (asked.sources.some((source) => event.sources.some((own) => sameParty(own, source)))) continue;
      const reason = {
        field: 'target',
        by: 'discourse',
        score: null,
        note: `answers ${asked.type} at ${asked.trigger.start}: "${asked.trigger.text}"`,
      };
      return { ...event, targets: asked.sources, explanation: [...event.explanation, reason] };
    }
    return event;
  });
}

/** The same actor, a part of one whole, or the same words. */
function sameParty(a: Party, b: Party): boolean {
  if (a.actor !== null && b.actor !== null)
    return a.actor === b.actor || a.actor.startsWith(`${b.actor}/`) || b.actor.startsWith(`${a.actor}/`);
  if (a.country !== null && a.country === b.country)
    return a.sectors.length === 0 || b.sectors.length === 0 || a.sectors.some((sector) => b.sectors.includes(sector));
  return a.span.text.toLowerCase() === b.span.text.toLowerCase();
}
