import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/** Tags JSON answers to reads with a hash of their bytes, and answers 304 to a client that holds them. */
export function entityTag(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { req, res } = context;
    if (req.method !== 'GET' || res.status !== 200) return;
    if (!res.headers.get('content-type')?.startsWith('application/json')) return;
    const body = await res.clone().arrayBuffer();
    const tag = `"${createHash('sha256').update(new Uint8Array(body)).digest('base64url').slice(0, 22)}"`;
    const known = req.header('if-none-match');
    const headers = new Headers(res.headers);
    headers.set('ETag', tag);
    const same = known?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
    context.res = undefined;
    context.res = same ? new Response(null, { status: 304, headers }) : new Response(body, { status: 200, headers });
  };
}
