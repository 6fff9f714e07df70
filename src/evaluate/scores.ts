/** Precision, recall and F1 of one label, with how often it stands in gold and in the answers. */
export interface LabelScore {
  readonly label: string;
  readonly gold: number;
  readonly answered: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface LabelScores {
  readonly labels: readonly LabelScore[];
  readonly macroF1: number;
  readonly accuracy: number;
  readonly count: number;
  /** `confusion.get(gold).get(answer)`; an abstention is ''. */
  readonly confusion: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Scores of single answers; an empty answer is an abstention and counts as a miss. Macro-F1 is over the labels of the gold. */
export function scoreLabels(rows: readonly { readonly gold: string; readonly answer: string }[]): LabelScores {
  const confusion = new Map<string, Map<string, number>>();
  const answered = new Map<string, number>();
  for (const { gold, answer } of rows) {
    const row = confusion.get(gold) ?? new Map<string, number>();
    row.set(answer, (row.get(answer) ?? 0) + 1);
    confusion.set(gold, row);
    if (answer !== '') answered.set(answer, (answered.get(answer) ?? 0) + 1);
  }
  let right = 0;
  const labels = [...confusion.keys()].sort().map((label) => {
    const row = confusion.get(label) ?? new Map<string, number>();
    const gold = [...row.values()].reduce((sum, count) => sum + count, 0);
    const hits = row.get(label) ?? 0;
    right += hits;
    return { label, gold, answered: answered.get(label) ?? 0, ...prf(hits, answered.get(label) ?? 0, gold) };
  });
  const macroF1 = labels.length === 0 ? 0 : labels.reduce((sum, { f1 }) => sum + f1, 0) / labels.length;
  return { labels, macroF1, accuracy: rows.length === 0 ? 0 : right / rows.length, count: rows.length, confusion };
}

/** Precision, recall and F1 from counts; 0 where nothing was answered or asked. */
export function prf(
  hits: number,
  answered: number,
  gold: number,
): { readonly precision: number; readonly recall: number; readonly f1: number } {
  const precision = answered === 0 ? 0 : hits / answered;
  const recall = gold === 0 ? 0 : hits / gold;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
