import { describe, expect, it } from 'vitest';
import { inOrder } from '../../src/events/in-order.js';

async function* numbers(count: number, seen: number[] = []): AsyncGenerator<number> {
  for (let number = 0; number < count; number++) {
    seen.push(number);
    yield number;
  }
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await null;
};

describe('answers in order', () => {
  it('come in the order of the items, whichever is ready first', async () => {
    const given: number[] = [];
    for await (const { item, answer } of inOrder(numbers(50), 3, async (one) => {
      await turns(one % 7 === 0 ? 40 : 1);
      return one * 2;
    })) {
      expect(await answer).toBe(item * 2);
      given.push(item);
    }
    expect(given).toEqual(Array.from({ length: 50 }, (_, number) => number));
  });

  it('hold no more than four items for each worker', async () => {
    const seen: number[] = [];
    let taken = 0;
    for await (const _ of inOrder(numbers(100, seen), 2, async (one) => one)) {
      taken += 1;
      await turns(20);
      expect(seen.length - taken).toBeLessThanOrEqual(8);
    }
    expect(taken).toBe(100);
  });

  it('carry what was thrown for one item, and go on', async () => {
    const kinds: string[] = [];
    for await (const { answer } of inOrder(numbers(3), 2, async (one) => {
      if (one === 1) throw new Error('bad');
      return 'good';
    }))
      kinds.push(await answer.catch(() => 'bad'));
    expect(kinds).toEqual(['good', 'bad', 'good']);
  });

  it('end with what the items threw, after those before it', async () => {
    async function* broken(): AsyncGenerator<number> {
      yield 1;
      throw new Error('reader broke');
    }
    const given: number[] = [];
    const run = async (): Promise<void> => {
      for await (const { item } of inOrder(broken(), 2, async (one) => one)) given.push(item);
    };
    await expect(run()).rejects.toThrow('reader broke');
    expect(given).toEqual([1]);
  });

  it('close the items when the taker stops', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<number> {
      try {
        for (let number = 0; ; number++) yield number;
      } finally {
        closed = true;
      }
    }
    for await (const _ of inOrder(endless(), 1, async (one) => one)) break;
    expect(closed).toBe(true);
  });
});
