/** A place as events name it; without a name where it is none. */
export interface KeptPlace {
  readonly id: string | null;
  readonly name: string | null;
  readonly country: string | null;
  readonly precision: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

export interface KeptPair {
  readonly source: string | null;
  readonly sourceCountry: string | null;
  readonly target: string | null;
  readonly targetCountry: string | null;
}

/** The words behind the numbers of the columns, by number. */
export interface Dictionaries {
  readonly types: string[];
  readonly statuses: string[];
  /** Sets of modes and of contexts, joined by `|` as the events have them. */
  readonly modes: string[];
  readonly contexts: string[];
  readonly places: KeptPlace[];
  readonly publishers: (string | null)[];
  readonly pairs: KeptPair[];
}

export const noDictionaries = (): Dictionaries => ({
  types: [],
  statuses: [],
  modes: [],
  contexts: [],
  places: [],
  publishers: [],
  pairs: [],
});
