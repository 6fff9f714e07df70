import type { Span } from './span.js';

export type EntityKind = 'person' | 'organisation' | 'place' | 'nationality' | 'group' | 'event' | 'time';

/** One word of a sentence after UD English conventions. `head` is the index of the governor in the sentence, -1 for the root. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly lemma: string;
  readonly upos: string;
  /** Universal features that tense, voice and number need, such as `{ Tense: 'Past', VerbForm: 'Fin' }`. */
  readonly feats: Readonly<Record<string, string>>;
  readonly head: number;
  readonly deprel: string;
  /** Penn tag, such as `VBN`. */
  readonly xpos?: string;
  /** Written together with the word before as one token (`do` + `n't`). */
  readonly joined?: boolean;
}

/** A span of words that names or describes something; `first` and `last` are token indexes, both included. */
export interface Entity {
  readonly kind: EntityKind;
  readonly first: number;
  readonly last: number;
  readonly score: number;
  /** The model's layer of spans: `names` are bare names and times, `mentions` whole phrases of actors and places. */
  readonly layer?: string;
}

export interface Sentence {
  readonly index: number;
  readonly span: Span;
  readonly tokens: readonly Token[];
  readonly entities: readonly Entity[];
  /** Raw scores of the event heads by output name, row-major per word; empty when the model has none. */
  readonly heads: Readonly<Record<string, Float32Array>>;
}
