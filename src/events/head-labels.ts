import { ChanceryError } from '../errors.js';
import type { Sentence } from '../records/sentence.js';

/** Label lists of the encoder's event heads, in the order of their logits. */
export interface HeadLabels {
  readonly types: readonly string[];
  readonly statuses: readonly string[];
  readonly claims: readonly string[];
  readonly modes: readonly string[];
  readonly contexts: readonly string[];
  readonly roles: readonly string[];
}

export const roleNames = ['none', 'source', 'target', 'object', 'place', 'time', 'speaker'] as const;
export type RoleName = (typeof roleNames)[number];

/** Reads the label lists from `model.json`; throws `bad_data` when the model has no event heads. */
export function headLabels(labels: Readonly<Record<string, unknown>>): HeadLabels {
  const list = (name: string): readonly string[] => {
    const found = labels[name];
    if (!Array.isArray(found))
      throw new ChanceryError('bad_data', `model has no event heads: labels.${name} is missing`);
    return found as readonly string[];
  };
  return {
    types: list('types'),
    statuses: list('statuses'),
    claims: list('claims'),
    modes: list('modes'),
    contexts: list('contexts'),
    roles: list('roles'),
  };
}

/** Softmax over `size` logits from `offset`. */
export function softmax(logits: Float32Array, offset: number, size: number): Float64Array {
  const row = new Float64Array(size);
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < size; i++) highest = Math.max(highest, logits[offset + i] ?? Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    row[i] = Math.exp((logits[offset + i] ?? Number.NEGATIVE_INFINITY) - highest);
    sum += row[i] ?? 0;
  }
  for (let i = 0; i < size; i++) row[i] = (row[i] ?? 0) / sum;
  return row;
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Logits of one head of a sentence; empty when the model has no such output. */
export function headOf(sentence: Sentence, name: string): Float32Array {
  return sentence.heads[name] ?? new Float32Array(0);
}

/** Index of the largest value. */
export function argmax(row: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if ((row[i] ?? 0) > (row[best] ?? 0)) best = i;
  return best;
}
