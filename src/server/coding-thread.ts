import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChanceryError, type ErrorKind, errorKinds } from '../errors.js';
import { packageRoot } from '../package-root.js';
import type { Document } from '../records/document.js';
import type { Coder, Event } from '../records/event.js';
import type { CodingReply, CodingRequest } from './coding-worker.js';
import { limits } from './settings.js';

/** A coder in a thread of its own, so that a long text keeps nobody else waiting. */
export interface CodingThread {
  /** Events of a document. Throws `environment` when too many texts wait, `timeout` when it takes too long. */
  readonly code: (doc: Document) => Promise<readonly Event[]>;
  /** Versions of the coder, once it is open. Throws what kept it from opening. */
  readonly version: () => Promise<Coder>;
  readonly waiting: () => number;
  readonly close: () => Promise<void>;
}

interface Job {
  readonly resolve: (events: readonly Event[]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

interface Running {
  readonly worker: Worker;
  readonly version: Promise<Coder>;
}

/** Starts the thread at the first need of it; a text that takes too long ends it, and the next one starts another. */
export function openCodingThread(): CodingThread {
  const jobs = new Map<number, Job>();
  let running: Running | null = null;
  let number = 0;

  const stop = (worker: Worker, error: ChanceryError): void => {
    if (running?.worker === worker) running = null;
    for (const [key, job] of jobs) {
      clearTimeout(job.timer);
      jobs.delete(key);
      job.reject(error);
    }
    void worker.terminate();
  };
  const start = (): Running => {
    const worker = new Worker(workerFile());
    worker.unref();
    const version = new Promise<Coder>((resolve, reject) => {
      worker.on('message', (reply: CodingReply) => {
        if (reply.kind === 'ready') resolve(reply.version);
        else if (reply.kind === 'unready') reject(new ChanceryError(kindOf(reply.code), reply.message));
        else settle(reply);
      });
      worker.once('error', (error) => {
        const failure = new ChanceryError('environment', `coder failed: ${error.message}`);
        reject(failure);
        stop(worker, failure);
      });
      worker.once('exit', () => reject(new ChanceryError('environment', 'coder ended')));
    });
    version.catch(() => {});
    running = { worker, version };
    return running;
  };
  const settle = (reply: Extract<CodingReply, { number: number }>): void => {
    const job = jobs.get(reply.number);
    if (!job) return;
    jobs.delete(reply.number);
    clearTimeout(job.timer);
    if (reply.kind === 'coded') job.resolve(reply.events);
    else job.reject(new ChanceryError(kindOf(reply.code), reply.message));
  };
  return {
    waiting: () => jobs.size,
    version: () => (running ?? start()).version,
    code: (doc) => {
      if (jobs.size >= limits.waitingTexts) {
        throw new ChanceryError('environment', `coder is busy: ${jobs.size} texts wait`);
      }
      const { worker } = running ?? start();
      const request: CodingRequest = { number: ++number, doc };
      return new Promise((resolve, reject) => {
        const late = new ChanceryError('timeout', `text took longer than ${limits.codingSeconds} s to code`);
        const timer = setTimeout(() => stop(worker, late), limits.codingSeconds * 1000 * Math.max(1, jobs.size));
        jobs.set(request.number, { resolve, reject, timer });
        worker.postMessage(request);
      });
    },
    close: async () => {
      if (running) await running.worker.terminate();
      running = null;
    },
  };
}

function kindOf(code: string): ErrorKind {
  return Object.keys(errorKinds).find((kind): kind is ErrorKind => kind === code) ?? 'bad_input';
}

/** Threads run compiled code, also when tests run from source. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./coding-worker.js', import.meta.url));
  return existsSync(beside) ? beside : join(packageRoot(), 'dist', 'src', 'server', 'coding-worker.js');
}
