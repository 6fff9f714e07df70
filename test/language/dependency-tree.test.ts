import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTree, isTree } from '../../src/language/dependency-tree.js';

describe('decodeTree', () => {
  it('makes a tree with one root of any scores', () => {
    const scores = fc
      .integer({ min: 1, max: 12 })
      .chain((n) =>
        fc
          .array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: n * (n + 1), maxLength: n * (n + 1) })
          .map((values) => ({ n, values })),
      );
    fc.assert(
      fc.property(scores, ({ n, values }) => {
        expect(isTree(decodeTree(Float32Array.from(values), n))).toBe(true);
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it('makes a tree also where every score is the same or a cycle is preferred', () => {
    expect(isTree(decodeTree(new Float32Array(20 * 21), 20))).toBe(true);
    const cycle = Float32Array.from([0, 0, 9, 0, 0, 9, 0, 0, 1, 0, 0, 0]);
    expect(isTree(decodeTree(cycle, 3))).toBe(true);
  });

  it('finds the best tree, as trying all of them does', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 20, maxLength: 20 }), (values) => {
        const scores = Float32Array.from(values);
        expect(total(scores, decodeTree(scores, 4))).toBeCloseTo(bestTotal(scores, 4), 4);
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});

function total(scores: Float32Array, heads: ArrayLike<number>): number {
  const n = heads.length;
  let sum = 0;
  for (let word = 0; word < n; word += 1) {
    const row = Array.from({ length: n + 1 }, (_, column) => scores[word * (n + 1) + column] ?? 0);
    const norm = Math.log(row.reduce((all, score, column) => (column === word + 1 ? all : all + Math.exp(score)), 0));
    sum += (row[(heads[word] ?? -1) + 1] ?? 0) - norm;
  }
  return sum;
}

function bestTotal(scores: Float32Array, n: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let code = 0; code < (n + 1) ** n; code += 1) {
    const heads = Array.from({ length: n }, (_, word) => (Math.floor(code / (n + 1) ** word) % (n + 1)) - 1);
    if (heads.every((head, word) => head !== word) && isTree(heads)) best = Math.max(best, total(scores, heads));
  }
  return best;
}
