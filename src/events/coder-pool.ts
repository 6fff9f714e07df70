import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChanceryError, type ErrorKind, errorKinds } from '../errors.js';
import { packageRoot } from '../package-root.js';
import type { Document } from '../records/document.js';
import type { Coder as CoderVersion, Event } from '../records/event.js';
import type { WorkerReply, WorkerRequest } from './coder-worker.js';
import type { OpenCoderOptions } from './open-coder.js';

export interface CoderPoolOptions extends OpenCoderOptions {
  /** Coders in threads of their own; by default one a core. */
  readonly workers?: number;
}

/** Coders in worker threads, started as documents come. */
export interface CoderPool {
  readonly workers: number;
  /** Versions of the coders. Throws `environment` or `bad_data` when they cannot be opened. */
  readonly version: () => Promise<CoderVersion>;
  /** The events of a document. A worker that dies makes only the document fail that it was coding. */
  readonly code: (doc: Document) => Promise<readonly Event[]>;
  readonly close: () => Promise<void>;
}

interface Hand {
  readonly worker: Worker;
  readonly ready: Promise<CoderVersion>;
  alive: boolean;
}

/**
 * Opens a pool; the first coder opens at once.
 *
 * @example
 * const pool = openCoderPool({ workers: 2 });
 * const coded = await Promise.all(docs.map(pool.code));
 */
export function openCoderPool({ workers = availableParallelism(), ...options }: CoderPoolOptions = {}): CoderPool {
  const all = new Set<Hand>();
  const idle: Hand[] = [];
  const waiting: ((hand: Hand) => void)[] = [];
  let closed = false;
  const start = (): Hand => {
    const hand = startHand(options);
    all.add(hand);
    hand.worker.once('exit', () => {
      hand.alive = false;
      all.delete(hand);
    });
    return hand;
  };
  const take = async (): Promise<Hand> => {
    const hand = idle.pop();
    if (hand) return hand;
    if (all.size < workers) return start();
    return new Promise((resolve) => waiting.push(resolve));
  };
  const give = (hand: Hand): void => {
    if (closed) return;
    const next = waiting.shift();
    if (next) next(hand.alive ? hand : start());
    else if (hand.alive) idle.push(hand);
  };
  const first = start();
  idle.push(first);
  return {
    workers,
    version: () => first.ready,
    code: async (doc) => {
      const hand = await take();
      try {
        return await ask(hand, doc);
      } finally {
        give(hand);
      }
    },
    close: async () => {
      closed = true;
      await Promise.all([...all].map(({ worker }) => worker.terminate()));
    },
  };
}

function startHand(options: OpenCoderOptions): Hand {
  const worker = new Worker(workerFile(), { workerData: options });
  worker.on('error', () => {});
  const ready = new Promise<CoderVersion>((resolve, reject) => {
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'ready') resolve(reply.version);
      if (reply.kind === 'unready') reject(new ChanceryError(kindOf(reply.code), reply.message));
    });
    worker.once('error', (error) => reject(new ChanceryError('environment', `coder failed: ${error.message}`)));
    worker.once('exit', () => reject(new ChanceryError('environment', 'coder ended')));
  });
  ready.catch(() => {});
  return { worker, ready, alive: true };
}

async function ask({ worker, ready }: Hand, doc: Document): Promise<readonly Event[]> {
  await ready;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      settle();
    };
    const onMessage = (reply: WorkerReply): void => {
      if (reply.kind === 'coded') end(() => resolve(reply.events));
      if (reply.kind === 'failed') end(() => reject(new ChanceryError(kindOf(reply.code), reply.message)));
    };
    const died = (why: string) =>
      end(() => reject(new ChanceryError('environment', `coder died on this text: ${why}`)));
    const onError = (error: Error): void => died(error.message);
    const onExit = (): void => died('worker ended');
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    const request: WorkerRequest = { doc };
    worker.postMessage(request);
  });
}

function kindOf(code: string): ErrorKind {
  return Object.keys(errorKinds).find((kind): kind is ErrorKind => kind === code) ?? 'bad_input';
}

/** Worker threads run compiled code, also when tests run from source. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./coder-worker.js', import.meta.url));
  return existsSync(beside) ? beside : join(packageRoot(), 'dist', 'src', 'events', 'coder-worker.js');
}
