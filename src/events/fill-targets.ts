import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';

/** How many events back an answer may look for what it answers. */
const reach = 6;
/** Acts that answer another, and the acts that they can answer. */
const answers: Readonly<Record<string, readonly string[]>> = {
  REJECT: ['ACCUSE', 'REQUEST', 'THREATEN', 'AGREE', 'SANCTION', 'COERCE', 'REJECT'],
  CONCEDE: ['REQUEST', 'THREATEN', 'PROTEST'],
};
/** Acts of judgement, whose object is another act: "praised the operation" is aimed at those who carried it out. */
const judgements = new Set(['SUPPORT', 'ACCUSE', 'REJECT']);
/** How many events back a judged act may stand. */
const judgedReach = 3;

/**
 * Gives an answer or judgement without a named target the party that it is aimed at. An answer ("the army rejected the charge")
 * is aimed at the source of the last act that was aimed at the answering party; a judgement of an act ("praised the operation")
 * at the source of the act told last before it.
 */
export function fillTargets(events: readonly Event[]): readonly Event[] {
  const filled: Event[] = [];
  for (const event of events) {
    const open =
      event.targets.length === 0 &&
      event.sources.length === 1 &&
      ['actual', 'planned', 'historical'].includes(event.status);
    const act = open ? (answered(event, filled) ?? judged(event, filled)) : null;
    if (!act) {
      filled.push(event);
      continue;
    }
    const reason = {
      field: 'target',
      by: 'discourse',
      score: null,
      note: `aimed at ${act.type} at ${act.trigger.start}: "${act.trigger.text}"`,
    };
    filled.push({ ...event, targets: act.sources, explanation: [...event.explanation, reason] });
  }
  return filled;
}

function answered(event: Event, before: readonly Event[]): Event | null {
  const acts = answers[event.type] ?? [];
  for (const asked of before.slice(-reach).reverse()) {
    if (!acts.includes(asked.type) || asked.sources.length === 0 || meets(asked.sources, event.sources)) continue;
    if (meets(asked.targets, event.sources)) return asked;
  }
  return null;
}

function judged(event: Event, before: readonly Event[]): Event | null {
  if (!judgements.has(event.type) || event.modes.includes('investigate') || event.object?.kind === 'agreement')
    return null;
  for (const act of before.slice(-judgedReach).reverse()) {
    if (act.sources.length === 0 || act.status === 'denied' || meets(act.sources, event.sources)) continue;
    return act;
  }
  return null;
}

function meets(a: readonly Party[], b: readonly Party[]): boolean {
  return a.some((one) => b.some((other) => sameParty(one, other)));
}

/** The same actor, a part of one whole, or the same words. */
function sameParty(a: Party, b: Party): boolean {
  if (a.actor !== null && b.actor !== null) {
    return a.actor === b.actor || a.actor.startsWith(`${b.actor}/`) || b.actor.startsWith(`${a.actor}/`);
  }
  if (a.country !== null && a.country === b.country) {
    return a.sectors.length === 0 || b.sectors.length === 0 || a.sectors.some((sector) => b.sectors.includes(sector));
  }
  return a.span.text.toLowerCase() === b.span.text.toLowerCase();
}
