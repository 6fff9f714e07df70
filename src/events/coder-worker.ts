import { parentPort, workerData } from 'node:worker_threads';
import { ChanceryError, messageOf } from '../errors.js';
import type { Document } from '../records/document.js';
import type { Coder as CoderVersion, Event } from '../records/event.js';
import { openCoder } from './open-coder.js';

export interface WorkerRequest {
  readonly doc: Document;
}

export type WorkerReply =
  | { readonly kind: 'ready'; readonly version: CoderVersion }
  | { readonly kind: 'unready' | 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'coded'; readonly events: readonly Event[] };

const port = parentPort;
if (port) {
  const send = (reply: WorkerReply): void => port.postMessage(reply);
  const opening = openCoder(workerData);
  opening.then(
    ({ version }) => send({ kind: 'ready', version }),
    (error) => send({ kind: 'unready', ...reasonOf(error) }),
  );
  port.on('message', async ({ doc }: WorkerRequest) => {
    try {
      send({ kind: 'coded', events: await (await opening).code(doc) });
    } catch (error) {
      send({ kind: 'failed', ...reasonOf(error) });
    }
  });
}

function reasonOf(error: unknown): { readonly code: string; readonly message: string } {
  return { code: error instanceof ChanceryError ? error.code : 'bad_input', message: messageOf(error) };
}
