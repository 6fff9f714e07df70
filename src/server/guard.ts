import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { ChanceryError } from '../errors.js';
import { isLoopback, type ServerSettings } from './settings.js';

export const sessionCookie = 'chancery';

/** Paths that a probe or a browser needs before it has a token. */
const open = new Set(['/health', '/ready', '/api/session']);

/**
 * Lets through only requests that name this server as their host (no DNS rebinding), that no other site sent
 * (no cross-site writes), and that carry the token where there is one.
 */
export function guard(settings: ServerSettings): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    const host = hostName(req.header('host'));
    if (host !== null && !knownHost(host, settings)) {
      throw new ChanceryError('refused', `unknown host: ${host.slice(0, 100)}`);
    }
    if (req.method !== 'GET' && req.method !== 'HEAD' && crossSite(req.header('origin'), req.header('host'))) {
      throw new ChanceryError('refused', 'requests from other sites are refused');
    }
    if (settings.token !== null && !open.has(req.path) && needsToken(req.path)) {
      const bearer = /^Bearer (.+)$/i.exec(req.header('authorization') ?? '')?.[1];
      const given = bearer ?? getCookie(context, sessionCookie);
      if (given === undefined || !sameToken(given, settings.token)) {
        throw new ChanceryError('unauthorized', 'token missing or wrong');
      }
    }
    await next();
  };
}

/** The pages themselves hold no data; everything that does lies under these. */
function needsToken(path: string): boolean {
  return path.startsWith('/api/') || path === '/metrics' || path.startsWith('/mcp');
}

/** Compares in a time that says nothing about the token. */
export function sameToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

function hostName(header: string | undefined): string | null {
  if (header === undefined) return null;
  return header
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
}

function knownHost(host: string, settings: ServerSettings): boolean {
  if (settings.allowedHosts.includes(host) || host === settings.host) return true;
  if (isLoopback(settings.host)) return isLoopback(host);
  return settings.allowedHosts.length === 0;
}

function crossSite(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  try {
    return new URL(origin).host !== host;
  } catch {
    return true;
  }
}
