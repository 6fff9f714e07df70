import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { Agent, request } from 'undici';
import { ChanceryError, messageOf } from '../errors.js';
import { packageVersion } from '../package-root.js';
import { isPrivateAddress, literalAddress } from './private-address.js';

/** An answer of the web. `status` is 304 where the copy known by `etag` or `modified` still holds. */
export interface Fetched {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly charset: string | null;
  readonly mediaType: string | null;
  /** Address after redirects. */
  readonly url: string;
  readonly retrieved: string;
  readonly etag: string | null;
  readonly modified: string | null;
  /** Seconds to wait that the server asks for. */
  readonly retryAfter: number | null;
}

export interface FetchOptions {
  readonly allowPrivate?: boolean;
  /** Hosts, with port, that may be private. */
  readonly allowedHosts?: readonly string[];
  /** Bytes after unpacking. */
  readonly largest?: number;
  /** Milliseconds for the whole exchange, redirects included. */
  readonly timeout?: number;
  readonly etag?: string | null;
  readonly modified?: string | null;
  /** Give answers of any status back in place of throwing. */
  readonly anyStatus?: boolean;
}

export const userAgent = `Chancery/${packageVersion()} (news reader)`;
const mostRedirects = 5;
const standard = { largest: 32_000_000, timeout: 30_000 };
/** Times that an answer may grow when unpacked. */
const steepest = 100;
const smallEnough = 1_000_000;

const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const found = Array.isArray(addresses) ? addresses : [addresses];
    const wrong = found.find((each) => isPrivateAddress(each.address));
    if (wrong) return callback(refusal(hostname, wrong.address), '', 0);
    if (options.all) return callback(null, found as unknown as string, 0);
    callback(null, found[0]?.address ?? '', found[0]?.family ?? 4);
  });
};

function refusal(host: string, address: string): ChanceryError {
  return new ChanceryError(
    'refused',
    `private address: ${host === address ? address : `${host} is ${address}`} (--allow-private lets it through)`,
  );
}

const limits = { connectTimeout: 10_000, headersTimeout: 20_000, bodyTimeout: 20_000, maxHeaderSize: 65_536 };
let agents: { readonly open: Agent; readonly guarded: Agent } | null = null;

function agent(allowPrivate: boolean): Agent {
  agents ??= {
    open: new Agent({ ...limits, keepAliveTimeout: 1000 }),
    guarded: new Agent({ ...limits, keepAliveTimeout: 1000, connect: { lookup: guardedLookup } }),
  };
  return allowPrivate ? agents.open : agents.guarded;
}

/**
 * Fetches a web address under limits of size, time and redirects. Private, loopback and link-local addresses are refused
 * in the address, in redirects and in the answers of DNS, unless `allowPrivate`.
 * Throws `refused`, `too_large`, `timeout`, `not_found` or `bad_input`.
 */
export async function fetchSafely(address: string, options: FetchOptions = {}): Promise<Fetched> {
  const timeout = options.timeout ?? standard.timeout;
  const signal = AbortSignal.timeout(timeout);
  try {
    return await follow(address, options, signal);
  } catch (error) {
    throw asFailure(error, address, signal.aborted ? timeout : null);
  }
}

async function follow(address: string, options: FetchOptions, signal: AbortSignal): Promise<Fetched> {
  let url = checked(address, options);
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const answer = await request(url, {
      dispatcher: agent(isAllowed(url, options)),
      signal,
      headers: {
        'user-agent': userAgent,
        accept:
          'text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.5',
        'accept-encoding': 'gzip, deflate, br',
        ...(options.etag ? { 'if-none-match': options.etag } : {}),
        ...(options.modified ? { 'if-modified-since': options.modified } : {}),
      },
    });
    const { statusCode, headers, body } = answer;
    const header = (name: string): string | null => {
      const value = headers[name];
      return (Array.isArray(value) ? value[0] : value) ?? null;
    };
    const location = header('location');
    if (statusCode >= 300 && statusCode < 400 && statusCode !== 304 && location !== null) {
      body.on('error', () => {}).destroy();
      url = checked(new URL(location, url).href, options);
      continue;
    }
    const largest = options.largest ?? standard.largest;
    if (Number(header('content-length') ?? 0) > largest) {
      body.on('error', () => {}).destroy();
      throw new ChanceryError('too_large', `answer of ${header('content-length')} bytes: over ${largest}`);
    }
    const packed = await gather(body, largest);
    if (options.anyStatus !== true && statusCode !== 304 && (statusCode < 200 || statusCode > 299))
      throw new ChanceryError(
        statusCode === 404 || statusCode === 410 ? 'not_found' : 'bad_input',
        `the server answers ${statusCode}`,
      );
    const contentType = header('content-type') ?? '';
    const wait = header('retry-after');
    return {
      status: statusCode,
      bytes: unpacked(packed, header('content-encoding') ?? '', largest),
      charset: /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1] ?? null,
      mediaType: contentType.split(';')[0]?.trim().toLowerCase() || null,
      url: url.href,
      retrieved: new Date().toISOString(),
      etag: header('etag'),
      modified: header('last-modified'),
      retryAfter:
        wait === null
          ? null
          : /^\d+$/.test(wait)
            ? Number(wait)
            : Math.max(0, (Date.parse(wait) - Date.now()) / 1000 || 0),
    };
  }
  throw new ChanceryError('refused', `over ${mostRedirects} redirects`);
}

function checked(address: string, options: FetchOptions): URL {
  if (!URL.canParse(address)) throw new ChanceryError('bad_input', `not a web address: ${address}`);
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ChanceryError('refused', `only http and https are fetched: ${url.protocol}`);
  if (url.username || url.password) throw new ChanceryError('refused', 'an address with a password is not fetched');
  const literal = literalAddress(url.hostname);
  if (!isAllowed(url, options) && literal !== null && isPrivateAddress(literal)) throw refusal(url.hostname, literal);
  return url;
}

function isAllowed(url: URL, { allowPrivate, allowedHosts = [] }: FetchOptions): boolean {
  return allowPrivate === true || allowedHosts.includes(url.host);
}

async function gather(body: AsyncIterable<Uint8Array>, largest: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > largest) throw new ChanceryError('too_large', `answer of over ${largest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unpacked(bytes: Uint8Array, encoding: string, largest: number): Uint8Array {
  const maxOutputLength = Math.min(largest, Math.max(smallEnough, bytes.length * steepest));
  const options = { maxOutputLength };
  try {
    if (bytes.length === 0) return bytes;
    if (/gzip/i.test(encoding)) return bytes[0] === 0x1f ? gunzipSync(bytes, options) : bytes;
    if (/\bbr\b/i.test(encoding)) return brotliDecompressSync(bytes, options);
    if (/deflate/i.test(encoding))
      return bytes[0] === 0x78 ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
    return bytes;
  } catch (error) {
    if (error instanceof RangeError)
      throw new ChanceryError('too_large', `answer unpacks to over ${maxOutputLength} bytes`);
    throw new ChanceryError('bad_input', `broken ${encoding}: ${messageOf(error)}`);
  }
}

function asFailure(error: unknown, address: string, timeout: number | null): ChanceryError {
  if (error instanceof ChanceryError) return error;
  const cause = error instanceof Error && error.cause instanceof ChanceryError ? error.cause : null;
  if (cause) return cause;
  if (timeout !== null) return new ChanceryError('timeout', `no whole answer in ${timeout / 1000} s`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/TIMEOUT/.test(code)) return new ChanceryError('timeout', `the server does not answer: ${messageOf(error)}`);
  return new ChanceryError('bad_input', `cannot be fetched: ${messageOf(error) || code || address}`, { cause: error });
}
