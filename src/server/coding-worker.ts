import { parentPort } from 'node:worker_threads';
import { ChanceryError, messageOf } from '../errors.js';
import { type Coder, openCoder } from '../events/open-coder.js';
import type { Document } from '../records/document.js';
import type { Coder as CoderVersion, Event } from '../records/event.js';

export interface CodingRequest {
  readonly number: number;
  readonly doc: Document;
}

export type CodingReply =
  | { readonly kind: 'ready'; readonly version: CoderVersion }
  | { readonly kind: 'unready'; readonly code: string; readonly message: string }
  | { readonly kind: 'coded'; readonly number: number; readonly events: readonly Event[] }
  | { readonly kind: 'failed'; readonly number: number; readonly code: string; readonly message: string };

const port = parentPort;
if (port) {
  const send = (reply: CodingReply): void => port.postMessage(reply);
  const opening: Promise<Coder> = openCoder();
  opening.then(
    (coder) => send({ kind: 'ready', version: coder.version }),
    (error) => send({ kind: 'unready', ...reasonOf(error) }),
  );
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ number, doc }: CodingRequest) => {
    last = last.then(async () => {
      try {
        const events = await (await opening).code(doc);
        send({ kind: 'coded', number, events });
      } catch (error) {
        send({ kind: 'failed', number, ...reasonOf(error) });
      }
    });
  });
}

function reasonOf(error: unknown): { readonly code: string; readonly message: string } {
  return { code: error instanceof ChanceryError ? error.code : 'bad_input', message: messageOf(error) };
}
