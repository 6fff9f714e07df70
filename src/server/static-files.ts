import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
};

interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly tag: string;
  readonly lasting: boolean;
}

/** The built explorer from memory, only the files that were there at the start; any other page address gets the page that routes in the browser. */
export function staticFiles(folder: string): MiddlewareHandler {
  const files = readFolder(folder);
  return async (context, next) => {
    const { req } = context;
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    const isPage = !/^\/(api|mcp|metrics|health|ready)(\/|$)/.test(req.path) && extname(req.path) === '';
    const file = files.get(req.path) ?? (isPage ? files.get('/index.html') : undefined);
    if (!file) return next();
    const headers: Record<string, string> = {
      'Content-Type': file.type,
      ETag: file.tag,
      Vary: 'Accept-Encoding',
      'Cache-Control': file.lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    if (req.header('if-none-match') === file.tag) return new Response(null, { status: 304, headers });
    const packs = /\bbr\b/.test(req.header('accept-encoding') ?? '');
    if (packs) headers['Content-Encoding'] = 'br';
    return new Response(packs ? file.packed : file.body, { headers });
  };
}

function readFolder(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const body = new Uint8Array(readFileSync(path));
    const packed = new Uint8Array(brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }));
    const name = `/${relative(folder, path).split(sep).join('/')}`;
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    files.set(name, { body, packed, type, tag, lasting: name.startsWith('/assets/') });
  }
  return files;
}
