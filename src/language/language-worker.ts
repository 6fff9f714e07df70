import { parentPort, workerData } from 'node:worker_threads';
import { ChanceryError, messageOf } from '../errors.js';
import type { Sentence } from '../records/sentence.js';
import { openLanguage } from './open-language.js';

/** What the pool sends: a text to read, or leave to send more of it. */
export type WorkerRequest =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'more' }
  | { readonly kind: 'stop' };

/** What a worker sends: sentences in order, then the end. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'sentences'; readonly sentences: readonly Sentence[]; readonly notices: readonly string[] }
  | { readonly kind: 'done'; readonly notices: readonly string[] }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const batch = 32;
/** Batches that may be under way before the reader of the pool has taken one. */
const ahead = 2;

const port = parentPort;
if (port) {
  let leave = 0;
  let stopped = false;
  let wake: (() => void) | null = null;
  const send = (reply: WorkerReply): void => port.postMessage(reply);
  const language = openLanguage(workerData);
  language.then(
    () => send({ kind: 'ready' }),
    (error) => send(failure(error)),
  );
  port.on('message', async (request: WorkerRequest) => {
    if (request.kind === 'read') {
      leave = ahead;
      stopped = false;
      try {
        await read(request.text);
      } catch (error) {
        send(failure(error));
      }
      return;
    }
    if (request.kind === 'more') leave += 1;
    else stopped = true;
    wake?.();
  });
  const read = async (text: string): Promise<void> => {
    const reader = await language;
    let sentences: Sentence[] = [];
    let notices: string[] = [];
    const notice = (message: string): void => void notices.push(message);
    for await (const sentence of reader.sentences(text, { notice })) {
      sentences.push({ ...sentence, heads: {} });
      if (sentences.length < batch) continue;
      while (leave === 0 && !stopped) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (stopped) break;
      leave -= 1;
      send({ kind: 'sentences', sentences, notices });
      sentences = [];
      notices = [];
    }
    if (sentences.length > 0 && !stopped) send({ kind: 'sentences', sentences, notices: [] });
    send({ kind: 'done', notices });
  };
}

function failure(error: unknown): WorkerReply {
  return {
    kind: 'failed',
    code: error instanceof ChanceryError ? error.code : 'environment',
    message: messageOf(error),
  };
}
