import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';

/** One party against another, as the dyadic layouts want it; a side may be missing. */
export interface Dyad {
  readonly event: Event;
  readonly source: Party | null;
  readonly target: Party | null;
  readonly cameo: string | null;
}

/** Every source with every target; a mutual event both ways, a visit 042 one way and 043 the other. */
export function dyadsOf(event: Event): readonly Dyad[] {
  const sources = membersOf(event.sources);
  const targets = membersOf(event.targets);
  if (targets.length === 0 && sources.length > 1) {
    return sources.flatMap((source) =>
      sources.filter((target) => target !== source).map((target) => ({ event, source, target, cameo: event.cameo })),
    );
  }
  if (targets.length === 0)
    return (sources.length > 0 ? sources : [null]).map((source) => ({
      event,
      source,
      target: null,
      cameo: event.cameo,
    }));
  if (sources.length === 0) return targets.map((target) => ({ event, source: null, target, cameo: event.cameo }));
  const there = sources.flatMap((source) => targets.map((target) => ({ event, source, target, cameo: event.cameo })));
  if (event.type !== 'CONSULT' && event.type !== 'COOPERATE') return there;
  const back = event.cameo === '042' ? '043' : event.cameo;
  return [...there, ...there.map(({ source, target }) => ({ event, source: target, target: source, cameo: back }))];
}

function membersOf(parties: readonly Party[]): readonly Party[] {
  return parties.flatMap((party) => (party.members.length > 0 ? party.members : [party]));
}
