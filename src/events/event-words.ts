import { readFileSync } from 'node:fs';
import { dataPath } from '../package-root.js';

export interface EventWords {
  readonly negators: ReadonlySet<string>;
  readonly conditionals: ReadonlySet<string>;
  readonly hypotheticalModals: ReadonlySet<string>;
  readonly futureModals: ReadonlySet<string>;
  readonly intent: ReadonlySet<string>;
  readonly reporting: ReadonlySet<string>;
  /** Prepositions that can lead to the place of an act; those by which it happened there; of company; of belonging. */
  readonly locating: ReadonlySet<string>;
  readonly whereabouts: ReadonlySet<string>;
  readonly companions: ReadonlySet<string>;
  readonly belonging: ReadonlySet<string>;
  /** Verbs whose subject receives a guest. */
  readonly hosting: ReadonlySet<string>;
  /** Prepositions before what an attack is aimed at. */
  readonly aiming: ReadonlySet<string>;
  /** Words for putting one's name to an agreement; who signs with somebody signs as he does. */
  readonly signing: ReadonlySet<string>;
  /** Those words in any form, as they stand in a text. */
  readonly signed: RegExp;
  /** Verbs whose object only comes to be by the act. */
  readonly creating: ReadonlySet<string>;
  /** Words beside a place's name, and those of them that mean a division of a state. */
  readonly placeWords: RegExp;
  readonly divisionWords: RegExp;
  readonly openQuotes: string;
  readonly closeQuotes: string;
}

let shipped: EventWords | null = null;

/** The word lists of `data/events/words.json`. */
export function eventWords(): EventWords {
  if (shipped === null) {
    const raw = JSON.parse(readFileSync(dataPath('events', 'words.json'), 'utf8'));
    shipped = {
      negators: new Set(raw.negators),
      conditionals: new Set(raw.conditionals),
      hypotheticalModals: new Set(raw.hypotheticalModals),
      futureModals: new Set(raw.futureModals),
      intent: new Set(raw.intent),
      reporting: new Set(raw.reporting),
      locating: new Set(raw.locating),
      whereabouts: new Set(raw.whereabouts),
      companions: new Set(raw.companions),
      aiming: new Set(raw.aiming),
      signing: new Set(raw.signing),
      signed: new RegExp(`\\b(?:${raw.signing.join('|')})`, 'i'),
      creating: new Set(raw.creating),
      belonging: new Set(raw.belonging),
      hosting: new Set(raw.hosting),
      placeWords: wholeWords([...raw.placeWords, ...raw.divisionWords], 'gi'),
      divisionWords: wholeWords(raw.divisionWords, 'i'),
      openQuotes: raw.quotes.open,
      closeQuotes: raw.quotes.close,
    };
  }
  return shipped;
}

function wholeWords(words: readonly string[], flags: string): RegExp {
  return new RegExp(`\\b(?:${words.join('|')})\\b`, flags);
}
