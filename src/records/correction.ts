/** A person's change: found again by document, overlapping span and type after every re-coding. */
export interface Correction {
  readonly id: string;
  readonly document: string;
  readonly start: number;
  readonly end: number;
  readonly type: string | null;
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly author: string;
  readonly time: string;
  readonly reason: string;
}
