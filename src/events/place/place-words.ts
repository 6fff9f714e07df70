import { readFileSync } from 'node:fs';
import { dataPath } from '../../package-root.js';

export interface PlaceWords {
  /** Nouns for a town, for the seat of a government, for a stretch of land or water that has a name, for a spot in a town, for one in the open (lemmas). */
  readonly settlements: ReadonlySet<string>;
  readonly capitals: ReadonlySet<string>;
  readonly areas: ReadonlySet<string>;
  readonly sites: ReadonlySet<string>;
  readonly terrain: ReadonlySet<string>;
  /** Those of them that need no determiner to mean a place. */
  readonly bare: ReadonlySet<string>;
  /** Determiners by which a phrase means a place that the reader knows. */
  readonly definite: ReadonlySet<string>;
  /** Prepositions that say, inside the name of a party, where it comes from and not where it acts. */
  readonly origins: ReadonlySet<string>;
  /** Verbs whose object is the place where the visitor then is. */
  readonly visiting: ReadonlySet<string>;
  /** Verbs of going, whose "to" or "in" leads to the place of the meeting. */
  readonly travelling: ReadonlySet<string>;
  /** Adverbs for the place of the dateline. */
  readonly here: ReadonlySet<string>;
}

let shipped: PlaceWords | null = null;

/** The word lists of `data/events/places.json`. */
export function placeWords(): PlaceWords {
  if (shipped === null) {
    const raw = JSON.parse(readFileSync(dataPath('events', 'places.json'), 'utf8'));
    shipped = {
      settlements: new Set(raw.settlements),
      capitals: new Set(raw.capitals),
      areas: new Set(raw.areas),
      terrain: new Set(raw.terrain),
      here: new Set(raw.here),
      travelling: new Set(raw.travelling),
      sites: new Set(raw.sites),
      bare: new Set(raw.bare),
      definite: new Set(raw.definite),
      origins: new Set(raw.origins),
      visiting: new Set(raw.visiting),
    };
  }
  return shipped;
}

/** What kind of place a common noun means; null when none. */
export function placeKind(lemma: string): 'settlement' | 'capital' | 'area' | 'site' | 'terrain' | null {
  const { settlements, capitals, areas, sites, terrain } = placeWords();
  if (capitals.has(lemma)) return 'capital';
  if (settlements.has(lemma)) return 'settlement';
  if (areas.has(lemma)) return 'area';
  if (sites.has(lemma)) return 'site';
  return terrain.has(lemma) ? 'terrain' : null;
}
