import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChanceryError, type ErrorKind, errorKinds } from '../errors.js';
import { packageRoot } from '../package-root.js';
import type { Sentence } from '../records/sentence.js';
import type { WorkerReply, WorkerRequest } from './language-worker.js';
import type { LanguageOptions, ReadOptions } from './open-language.js';

export interface PoolOptions extends LanguageOptions {
  /** One single-threaded encoder each; by default one a core. */
  readonly workers?: number;
}

/** Readers in worker threads. Sentences come without `heads`: stages that need them run inside a worker of their own. */
export interface LanguagePool {
  readonly workers: number;
  /** Sentences of a text in order; reading begins at the call, goes a little ahead and then waits to be asked. */
  sentences(text: string, options?: ReadOptions): AsyncGenerator<Sentence>;
  close(): Promise<void>;
}

interface Inbox {
  readonly replies: WorkerReply[];
  wake: () => void;
}

/** Starts the workers. A worker that dies makes only the text it was reading fail. */
export function openLanguagePool(options: PoolOptions = {}): LanguagePool {
  const size = Math.max(1, options.workers ?? availableParallelism());
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: ((worker: Worker) => void)[] = [];
  const start = (): Worker => {
    const worker = new Worker(workerFile(), { workerData: { model: options.model } });
    worker.setMaxListeners(0);
    all.add(worker);
    worker.once('exit', () => all.delete(worker));
    return worker;
  };
  const take = async (): Promise<Worker> => {
    const worker = idle.pop();
    if (worker) return worker;
    if (all.size < size) return start();
    return new Promise((resolve) => waiting.push(resolve));
  };
  const give = (worker: Worker): void => {
    const alive = all.has(worker) ? worker : start();
    const next = waiting.shift();
    if (next) next(alive);
    else idle.push(alive);
  };
  const sentences = (text: string, { notice = () => {} }: ReadOptions = {}): AsyncGenerator<Sentence> => {
    const begun = take().then((worker) => ({ worker, inbox: begin(worker, text) }));
    return drain(begun, notice, give);
  };
  return {
    workers: size,
    sentences,
    close: async () => {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function begin(worker: Worker, text: string): Inbox {
  const inbox: Inbox = { replies: [], wake: () => {} };
  const put = (reply: WorkerReply): void => {
    if (reply.kind !== 'ready') inbox.replies.push(reply);
    inbox.wake();
  };
  const died = (message: string): void => put({ kind: 'failed', code: 'environment', message });
  const onError = (error: Error): void => died(`worker failed: ${error.message}`);
  const onExit = (): void => died('worker ended');
  const onMessage = (reply: WorkerReply): void => {
    put(reply);
    if (reply.kind !== 'done' && reply.kind !== 'failed') return;
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  };
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  post(worker, { kind: 'read', text });
  return inbox;
}

async function* drain(
  begun: Promise<{ worker: Worker; inbox: Inbox }>,
  notice: (message: string) => void,
  give: (worker: Worker) => void,
): AsyncGenerator<Sentence> {
  const { worker, inbox } = await begun;
  let ended = false;
  const next = async (): Promise<WorkerReply> => {
    for (;;) {
      const reply = inbox.replies.shift();
      if (reply) {
        ended = reply.kind === 'done' || reply.kind === 'failed';
        return reply;
      }
      await new Promise<void>((resolve) => {
        inbox.wake = resolve;
      });
    }
  };
  try {
    for (;;) {
      const reply = await next();
      if (reply.kind === 'failed') throw new ChanceryError(errorKind(reply.code), reply.message);
      if (reply.kind === 'sentences') {
        for (const message of reply.notices) notice(message);
        yield* reply.sentences;
        post(worker, { kind: 'more' });
      }
      if (reply.kind === 'done') {
        for (const message of reply.notices) notice(message);
        return;
      }
    }
  } finally {
    if (!ended) {
      post(worker, { kind: 'stop' });
      while (!ended) await next();
    }
    give(worker);
  }
}

function post(worker: Worker, request: WorkerRequest): void {
  worker.postMessage(request);
}

function errorKind(code: string): ErrorKind {
  return Object.keys(errorKinds).find((kind): kind is ErrorKind => kind === code) ?? 'environment';
}

/** Worker threads run compiled code, also when tests run from source. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./language-worker.js', import.meta.url));
  return existsSync(beside) ? beside : join(packageRoot(), 'dist', 'src', 'language', 'language-worker.js');
}
