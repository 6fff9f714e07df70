import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { RelationKind, RelationParty } from '../records/relation.js';
import { bareDay } from './days.js';
import { namedActors } from './named-actors.js';
import { type PartyPattern, type RelationRule, type RelationRules, readsRule } from './relation-rules.js';

export type SignalDoes = 'open' | 'change' | 'suspend' | 'close' | 'announce-open' | 'announce-close' | 'contest';

/** What one event says of a standing relation. */
export interface RelationSignal {
  readonly rule: string;
  readonly kind: RelationKind;
  readonly does: SignalDoes;
  readonly name: string | null;
  readonly parties: readonly RelationParty[];
  /** Earliest and latest day, `YYYY-MM-DD/YYYY-MM-DD`. */
  readonly day: string | null;
  readonly detail: string | null;
}

export interface SignalFacts {
  readonly published: string | null;
  readonly sentence: string;
}

const silent = new Set(['alleged', 'negated', 'hypothetical']);

/** The signals of an event by the rules. */
export function signalsOf(event: Event, facts: SignalFacts, rules: RelationRules): readonly RelationSignal[] {
  if (facts.sentence === '' || silent.has(event.status)) return [];
  const found: RelationSignal[] = [];
  for (const rule of rules) {
    const reading = readsRule(rule, facts.sentence);
    if (reading === null) continue;
    const announced = reading === 'announced' || event.status === 'planned' || event.status === 'threatened';
    if (!announced && rule.types && !rule.types.has(event.type)) continue;
    const does = whatItDoes(rule, event, announced);
    if (does === null) continue;
    const name = rule.says.exec(facts.sentence)?.groups?.name?.replace(/\s+/g, ' ').trim() ?? null;
    const base = {
      rule: rule.id,
      kind: rule.kind,
      does,
      name,
      day: daysOf(event, facts, announced),
      detail: rule.detail,
    };
    for (const parties of partiesOf(rule, event, facts.sentence)) found.push({ ...base, parties });
  }
  return found;
}

function whatItDoes(rule: RelationRule, event: Event, announced: boolean): SignalDoes | null {
  if (rule.does === 'contest' || event.status === 'denied') return 'contest';
  if (!announced) return rule.does;
  if (rule.does === 'close') return 'announce-close';
  return rule.does === 'open' ? 'announce-open' : null;
}

/** When it was done at the earliest and latest: what is told as done was done by the day of publication. */
function daysOf(event: Event, { published }: SignalFacts, announced: boolean): string | null {
  const told = bareDay(published);
  const first = bareDay(event.time?.first ?? null) ?? told;
  let last = bareDay(event.time?.last ?? null) ?? first;
  if (first === null || last === null) return null;
  if (!announced && told !== null && last > told && first <= told) last = told;
  return `${first}/${last}`;
}

function partiesOf(rule: RelationRule, event: Event, sentence: string): readonly (readonly RelationParty[])[] {
  const roles = Object.entries(rule.parties);
  const byRole = new Map<string, readonly string[]>();
  for (const [role, pattern] of roles) {
    const others = new Set([...byRole.values()].flat());
    const ids = whoFills(pattern, event, sentence).filter((id) => !rule.differ || !others.has(id));
    if (ids.length < pattern.least) return [];
    byRole.set(role, ids);
  }
  const listed = roles.map(([role]) => [role, byRole.get(role) ?? []] as const);
  const one = listed.length === 1;
  if (one || rule.together) {
    const parties = listed.flatMap(([role, ids]) => ids.map((actor) => ({ role, actor })));
    return parties.length === 0 ? [] : [sorted(parties)];
  }
  const [firstRole, secondRole] = listed;
  if (!firstRole || !secondRole) return [];
  return firstRole[1].flatMap((actor) =>
    secondRole[1].map((other) => [
      { role: firstRole[0], actor },
      { role: secondRole[0], actor: other },
    ]),
  );
}

const sorted = (parties: readonly RelationParty[]): readonly RelationParty[] =>
  [...parties].sort((a, b) => a.role.localeCompare(b.role) || a.actor.localeCompare(b.actor));

function whoFills(pattern: PartyPattern, event: Event, sentence: string): readonly string[] {
  for (const from of pattern.from) {
    const ids = [...new Set(lookIn(from, event, sentence, pattern).flatMap((id) => (fits(id, pattern) ? [id] : [])))];
    if (ids.length >= Math.max(1, pattern.least)) return ids;
  }
  return [];
}

function lookIn(
  from: PartyPattern['from'][number],
  event: Event,
  sentence: string,
  pattern: PartyPattern,
): readonly string[] {
  const sources = leaves(event.sources).flatMap((party) => idsOf(party, pattern));
  const targets = leaves(event.targets).flatMap((party) => idsOf(party, pattern));
  if (from === 'source') return sources;
  if (from === 'target') return targets;
  if (from === 'either') return sources.length > 0 ? sources : targets;
  if (from === 'both') return [...sources, ...targets];
  if (from === 'named') return namedActors(sentence);
  if (from === 'place') return event.place?.country ? [event.place.country] : [];
  if (from === 'town')
    return event.place && ['town', 'point'].includes(event.place.precision) ? [event.place.id ?? event.place.name] : [];
  return leaves([...event.sources, ...event.targets]).flatMap((party) => party.country ?? []);
}

function leaves(parties: readonly Party[]): readonly Party[] {
  return parties.flatMap((party) => (party.members.length > 0 ? leaves(party.members) : [party]));
}

const official = new Set(['GOV', 'MIL', 'LEG', 'SPY', 'COP', 'ELI', 'JUD']);

/** Ids under which a party can fill a role: a state's organ or official also stands for the state. */
function idsOf(party: Party, pattern: PartyPattern): readonly string[] {
  const ids: string[] = [];
  if (party.actor !== null) ids.push(party.actor);
  const { country } = party;
  if (country !== null && /^[A-Z]{3}$/.test(country) && pattern.is.includes('state')) {
    const ofState =
      party.actor === country ||
      party.actor?.startsWith(`${country}/`) ||
      party.sectors.length === 0 ||
      official.has(party.sectors[0] ?? '');
    if (ofState && !party.actor?.startsWith('group/')) return [country];
  }
  return ids;
}

function fits(id: string, { is, not }: PartyPattern): boolean {
  if (not.some((start) => id === start || id.startsWith(start.endsWith('/') ? start : `${start}/`))) return false;
  return is.some((kind) => {
    if (kind === 'any') return true;
    if (kind === 'state') return /^[A-Z]{3}$/.test(id) && !bodies.has(id);
    if (kind === 'organ') return /^[A-Z]{3}\//.test(id);
    return id === kind || id.startsWith(kind);
  });
}

const bodies = new Set(['UNO', 'EUR', 'IGO', 'NGO', 'MNC', 'ISM', 'IMG']);
