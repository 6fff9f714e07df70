import { argmax, type HeadLabels, softmax } from './head-labels.js';
import type { Arguments } from './party/find-arguments.js';
import { nounPhrase } from './party/noun-phrase.js';
import type { Predicate } from './predicate/find-predicates.js';
import type { SentenceTree } from './sentence-tree.js';
import type { MarkedRun } from './type-pair.js';

/** Below this probability of the first pass a predicate is read a second time with its parties marked; see docs/decisions/typing.md. */
export const unsureBelow = 0.6;
/** Below this probability a second reading seldom lifts a predicate over the threshold. */
export const hopelessBelow = 0.35;
/** Share of the marked pass in the mix of the two log distributions; set on the held-out batches of the corpus. */
const markedShare = 0.6;

/** Reads a doubtful predicate again with source (1), target (2) and predicate (3) marked, and mixes both answers. */
export async function retype(
  tree: SentenceTree,
  predicate: Predicate,
  found: Arguments,
  labels: HeadLabels,
  marked: MarkedRun,
): Promise<Predicate> {
  const marks = tree.tokens.map(() => 0);
  const mark = (heads: readonly { readonly word: number }[], value: number): void => {
    for (const { word } of heads) {
      const [first, last] = nounPhrase(tree, word);
      for (let at = first; at <= last; at++) marks[at] = value;
    }
  };
  mark(found.source, 1);
  mark(found.target, 2);
  for (const word of predicate.words) marks[word] = 3;
  const outputs = await marked(
    tree.tokens.map((token) => token.text),
    marks,
  );
  if (!outputs.pair) return predicate;
  const size = labels.types.length;
  const second = softmax(outputs.pair, 0, size);
  const first = predicate.distribution;
  const mixed = new Float32Array(size);
  for (let index = 1; index < size; index++) {
    mixed[index] =
      (1 - markedShare) * Math.log((first[index] ?? 0) + 1e-5) + markedShare * Math.log((second[index] ?? 0) + 1e-5);
  }
  mixed[0] = Number.NEGATIVE_INFINITY;
  const row = softmax(mixed, 0, size);
  const eventness =
    first.reduce((sum, value) => sum + value, 0) ** (1 - markedShare) * (1 - (second[0] ?? 0)) ** markedShare;
  const best = argmax(row);
  const type = labels.types[best];
  if (type === undefined || best === 0) return predicate;
  return {
    ...predicate,
    type,
    score: (row[best] ?? 0) * eventness,
    distribution: row,
    note: `${predicate.note}, read again with its parties marked`,
  };
}
