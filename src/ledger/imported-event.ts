import type { DocumentReference } from '../layouts/coded-document.js';
import type { Event } from '../records/event.js';

/** Layouts that `import-events` reads. */
export const importLayouts = ['jsonl', 'csv', 'parquet', 'gdelt', 'polecat', 'icews'] as const;
export type ImportLayout = (typeof importLayouts)[number];

/** An event of a file that was coded elsewhere, with the document that the file names for it. */
export interface ImportedEvent {
  readonly document: Omit<DocumentReference, 'language'>;
  readonly event: Event;
  /** Line or row of the file, from 1. */
  readonly line: number;
  /** The file that an export says it was imported from in its turn. */
  readonly before?: string;
}

/** A line that is left out, and why. */
export interface BadLine {
  readonly line: number;
  readonly message: string;
  /** Nothing is wrong with it: PLOVER has no type for what it codes. */
  readonly beyond?: true;
}
