/** Bytes that come in pieces, taken by need: no more is held than what was asked for. */
export interface ByteQueue {
  /** Waits until so many bytes are there, or all that will come. */
  readonly fill: (length: number) => Promise<Buffer>;
  /** Takes so many bytes away; fewer at the end. */
  readonly take: (length: number) => Promise<Buffer>;
  /** Passes over so many bytes without holding them; how many there were. */
  readonly skip: (length: number) => Promise<number>;
  /** Bytes taken so far. */
  readonly position: () => number;
  /** Why no more bytes came, where the source failed; what came before is given all the same. */
  readonly fault: () => unknown;
}

export function byteQueue(source: AsyncIterable<Uint8Array>): ByteQueue {
  const iterator = source[Symbol.asyncIterator]();
  let pieces: Buffer[] = [];
  let held = 0;
  let taken = 0;
  let fault: unknown = null;
  const more = async (): Promise<boolean> => {
    const next = await iterator.next().catch((error: unknown) => {
      fault ??= error;
      return { done: true } as const;
    });
    if (next.done) return false;
    const { buffer, byteOffset, byteLength } = next.value;
    pieces.push(Buffer.from(buffer, byteOffset, byteLength));
    held += byteLength;
    return true;
  };
  const join = (): Buffer => {
    const all = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    pieces = [all];
    return all;
  };
  const drop = (length: number): Buffer => {
    const all = join();
    const part = all.subarray(0, length);
    pieces = [all.subarray(part.length)];
    held -= part.length;
    taken += part.length;
    return part;
  };
  const fill = async (length: number): Promise<Buffer> => {
    while (held < length && (await more()));
    return join();
  };
  return {
    fill,
    position: () => taken,
    fault: () => fault,
    async take(length) {
      await fill(length);
      return drop(length);
    },
    async skip(length) {
      let left = length;
      while (left > 0) {
        if (held === 0 && !(await more())) break;
        left -= drop(Math.min(left, held)).length;
      }
      return length - left;
    },
  };
}
