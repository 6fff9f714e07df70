import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanLayer } from '../../src/language/span-layer.js';

const labels = ['O', 'B-a', 'I-a', 'E-a', 'S-a', 'B-b', 'I-b', 'E-b', 'S-b'];

describe('spanLayer', () => {
  it('gives ordered spans that do not overlap, whatever the scores', () => {
    const read = spanLayer(labels);
    const rows = fc.array(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 9, maxLength: 9 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(rows, (scores) => {
        let at = 0;
        for (const span of read(Float32Array.from(scores.flat()), scores.length)) {
          expect(span.first).toBeGreaterThanOrEqual(at);
          expect(span.last).toBeGreaterThanOrEqual(span.first);
          expect(span.last).toBeLessThan(scores.length);
          expect(span.score).toBeGreaterThan(0);
          expect(span.score).toBeLessThanOrEqual(1);
          at = span.last + 1;
        }
      }),
      { numRuns: 300, seed: 9 },
    );
  });
});
