import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { Span } from '../records/span.js';

/**
 * One event for each happening of a document: later tellings of the same type, parties, status and compatible time are
 * folded into the first (the first of the story where that is a caption), which takes over place, time, object and casualties that it lacks and names them in its explanation.
 */
export function mergeTellings(events: readonly Event[], captions: readonly Span[] = []): readonly Event[] {
  const isCaption = ({ sentence }: Event): boolean =>
    captions.some((caption) => caption.start <= sentence.start && sentence.end <= caption.end);
  const kept: Event[] = [];
  for (const event of events) {
    const index = kept.findIndex((other) => sameHappening(other, event));
    const other = kept[index];
    if (other && isCaption(other) && !isCaption(event)) kept[index] = fold(event, other);
    else if (other) kept[index] = fold(other, event);
    else kept.push(event);
  }
  return kept;
}

const officialSectors = new Set(['GOV', 'MIL']);

function sameHappening(a: Event, b: Event): boolean {
  if (a.type !== b.type || a.status !== b.status) return false;
  if (a.modes.length > 0 && b.modes.length > 0 && !a.modes.some((mode) => b.modes.includes(mode))) return false;
  if (!sameClaim(a, b) || !compatibleTime(a, b) || !compatiblePlace(a, b)) return false;
  if (a.sentence.start === b.sentence.start) return sameWords(a, b);
  const mutual = a.type === 'CONSULT' || a.type === 'COOPERATE';
  if (mutual) {
    const [all, others] = [
      [...a.sources, ...a.targets],
      [...b.sources, ...b.targets],
    ];
    const everybodyKnown = [...all, ...others].every(
      (party) => party.country !== null || party.actor !== null || party.members.length > 0,
    );
    return covers(actorsOf(all), actorsOf(others), everybodyKnown ? 1 : 2);
  }
  if ((a.targets.length === 0) !== (b.targets.length === 0) && stemOf(a) !== stemOf(b)) return false;
  return (
    covers(actorsOf(a.sources), actorsOf(b.sources), 1) &&
    covers(actorsOf(a.targets), actorsOf(b.targets), a.targets.length > 0 ? 1 : 0)
  );
}

/** Letters by which two triggers are one word in different forms. */
const stemLength = 4;
const stemOf = ({ trigger }: Event): string => trigger.text.toLowerCase().slice(0, stemLength);

function sameWords(a: Event, b: Event): boolean {
  const key = (parties: readonly Party[]): string => parties.map((party) => party.span.start).join(',');
  return key(a.sources) === key(b.sources) && key(a.targets) === key(b.targets) && a.targets.length > 0;
}

function sameClaim(a: Event, b: Event): boolean {
  const contested = ['alleged', 'denied'];
  return !contested.includes(a.status) || a.claim.by?.actor === b.claim.by?.actor;
}

/** Actors by which two tellings are compared: members of sets; the state and its government count as one, other parts as themselves. */
function actorsOf(parties: readonly Party[]): ReadonlySet<string> {
  const single = (party: Party): string | null => {
    if (party.country === null) return party.actor;
    const official = party.sectors.every((sector) => officialSectors.has(sector));
    return official ? party.country : `${party.country} ${party.sectors[0] ?? ''}`;
  };
  return new Set(
    parties
      .flatMap((party) => (party.members.length > 0 ? party.members : [party]))
      .flatMap((party) => single(party) ?? []),
  );
}

/** Whether one side's actors are all among the other's, at least `minimum` of them. */
function covers(a: ReadonlySet<string>, b: ReadonlySet<string>, minimum: number): boolean {
  if (a.size < minimum || b.size < minimum) return false;
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  return [...few].every((actor) => many.has(actor));
}

function compatibleTime(a: Event, b: Event): boolean {
  if (!a.time || !b.time || a.time.basis === 'publication' || b.time.basis === 'publication') return true;
  return a.time.first <= b.time.last && b.time.first <= a.time.last;
}

function compatiblePlace(a: Event, b: Event): boolean {
  if (!a.place?.id || !b.place?.id || a.place.id === b.place.id) return true;
  return a.place.country === b.place.country && (a.place.precision !== 'town' || b.place.precision !== 'town');
}

/** The time that an expression gives; of two, the later telling's where it lies within the other: "this week", then "on Monday". */
function narrower(kept: Event['time'], later: Event['time']): Event['time'] {
  if (!kept || later?.basis !== 'expression') return kept;
  if (kept.basis === 'publication') return later;
  const within = kept.first <= later.first && later.last <= kept.last;
  return within && (kept.first < later.first || later.last < kept.last) ? later : kept;
}

/** The place of the first telling, or of the later one where the first names only its country. */
function closer(kept: Event['place'], later: Event['place']): Event['place'] {
  if (!kept || !later) return kept ?? later;
  const within = kept.precision === 'country' && later.precision !== 'country' && later.country === kept.country;
  return within ? later : kept;
}

const foldable = ['place', 'time', 'object', 'casualties'] as const;

function fold(kept: Event, later: Event): Event {
  const fields = {
    object: kept.object ?? later.object,
    place: closer(kept.place, later.place),
    time: narrower(kept.time, later.time),
    casualties: kept.casualties ?? later.casualties,
  };
  const taken = new Set<string>(foldable.filter((field) => fields[field] !== kept[field]));
  return {
    ...kept,
    ...fields,
    modes: kept.modes.length > 0 ? kept.modes : later.modes,
    contexts: [...new Set([...kept.contexts, ...later.contexts])],
    mentions: [...kept.mentions, ...later.mentions, later.trigger].sort((a, b) => a.start - b.start),
    confidence: Math.max(kept.confidence, later.confidence),
    explanation: [
      ...kept.explanation.filter(({ field }) => !taken.has(field)),
      ...later.explanation.filter(({ field }) => taken.has(field)),
      {
        field: 'mentions',
        by: 'merge of tellings',
        score: null,
        note: `told again at ${later.trigger.start}: "${later.trigger.text}"`,
      },
    ],
  };
}
