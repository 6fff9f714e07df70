import { ChanceryError } from '../errors.js';
import { type CoderPool, openCoderPool } from '../events/coder-pool.js';
import type { Document } from '../records/document.js';
import type { Coder, Event } from '../records/event.js';
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

/** Opens the coder at the first need of it; a text that takes too long ends it, and the next one opens another. */
export function openCodingThread(): CodingThread {
  let pool: CoderPool | null = null;
  let waiting = 0;
  const open = (): CoderPool => {
    pool ??= openCoderPool({ workers: 1 });
    return pool;
  };
  const close = async (): Promise<void> => {
    const ending = pool;
    pool = null;
    await ending?.close();
  };
  return {
    waiting: () => waiting,
    version: () => open().version(),
    close,
    code: async (doc) => {
      if (waiting >= limits.waitingTexts) {
        throw new ChanceryError('environment', `coder is busy: ${waiting} texts wait`);
      }
      waiting += 1;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        const seconds = limits.codingSeconds * waiting;
        timer = setTimeout(() => {
          reject(new ChanceryError('timeout', `text took longer than ${seconds} s to code`));
          void close();
        }, seconds * 1000);
      });
      try {
        return await Promise.race([open().code(doc), late]);
      } finally {
        clearTimeout(timer);
        waiting -= 1;
      }
    },
  };
}
