import type { Event, EventPlace } from '../../records/event.js';
import type { Party } from '../../records/party.js';
import { eventWords } from '../event-words.js';
import { atEntry } from '../time/entry-time.js';
import { abroad, bodily } from './find-place.js';

/** How far back, in characters, a place named for an act still holds for the next. */
const holdsFor = 700;

export interface PlaceDiscourse {
  readonly text: string;
  /** The place of the dateline. */
  readonly dateline: EventPlace | null;
  /** Whether a country code is a state's, and not a body's that acts anywhere. */
  readonly isState: (country: string) => boolean;
}

interface Before {
  readonly place: EventPlace;
  readonly close: boolean;
  readonly note: string;
}

/**
 * Gives a bodily act without a place of its own the place of the act told just before it: in the same sentence, or, where the
 * parties fit its country, in the same paragraph; else the dateline's; else of an act not far above. What is signed or agreed at
 * talks, and talks about it, have one place.
 */
export function inheritPlaces(events: readonly Event[], discourse: PlaceDiscourse): readonly Event[] {
  let last: Event | null = null;
  return events.map((event) => {
    if (event.place) {
      if (bodily.has(event.type) && event.place.precision !== 'country') last = event;
      return event;
    }
    const table = tableOf(event, events, discourse);
    if (table?.place) return withPlace(event, table.place, 'discourse', noteOf(table));
    if (!bodily.has(event.type) || event.status === 'planned') return event;
    const before = placeBefore(event, last, discourse);
    if (before?.close) return withPlace(event, before.place, 'discourse', before.note);
    const { dateline } = discourse;
    if (dateline && event.status !== 'historical' && !ownDays(event) && fits(event, dateline, discourse))
      return withPlace(event, dateline, 'dateline', `${dateline.name}, the place of the dateline`);
    return before ? withPlace(event, before.place, 'discourse', before.note) : event;
  });
}

/** Whether a place can be told again: one that a list has, or one with a name. */
const isNamed = ({ id, name }: EventPlace): boolean => id !== null || /\p{Lu}/u.test(name);

const noteOf = ({ place, trigger }: Event): string => `${place?.name ?? ''}, told for "${trigger.text}" before`;

function placeBefore(event: Event, last: Event | null, discourse: PlaceDiscourse): Before | null {
  if (!last?.place || apart(event, last)) return null;
  const { place } = last;
  const note = noteOf(last);
  if (last.sentence.start === event.sentence.start) return { place, close: true, note };
  if (!isNamed(place)) return null;
  const gap = event.sentence.start - last.sentence.start;
  const between = discourse.text.slice(last.sentence.start, event.sentence.start);
  if (gap >= holdsFor || atEntry(discourse.text, last.sentence.start, event.sentence.start)) return null;
  if (!fits(event, place, discourse)) return null;
  return { place, close: !between.includes('\n\n'), note };
}

/** Whether two acts happened at different times by what the text says of each. */
function apart(a: Event, b: Event): boolean {
  if (a.time?.basis !== 'expression' || !b.time) return false;
  return a.time.last < b.time.first || b.time.last < a.time.first;
}

/** Longest time, in days, of news; what took longer or lies further back was reported from elsewhere. */
const newsDays = 31;

/** Whether an expression takes the act out of the news: "boats that were seized **last year**". */
function ownDays({ time }: Event): boolean {
  if (time?.basis !== 'expression') return false;
  return Date.parse(time.last) - Date.parse(time.first) > newsDays * 86_400_000;
}

/** The talks at which something was signed or agreed, or the signing of what was talked about: told in the same sentence, or the one before it, of the same parties. */
function tableOf(event: Event, events: readonly Event[], { text }: PlaceDiscourse): Event | null {
  if (!atTable(event)) return null;
  const at = events.indexOf(event);
  const near = events.filter(
    (other, index) =>
      other.place !== null &&
      atTable(other) &&
      (other.type === 'CONSULT' || event.type === 'CONSULT') &&
      (other.sentence.start === event.sentence.start ||
        (index < at && !text.slice(other.sentence.start, event.sentence.start).includes('\n\n'))) &&
      !apart(event, other) &&
      sameParties(event, other),
  );
  return near.at(-1) ?? null;
}

function atTable({ type, status, modes, trigger }: Event): boolean {
  if (status !== 'actual' || modes.includes('phone')) return false;
  if (type === 'SUPPORT') return eventWords().signed.test(trigger.text);
  return type === 'CONSULT' || type === 'AGREE' || type === 'CONCEDE' || type === 'COOPERATE';
}

function sameParties(a: Event, b: Event): boolean {
  const keys = ({ sources, targets }: Event): ReadonlySet<string> =>
    new Set(
      [...sources, ...targets]
        .flatMap((party) => (party.members.length > 0 ? party.members : [party]))
        .flatMap((party) => party.country ?? party.actor ?? []),
    );
  const [one, two] = [keys(a), keys(b)];
  const [few, many] = one.size <= two.size ? [one, two] : [two, one];
  return few.size > 1 && [...few].every((key) => many.has(key));
}

/** Whether the parties, where states are among them, are of the country of the place. */
function fits(event: Event, place: EventPlace, { isState }: PlaceDiscourse): boolean {
  const states = (parties: readonly Party[]): readonly string[] =>
    parties.flatMap((party) => party.country ?? []).filter(isState);
  const aimed = states(event.targets);
  const countries = abroad.has(event.type) && aimed.length > 0 ? aimed : [...states(event.sources), ...aimed];
  return countries.length === 0 || (place.country !== null && countries.includes(place.country));
}

function withPlace(event: Event, place: EventPlace, by: string, note: string): Event {
  return {
    ...event,
    place: { ...place, reason: note },
    explanation: [...event.explanation, { field: 'place', by, score: null, note }],
  };
}
