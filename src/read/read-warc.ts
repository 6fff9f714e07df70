import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { ChanceryError, messageOf } from '../errors.js';
import { readBytes } from './read-bytes.js';
import { failureItem, type ReadItem, type ReadSettings, type Source } from './read-item.js';

interface WarcRecord {
  readonly number: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Bytes that the record promises and the file does not hold. */
  readonly missing: number;
}

/** Bytes that one response may unpack to. */
const largestBody = 64_000_000;
const readable =
  /^(?:text\/(?:html|plain|xml)|application\/(?:xhtml\+xml|xml|rss\+xml|atom\+xml|rdf\+xml|feed\+json|pdf)|)$/i;

/** The pages in a WARC file, each numbered by its record; a truncated file gives what it holds and one failure. */
export async function* readWarc(source: Source, settings: ReadSettings): AsyncGenerator<ReadItem> {
  let truncated = source.truncated === true;
  let number = 0;
  for (const record of warcRecords(Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.length))) {
    number = record.number;
    const from = `${source.from}#${record.number}`;
    if (record.missing > 0) {
      truncated = true;
      break;
    }
    try {
      for await (const item of pages(record, from, settings, source.depth ?? 0)) {
        yield item.kind === 'document' ? { ...item, doc: { ...item.doc, kind: 'warc-record' } } : item;
      }
    } catch (error) {
      yield failureItem(from, error);
    }
  }
  if (truncated)
    yield failureItem(
      `${source.from}#${number}`,
      new ChanceryError('bad_input', 'the WARC file is truncated: its last record is not whole'),
    );
}

async function* pages(
  record: WarcRecord,
  from: string,
  settings: ReadSettings,
  depth: number,
): AsyncGenerator<ReadItem> {
  const type = record.headers.get('warc-type') ?? '';
  const address = record.headers.get('warc-target-uri')?.replace(/^<|>$/g, '') ?? null;
  const retrieved = record.headers.get('warc-date') ?? null;
  if (!address || !['response', 'resource', 'conversion'].includes(type)) return;
  const stated = record.headers.get('content-type') ?? '';
  const answer = type === 'response' && /http/i.test(stated) ? httpAnswer(record.body) : null;
  if (answer && (answer.status < 200 || answer.status > 299)) return;
  const contentType = answer ? (answer.headers.get('content-type') ?? '') : stated;
  const mediaType = contentType.split(';')[0]?.trim() ?? '';
  if (!readable.test(mediaType)) return;
  const charset = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1] ?? null;
  const bytes = answer ? answer.body : record.body;
  if (bytes.length === 0 || /\/robots\.txt$/.test(address)) return;
  yield* readBytes({ from, address, bytes, mediaType, charset, retrieved, depth }, settings);
}

function* warcRecords(bytes: Buffer): Generator<WarcRecord> {
  let at = 0;
  let number = 0;
  while (at < bytes.length) {
    const start = bytes.indexOf('WARC/', at);
    if (start < 0) return;
    const line = bytes.indexOf('\n', start);
    const end = headEnd(bytes, start);
    number += 1;
    if (line < 0 || end === null) {
      yield { number, headers: new Map(), body: Buffer.alloc(0), missing: 1 };
      return;
    }
    const headers = headerLines(bytes.subarray(line + 1, end).toString('utf8'));
    const length = Number(headers.get('content-length') ?? Number.NaN);
    if (!Number.isSafeInteger(length) || length < 0) {
      at = end;
      continue;
    }
    const missing = Math.max(0, end + length - bytes.length);
    yield { number, headers, body: bytes.subarray(end, end + length), missing };
    at = end + length;
  }
}

/** Offset after the empty line that ends a head. */
function headEnd(bytes: Buffer, start: number): number | null {
  const crlf = bytes.indexOf('\r\n\r\n', start);
  const lf = bytes.indexOf('\n\n', start);
  if (crlf < 0 && lf < 0) return null;
  return crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf + 2;
}

function headerLines(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function httpAnswer(bytes: Buffer): {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
} {
  const end = headEnd(bytes, 0) ?? bytes.length;
  const head = bytes.subarray(0, end).toString('latin1');
  const status = Number(/^HTTP\/[\d.]+\s+(\d{3})/.exec(head)?.[1] ?? 200);
  const headers = headerLines(head.slice(head.indexOf('\n') + 1));
  let body = bytes.subarray(end);
  if (/chunked/i.test(headers.get('transfer-encoding') ?? '')) body = dechunked(body);
  return { status, headers, body: unzipped(body, headers.get('content-encoding') ?? '') };
}

/** Archives often keep the header although the body was unchunked already. */
function dechunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = body.indexOf('\n', at);
    const size =
      line < 0 ? null : /^([\da-f]{1,8})\s*(?:;.*)?\r?$/i.exec(body.subarray(at, line).toString('latin1'))?.[1];
    if (!size) return parts.length === 0 ? body : Buffer.concat(parts);
    const length = Number.parseInt(size, 16);
    if (length === 0) return Buffer.concat(parts);
    parts.push(body.subarray(line + 1, line + 1 + length));
    at = line + 1 + length + (body[line + 1 + length] === 13 ? 2 : 1);
  }
}

function unzipped(body: Buffer, encoding: string): Buffer {
  const options = { maxOutputLength: largestBody };
  try {
    if (/gzip/i.test(encoding) && body[0] === 0x1f) return gunzipSync(body, options);
    if (/\bbr\b/i.test(encoding)) return brotliDecompressSync(body, options);
    if (/deflate/i.test(encoding)) return body[0] === 0x78 ? inflateSync(body, options) : inflateRawSync(body, options);
  } catch (error) {
    if (error instanceof RangeError) throw new ChanceryError('too_large', `unpacks to over ${largestBody} bytes`);
    throw new ChanceryError('bad_input', `broken ${encoding}: ${messageOf(error)}`);
  }
  return body;
}
