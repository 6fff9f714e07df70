export interface MergeReason {
  readonly event: string;
  readonly into: string;
  readonly score: number;
  readonly because: readonly string[];
}

export interface Disagreement {
  readonly field: string;
  readonly values: readonly { readonly value: string; readonly events: readonly string[] }[];
}

/** One happening, however many articles tell it. */
export interface Story {
  readonly id: string;
  readonly events: readonly string[];
  readonly merges: readonly MergeReason[];
  readonly disagreements: readonly Disagreement[];
}
