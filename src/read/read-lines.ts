/** Bytes of one line; a longer one is dropped whole. */
export const longestLine = 32_000_000;

/** A line of a stream, null where it was too long; `number` counts from 1. */
export interface Line {
  readonly number: number;
  readonly text: string | null;
}

/** The lines of a stream of UTF-8 in bounded memory, whatever their length. */
export async function* readLines(stream: AsyncIterable<unknown>, limit = longestLine): AsyncGenerator<Line> {
  let number = 1;
  let parts: Buffer[] = [];
  let length = 0;
  const take = (): Line => {
    const text = length > limit ? null : Buffer.concat(parts).toString('utf8').replace(/\r$/, '');
    const line = { number, text: number === 1 ? (text?.replace(/^\ufeff/, '') ?? null) : text };
    number += 1;
    parts = [];
    length = 0;
    return line;
  };
  const keep = (piece: Buffer): void => {
    length += piece.length;
    if (length > limit) parts = [];
    else if (piece.length > 0) parts.push(piece);
  };
  for await (const chunk of stream) {
    const bytes: Buffer =
      chunk instanceof Uint8Array
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        : Buffer.from(chunk as string);
    let start = 0;
    for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
      keep(bytes.subarray(start, end));
      yield take();
      start = end + 1;
    }
    keep(bytes.subarray(start));
  }
  if (length > 0) yield take();
}
