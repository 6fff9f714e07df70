/** Documents that may be under way for each worker: enough that no worker waits behind one long text. */
const ahead = 4;

export interface Ordered<Item, Answer> {
  readonly item: Item;
  /** The answer, or what was thrown. */
  readonly answer: Promise<Answer>;
}

/** Answers of many items at a time, given in the order of the items; at most four items for each worker are held. */
export async function* inOrder<Item, Answer>(
  items: AsyncIterable<Item>,
  workers: number,
  answer: (item: Item) => Promise<Answer>,
): AsyncGenerator<Ordered<Item, Answer>> {
  const held: Ordered<Item, Answer>[] = [];
  const limit = Math.max(1, workers) * ahead;
  const source = items[Symbol.asyncIterator]();
  let reading: Promise<void> | null = null;
  let ended = false;
  let failure: unknown = null;
  const readOne = async (): Promise<void> => {
    try {
      const next = await source.next();
      if (next.done) ended = true;
      else {
        const promise = answer(next.value);
        promise.catch(() => {});
        held.push({ item: next.value, answer: promise });
      }
    } catch (error) {
      ended = true;
      failure = error;
    } finally {
      reading = null;
    }
  };
  const more = (): void => {
    if (!ended && reading === null && held.length < limit) reading = readOne().then(more);
  };
  try {
    for (;;) {
      more();
      const head = held[0];
      if (head) {
        await head.answer.catch(() => {});
        held.shift();
        yield head;
      } else if (reading) await reading;
      else if (ended) break;
    }
    if (failure !== null) throw failure;
  } finally {
    await source.return?.();
  }
}
