import type { Event, EventPlace } from '../../records/event.js';
import { bodily } from './find-place.js';

/** How far back, in characters, a place named for an act still holds for the next. */
const holdsFor = 700;

/**
 * Gives a bodily act without a place of its own the place of the act told just before it: in the same sentence, or in the
 * lines before where the parties are of that country.
 */
export function inheritPlaces(events: readonly Event[], dateline: EventPlace | null): readonly Event[] {
  let last: Event | null = null;
  return events.map((event) => {
    if (event.place) {
      if (bodily.has(event.type) && event.place.precision !== 'country') last = event;
      return event;
    }
    if (!bodily.has(event.type) || event.status === 'planned') return event;
    if (!last?.place) return atDateline(event, dateline);
    const place = last.place;
    const sameSentence = last.sentence.start === event.sentence.start;
    const near = event.sentence.start - last.sentence.start < holdsFor;
    const countries = [...event.sources, ...event.targets].flatMap((party) => party.country ?? []);
    const fits = countries.length === 0 || (place.country !== null && countries.includes(place.country));
    if (!sameSentence && !(near && fits)) return atDateline(event, dateline);
    const note = `${place.name}, told for "${last.trigger.text}" before`;
    return {
      ...event,
      place: { ...place, reason: note },
      explanation: [...event.explanation, { field: 'place', by: 'discourse', score: null, note }],
    };
  });
}

/** The dateline's place for an act of a party of that country, where the text names none. */
function atDateline(event: Event, dateline: EventPlace | null): Event {
  const countries = [...event.sources, ...event.targets].flatMap((party) => party.country ?? []);
  if (
    !dateline ||
    event.status === 'historical' ||
    (countries.length > 0 && !countries.includes(dateline.country ?? ''))
  )
    return event;
  const note = `${dateline.name}, the place of the dateline`;
  return {
    ...event,
    place: { ...dateline, reason: note },
    explanation: [...event.explanation, { field: 'place', by: 'dateline', score: null, note }],
  };
}
