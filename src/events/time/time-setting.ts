import type { Document } from '../../records/document.js';
import type { EventTime, FieldReason } from '../../records/event.js';
import type { Sentence } from '../../records/sentence.js';
import type { Day } from './days.js';

/** The time told last in the document and the sentence that told it, to which "a day later" and "the month before" refer. */
export interface TimeMemory {
  last: Day | null;
  sentence: number;
  scene: TimeScene | null;
}

/** A day on which acts were told to have happened, until the text turns from them. */
export interface TimeScene {
  readonly time: EventTime;
  readonly sentence: Sentence;
}

export interface TimeSetting {
  readonly doc: Document;
  readonly published: Day | null;
  readonly memory: TimeMemory;
}

export interface FoundTime {
  readonly time: EventTime | null;
  readonly reasons: readonly FieldReason[];
}
