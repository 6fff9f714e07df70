import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChanceryError, type ErrorKind, errorKinds } from '../errors.js';
import { packageRoot } from '../package-root.js';
import type { PageReply, PageRequest } from './page-worker.js';
import type { PageText } from './read-page.js';

/** Longest time for one page, in milliseconds. */
const timeLimit = 20_000;
const memoryLimit = 768;
/** Bytes of HTML read of one page; what follows is cut off. */
const longestPage = 6_000_000;

const idle: Worker[] = [];
const waiting: (() => void)[] = [];
let running = 0;

/** The article of a page, found in a worker under limits of time and memory. Throws `timeout`, `too_large` or `bad_input`. */
export async function readPageSafely(html: string, address: string | null): Promise<PageText> {
  if (running >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  const worker = idle.pop() ?? new Worker(workerFile(), { resourceLimits: { maxOldGenerationSizeMb: memoryLimit } });
  worker.ref();
  try {
    const reply = await ask(worker, { html: html.slice(0, longestPage), address });
    worker.unref();
    idle.push(worker);
    if (reply.kind === 'failed') throw new ChanceryError(errorKind(reply.code), reply.message);
    return reply.page;
  } catch (error) {
    if (!idle.includes(worker)) await worker.terminate();
    throw error;
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function ask(worker: Worker, request: PageRequest): Promise<PageReply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(() => reject(new ChanceryError('timeout', `page took over ${timeLimit / 1000} s`))),
      timeLimit,
    );
    const onMessage = (reply: PageReply): void => settle(() => resolve(reply));
    const onError = (error: Error): void =>
      settle(() => reject(new ChanceryError('too_large', `page could not be read: ${error.message}`)));
    const onExit = (): void =>
      settle(() => reject(new ChanceryError('too_large', 'page could not be read: worker ended')));
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      finish();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(request);
  });
}

function errorKind(code: string): ErrorKind {
  return Object.keys(errorKinds).find((kind): kind is ErrorKind => kind === code) ?? 'bad_input';
}

/** Worker threads run compiled code, also when tests run from source. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./page-worker.js', import.meta.url));
  return existsSync(beside) ? beside : join(packageRoot(), 'dist', 'src', 'read', 'page-worker.js');
}
