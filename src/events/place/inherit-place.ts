import type { Event, EventPlace } from '../../records/event.js';
import type { Party } from '../../records/party.js';
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

/**
 * Gives a bodily act without a place of its own the place of the act told just before it: in the same sentence, or, where the
 * parties fit its country, in the same paragraph; else the dateline's; else of an act not far above.
 */
export function inheritPlaces(events: readonly Event[], discourse: PlaceDiscourse): readonly Event[] {
  let last: Event | null = null;
  return events.map((event) => {
    if (event.place) {
      if (bodily.has(event.type) && event.place.precision !== 'country') last = event;
      return event;
    }
    if (!bodily.has(event.type) || event.status === 'planned') return event;
    const before = placeBefore(event, last, discourse);
    if (before?.close) return withPlace(event, before.place, 'discourse', before.note);
    const { dateline } = discourse;
    if (dateline && event.status !== 'historical' && fits(event, dateline, discourse))
      return withPlace(event, dateline, 'dateline', `${dateline.name}, the place of the dateline`);
    return before ? withPlace(event, before.place, 'discourse', before.note) : event;
  });
}

function placeBefore(
  event: Event,
  last: Event | null,
  discourse: PlaceDiscourse,
): { readonly place: EventPlace; readonly close: boolean; readonly note: string } | null {
  if (!last?.place) return null;
  const { place } = last;
  const note = `${place.name}, told for "${last.trigger.text}" before`;
  if (last.sentence.start === event.sentence.start) return { place, close: true, note };
  const gap = event.sentence.start - last.sentence.start;
  const close = !discourse.text.slice(last.sentence.start, event.sentence.start).includes('\n\n');
  if (gap >= holdsFor || !fits(event, place, discourse)) return null;
  return { place, close, note };
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
