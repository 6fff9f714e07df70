import type { EventPlace } from '../../records/event.js';
import type { Sentence } from '../../records/sentence.js';
import { type Span, spanOf } from '../../records/span.js';
import { placeKind } from './place-words.js';

export interface ToldPlaces {
  readonly text: string;
  readonly sentences: readonly Sentence[];
  readonly dateline: EventPlace | null;
  /** The town in which the last act with a place happened. */
  readonly town: EventPlace | null;
  /** The place of a name, by the gazetteer; null when no list has it. */
  readonly placeOf: (span: Span) => EventPlace | null;
  readonly isCapital: (place: EventPlace) => boolean;
}

/** Sentences back in which the place that "the town" means is looked for. */
const farthest = 12;

/**
 * The place that a noun of place means in the text: of "the town" and "the province" the town or division named last before it, of
 * "the capital" the capital named last, of "the airport" the town of the act before, in or near which it lies. Null when none was named.
 */
export function toldPlace(noun: string, phrase: Span, sentence: number, told: ToldPlaces): EventPlace | null {
  const kind = placeKind(noun);
  if (kind === null || kind === 'terrain') return null;
  const fits = (place: EventPlace): boolean => {
    if (kind === 'area') return place.precision === 'admin1' || place.precision === 'region';
    return place.precision === 'town' && (kind !== 'capital' || told.isCapital(place));
  };
  if (kind === 'site') return told.town ?? (told.dateline?.precision === 'town' ? told.dateline : null);
  for (let index = sentence; index >= Math.max(0, sentence - farthest); index--) {
    const found = lastNamed(told, index, phrase, fits);
    if (found) return found;
  }
  return told.dateline && fits(told.dateline) ? told.dateline : null;
}

function lastNamed(
  { text, sentences, placeOf }: ToldPlaces,
  index: number,
  before: Span,
  fits: (place: EventPlace) => boolean,
): EventPlace | null {
  const sentence = sentences[index];
  for (const { kind, first, last } of [...(sentence?.entities ?? [])].reverse()) {
    const [start, end] = [sentence?.tokens[first]?.start ?? 0, sentence?.tokens[last]?.end ?? 0];
    if (kind !== 'place' || end > before.start || actsItself(sentence, first, last)) continue;
    const place = placeOf(spanOf(text, start, end));
    if (place && fits(place)) return place;
  }
  return null;
}

/** Whether the name stands for those who act: "**Washington** congratulated Lima". */
function actsItself(sentence: Sentence | undefined, first: number, last: number): boolean {
  return sentence?.tokens.slice(first, last + 1).some(({ deprel }) => deprel.startsWith('nsubj')) ?? false;
}
