/** A labelled stretch of characters, end exclusive. */
export interface CharSpan {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

interface Tally {
  hit: number;
  gold: number;
  found: number;
  goldTouched: number;
  foundTouched: number;
}

/** Counts exact and partial (overlapping, of the same kind) matches of spans, by kind. */
export class SpanTally {
  readonly #kinds = new Map<string, Tally>();

  add(gold: readonly CharSpan[], found: readonly CharSpan[]): void {
    const exact = new Set(gold.map(key));
    for (const span of gold) {
      const tally = this.#of(span.kind);
      tally.gold += 1;
      if (found.some((other) => touches(span, other))) tally.goldTouched += 1;
    }
    for (const span of found) {
      const tally = this.#of(span.kind);
      tally.found += 1;
      if (exact.delete(key(span))) tally.hit += 1;
      if (gold.some((other) => touches(span, other))) tally.foundTouched += 1;
    }
  }

  /** F1 exact and partial of all kinds together and of each. */
  scores(prefix: string): Record<string, number> {
    const all: Tally = { hit: 0, gold: 0, found: 0, goldTouched: 0, foundTouched: 0 };
    for (const tally of this.#kinds.values()) {
      for (const field of ['hit', 'gold', 'found', 'goldTouched', 'foundTouched'] as const) all[field] += tally[field];
    }
    const rows: Record<string, number> = { [`${prefix}.exact`]: exactF1(all), [`${prefix}.partial`]: partialF1(all) };
    for (const [kind, tally] of [...this.#kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
      rows[`${prefix}.${kind}.exact`] = exactF1(tally);
      rows[`${prefix}.${kind}.partial`] = partialF1(tally);
    }
    return rows;
  }

  #of(kind: string): Tally {
    const tally = this.#kinds.get(kind) ?? { hit: 0, gold: 0, found: 0, goldTouched: 0, foundTouched: 0 };
    this.#kinds.set(kind, tally);
    return tally;
  }
}

function key(span: CharSpan): string {
  return `${span.kind} ${span.start} ${span.end}`;
}

function touches(a: CharSpan, b: CharSpan): boolean {
  return a.kind === b.kind && a.start < b.end && b.start < a.end;
}

function exactF1({ hit, gold, found }: Tally): number {
  return gold + found === 0 ? 0 : (2 * hit) / (gold + found);
}

function partialF1({ gold, found, goldTouched, foundTouched }: Tally): number {
  const recall = gold === 0 ? 0 : goldTouched / gold;
  const precision = found === 0 ? 0 : foundTouched / found;
  return recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
}
