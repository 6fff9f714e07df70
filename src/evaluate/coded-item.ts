import type { Status } from '../records/event.js';

export const styles = [
  'wire',
  'paper',
  'statement',
  'feature',
  'headline',
  'caption',
  'translated',
  'liveblog',
  'report',
] as const;
export type Style = (typeof styles)[number];

export type CodedSpanKind = 'trigger' | 'party' | 'object' | 'place' | 'time' | 'word' | 'quotation';

/** Marked words of an item: half-open UTF-16 offsets into `CodedItem.text`. */
export interface CodedSpan {
  readonly label: string;
  readonly kind: CodedSpanKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface CodedClaim {
  readonly how: 'stated' | 'reported' | 'quoted';
  /** Labels of the parties on whose word it is told; empty when unnamed. */
  readonly by: readonly string[];
  readonly words: readonly string[];
  readonly quotations: readonly string[];
}

/** `at=p1:Bamako,MLI`; name and country only where the coder gave them. */
export interface CodedPlace {
  readonly labels: readonly string[];
  readonly name: string | null;
  readonly country: string | null;
}

/** `on=t1:2025-01-01/2025-01-31`; days only where the coder gave them. */
export interface CodedTime {
  readonly labels: readonly string[];
  readonly first: string | null;
  readonly last: string | null;
}

export interface CodedCount {
  readonly low: number;
  readonly high: number;
}

export const countKeys = ['dead', 'injured', 'detained', 'displaced'] as const;
export type CountKey = (typeof countKeys)[number];

/** One event line. Every list holds labels of spans of the item. */
export interface CodedEvent {
  readonly line: number;
  readonly trigger: string;
  readonly type: string;
  readonly modes: readonly string[];
  readonly contexts: readonly string[];
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /** Those of the sources and targets that a coding may leave out (`b?`): the event's sentence does not name them, the discourse suggests them. */
  readonly optional: readonly string[];
  readonly status: Status;
  readonly claim: CodedClaim;
  readonly objects: readonly string[];
  readonly place: CodedPlace | null;
  readonly time: CodedTime | null;
  readonly counts: Readonly<Partial<Record<CountKey, CodedCount>>>;
}

/** `ref b=a`: phrase b refers to the same as a. */
export interface CodedReference {
  readonly phrase: string;
  readonly antecedent: string;
}

/** `set s=a,b,c`: phrase s names the set of a, b and c. */
export interface CodedSet {
  readonly phrase: string;
  readonly members: readonly string[];
}

/** A hand-coded text: a sentence, a passage or a whole report. */
export interface CodedItem {
  readonly id: string;
  /** Line of its header in the file, from 1. */
  readonly line: number;
  readonly style: string;
  readonly date: string | null;
  readonly pair: string | null;
  readonly text: string;
  readonly spans: readonly CodedSpan[];
  readonly events: readonly CodedEvent[];
  readonly references: readonly CodedReference[];
  readonly sets: readonly CodedSet[];
  /** Triggers of events that are one happening. */
  readonly same: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** What is wrong in a coded file: its line and the cause. */
export interface CodingProblem {
  readonly line: number;
  readonly cause: string;
  readonly severity: 'error' | 'warning';
}

export function spanLabelled(item: CodedItem, label: string): CodedSpan | undefined {
  return item.spans.find((span) => span.label === label);
}
