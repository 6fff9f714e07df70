import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/** Milliseconds in which an answer counts as new, also when documents came in since, and in which it may still be given while a newer one is made. */
const fresh = 3000;
const freshAfterIngest = 1500;
const usable = 10_000;
const mostAnswers = 400;
const largestAnswer = 2_000_000;

interface Kept {
  readonly made: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: readonly (readonly [string, string])[];
  readonly tag: string;
}

/**
 * Keeps JSON answers to reads for a moment: readers who ask the same share one query, and while a newer answer is made
 * they get one of at most ten seconds' age. A correction drops them all; documents that stream in make them old sooner. Each answer carries a tag of its
 * bytes; a client that holds them gets 304.
 */
export function answerCache(): MiddlewareHandler {
  const kept = new Map<string, Kept>();
  const making = new Map<string, Promise<void>>();
  let writes = 0;
  let ingested = Number.NEGATIVE_INFINITY;
  return async (context, next) => {
    const { req } = context;
    if (req.method !== 'GET') {
      await next();
      if (req.path === '/api/code') return;
      if (req.path === '/api/ingest') {
        ingested = performance.now();
        return;
      }
      writes += 1;
      kept.clear();
      making.clear();
      return;
    }
    const key = req.url;
    const known = req.header('if-none-match');
    const give = (found: Kept): Response => {
      const headers = new Headers(found.headers.map(([name, value]): [string, string] => [name, value]));
      headers.set('ETag', found.tag);
      const same = known?.split(',').some((each) => each.trim().replace(/^W\//, '') === found.tag);
      return same ? new Response(null, { status: 304, headers }) : new Response(found.body, { headers });
    };
    const make = async (): Promise<void> => {
      const begun = performance.now();
      const written = writes;
      await next();
      const { res } = context;
      const isAnswer = res.status === 200 && res.headers.get('content-type')?.startsWith('application/json');
      if (!isAnswer) return;
      const body = new Uint8Array(await res.clone().arrayBuffer());
      const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const answer = { made: begun, body, headers: [...res.headers], tag };
      if (body.length <= largestAnswer && written === writes) {
        kept.delete(key);
        kept.set(key, answer);
        const [oldest] = kept.keys();
        if (kept.size > mostAnswers && oldest !== undefined) kept.delete(oldest);
      }
      context.res = undefined;
      context.res = give(answer);
    };
    const age = (): number => performance.now() - (kept.get(key)?.made ?? Number.NEGATIVE_INFINITY);
    const held = kept.get(key);
    const newFor = held && held.made < ingested ? freshAfterIngest : fresh;
    if (held && (age() < newFor || (age() < usable && making.has(key)))) return give(held);
    const running = making.get(key);
    if (running) {
      await running.catch(() => {});
      const shared = kept.get(key);
      if (shared && age() < usable) return give(shared);
    }
    const work = make();
    making.set(key, work);
    try {
      await work;
    } finally {
      if (making.get(key) === work) making.delete(key);
    }
  };
}
