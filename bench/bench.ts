/** One figure of a bench; ratios compare two figures of the same run, so that they mean the same on any machine. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

export interface BenchOptions {
  /** Folder of the measuring sets, for text; the sample articles serve where it is absent. */
  readonly data: string;
  readonly model?: string;
}

export interface Bench {
  readonly name: string;
  readonly run: (options: BenchOptions) => Promise<readonly Figure[]>;
}
