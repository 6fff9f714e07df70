export interface TrigramText {
  readonly id: string;
  readonly text: string;
  /** Texts of one group may resemble each other. */
  readonly group: string | null;
}

export interface NearDuplicate {
  readonly first: string;
  readonly second: string;
  readonly jaccard: number;
}

/** Word trigrams of a text, lower-cased, without punctuation. */
export function trigramsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const trigrams = new Set<string>();
  for (let at = 0; at + 2 < words.length; at += 1) trigrams.add(words.slice(at, at + 3).join(' '));
  return trigrams;
}

/** Pairs of texts whose word trigrams overlap by more than `over` (Jaccard), between `texts` and `others`, highest first. */
export function nearDuplicates(
  texts: readonly TrigramText[],
  over: number,
  others: readonly TrigramText[] = texts,
): readonly NearDuplicate[] {
  const sizes = others.map(({ text }) => trigramsOf(text).size);
  const holders = new Map<string, number[]>();
  others.forEach(({ text }, index) => {
    for (const trigram of trigramsOf(text)) holders.set(trigram, [...(holders.get(trigram) ?? []), index]);
  });
  const found: NearDuplicate[] = [];
  texts.forEach((text, index) => {
    const own = trigramsOf(text.text);
    const shared = new Map<number, number>();
    for (const trigram of own) {
      for (const holder of holders.get(trigram) ?? []) shared.set(holder, (shared.get(holder) ?? 0) + 1);
    }
    for (const [at, count] of shared) {
      const other = others[at];
      if (other === undefined || (others === texts && at <= index)) continue;
      if (text.group !== null && text.group === other.group) continue;
      const jaccard = count / (own.size + (sizes[at] ?? 0) - count);
      if (jaccard > over) found.push({ first: text.id, second: other.id, jaccard });
    }
  });
  return found.toSorted((a, b) => b.jaccard - a.jaccard);
}
