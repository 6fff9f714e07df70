import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateCoded } from '../../src/evaluate/evaluate-coded.js';
import { type Coder, openCoder } from '../../src/events/open-coder.js';

describe('evaluation on hand-coded reports', () => {
  let coder: Coder;
  beforeAll(async () => {
    coder = await openCoder();
  }, 60_000);
  afterAll(() => coder.close());

  const report = (parties: string): string => `@ lagos-1 wire 2024-03-05
[a|Police] in Lagos [1|arrested] [b|twelve students] on Monday. [c|The governor] was abroad.
1 COERCE arrest ${parties}
`;

  it('takes an event with and without an optional party for right, and only the strict score asks for it', async () => {
    const score = async (parties: string) => {
      const { events, strict } = await evaluateCoded(report(parties), 'lagos.cev', coder);
      return [events.f1, strict.f1];
    };
    expect(await score('a > b')).toEqual([1, 1]);
    expect(await score('a > b?')).toEqual([1, 1]);
    expect(await score('a? > b')).toEqual([1, 1]);
    expect(await score('a > c')).toEqual([0, 0]);
    expect(await score('a > c?')).toEqual([0, 0]);
    expect(await score('a > b+c?')).toEqual([1, 1]);
  });

  it('lets an optional party be missing', async () => {
    const text = `@ lagos-2 wire 2024-03-05
[b|Twelve students] were [1|arrested] in Lagos on Monday. [a|Police] gave no reason.
1 COERCE arrest a? > b
`;
    const { events, strict } = await evaluateCoded(text, 'lagos.cev', coder);
    expect(events.f1).toBe(1);
    expect(strict.f1).toBeLessThanOrEqual(events.f1);
  });
});
