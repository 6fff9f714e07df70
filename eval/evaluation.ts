/** What an evaluation measured: scores by name, and the hash of each corpus file that it read. */
export interface Measured {
  readonly scores: Readonly<Record<string, number>>;
  readonly corpora: Readonly<Record<string, string>>;
  /** What the scores belong to, such as the model's version. */
  readonly of: Readonly<Record<string, string>>;
  /** Data files that were absent, so that their scores are missing. */
  readonly skipped: readonly string[];
}

export interface EvaluationOptions {
  /** Folder of the measuring sets. */
  readonly data: string;
  readonly model?: string;
}

/** One evaluation, run by `npm run eval -- NAME`. */
export interface Evaluation {
  readonly name: string;
  readonly run: (options: EvaluationOptions) => Promise<Measured>;
}
