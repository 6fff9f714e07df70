import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { ChanceryError, messageOf } from '../errors.js';
import type { IngestItem } from '../ledger/ledger.js';
import { readInputs } from '../read/read-inputs.js';
import type { ServerParts } from './server-parts.js';
import { limits } from './settings.js';

/** Codes and keeps the documents of a JSONL body; the answer has a line for each, sent as soon as it is on disk. */
export function ingestStream(body: ReadableStream<Uint8Array>, parts: ServerParts): ReadableStream<Uint8Array> {
  const lines = receipts(body, parts);
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
}

async function* receipts(
  body: ReadableStream<Uint8Array>,
  { ledger, coding, metrics }: ServerParts,
): AsyncGenerator<unknown, undefined> {
  const stdin = Readable.from(boundedLines(body));
  const counts = { documents: 0, events: 0, failed: 0 };
  try {
    for await (const item of readInputs(['-'], { stdin, input: 'jsonl' })) {
      if (item.kind === 'failure') {
        counts.failed += 1;
        yield { from: item.from, error: { code: item.code, message: item.message } };
        continue;
      }
      try {
        const begun = performance.now();
        const events = await coding.code(item.doc);
        metrics.coded(events.length, (performance.now() - begun) / 1000);
        const items: IngestItem[] = [{ doc: item.doc, events }];
        for await (const receipt of ledger.ingest(items)) {
          counts.documents += 1;
          counts.events += receipt.events;
          yield { from: item.from, ...receipt };
        }
      } catch (error) {
        counts.failed += 1;
        const code = error instanceof ChanceryError ? error.code : 'bad_input';
        yield { from: item.from, document: item.doc.id, error: { code, message: messageOf(error) } };
      }
    }
  } catch (error) {
    counts.failed += 1;
    const code = error instanceof ChanceryError ? error.code : 'bad_input';
    yield { error: { code, message: messageOf(error) } };
  }
  yield { done: true, ...counts };
  return undefined;
}

const newline = 10;

/** The bytes of a body; throws `too_large` at a line or a whole that is longer than allowed, before it is held. */
async function* boundedLines(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let line = 0;
  let total = 0;
  for await (const chunk of body as NodeStream<Uint8Array>) {
    total += chunk.length;
    const last = chunk.lastIndexOf(newline);
    line = last < 0 ? line + chunk.length : chunk.length - last;
    if (line > limits.textBody) throw new ChanceryError('too_large', `line over ${limits.textBody} bytes`);
    if (total > limits.ingestBody) throw new ChanceryError('too_large', `more than ${limits.ingestBody} bytes at once`);
    yield chunk;
  }
}
