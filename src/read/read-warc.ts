import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { ChanceryError, messageOf } from '../errors.js';
import { type ByteQueue, byteQueue } from './byte-queue.js';
import { readBytes } from './read-bytes.js';
import { failureItem, type ReadItem, type ReadSettings, type Source } from './read-item.js';

interface WarcRecord {
  readonly number: number;
  /** Where it begins in the unpacked bytes. */
  readonly start: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Null where the record is not read: it is too large, or of a kind without text. */
  readonly body: Buffer | null;
  /** Bytes that the record promises and the file does not hold. */
  readonly missing: number;
}

/** Bytes of one record; a larger one is passed over and named. */
const largestRecord = 64_000_000;
/** Records read ahead, so that pages are read on every core. */
const ahead = 4;
const longestHead = 1_000_000;
/** Bytes among which the next record is looked for after a broken head. */
const searched = 65_536;
/** Bytes that hold the lines between two records, and the head of most records. */
const usualGap = 16;
const usualHead = 2048;
/** Bytes that one response may unpack to. */
const largestBody = 64_000_000;
const readable =
  /^(?:text\/(?:html|plain|xml)|application\/(?:xhtml\+xml|xml|rss\+xml|atom\+xml|rdf\+xml|feed\+json|pdf)|)$/i;

/** The pages in a WARC file, each numbered by its record; a truncated file gives what it holds and one failure that says where it ends. */
export async function* readWarc(
  source: Omit<Source, 'bytes'> & { readonly bytes: AsyncIterable<Uint8Array> },
  settings: ReadSettings,
): AsyncGenerator<ReadItem> {
  const queue = byteQueue(source.bytes);
  let last = { number: 0, start: 0 };
  const cutOff = (reason: string): ReadItem =>
    failureItem(
      `${source.from}#${last.number}`,
      new ChanceryError(
        'bad_input',
        `the WARC file is truncated at byte ${queue.position()}: ${reason} (record ${last.number} begins at byte ${last.start})`,
      ),
    );
  const waiting: Promise<readonly ReadItem[]>[] = [];
  try {
    for await (const record of warcRecords(queue)) {
      last = record;
      if (record.missing > 0) {
        for (const items of waiting) yield* await items;
        const fault = queue.fault();
        if (fault instanceof ChanceryError && fault.code !== 'bad_input') throw fault;
        yield cutOff(`its last record is not whole${fault ? `, ${messageOf(fault)}` : ''}`);
        return;
      }
      waiting.push(itemsOf(record, `${source.from}#${record.number}`, settings, source.depth ?? 0));
      if (waiting.length > ahead) yield* (await waiting.shift()) ?? [];
    }
    for (const items of waiting) yield* await items;
  } catch (error) {
    if (error instanceof ChanceryError && error.code !== 'bad_input') throw error;
    for (const items of waiting) yield* await items;
    yield cutOff(messageOf(error));
    return;
  }
  const fault = queue.fault();
  if (fault instanceof ChanceryError && fault.code !== 'bad_input') throw fault;
  if (fault || source.truncated) yield cutOff(fault ? messageOf(fault) : 'the compressed input ends too early');
}

async function itemsOf(
  record: WarcRecord,
  from: string,
  settings: ReadSettings,
  depth: number,
): Promise<readonly ReadItem[]> {
  const items: ReadItem[] = [];
  try {
    for await (const item of pages(record, from, settings, depth))
      items.push(item.kind === 'document' ? { ...item, doc: { ...item.doc, kind: 'warc-record' } } : item);
  } catch (error) {
    items.push(failureItem(from, error));
  }
  return items;
}

async function* pages(
  record: WarcRecord,
  from: string,
  settings: ReadSettings,
  depth: number,
): AsyncGenerator<ReadItem> {
  const { headers: stands, body } = record;
  if (body === null) {
    if (!isReadable(stands)) return;
    throw new ChanceryError('too_large', `record of ${stands.get('content-length')} bytes: over ${largestRecord}`);
  }
  const type = stands.get('warc-type') ?? '';
  const address = stands.get('warc-target-uri')?.replace(/^<|>$/g, '') ?? null;
  const retrieved = stands.get('warc-date') ?? null;
  if (!address || !isReadable(stands)) return;
  const stated = stands.get('content-type') ?? '';
  const answer = type === 'response' && /http/i.test(stated) ? httpAnswer(body) : null;
  if (answer && (answer.status < 200 || answer.status > 299)) return;
  const contentType = answer ? (answer.headers.get('content-type') ?? '') : stated;
  const mediaType = contentType.split(';')[0]?.trim() ?? '';
  if (!readable.test(mediaType)) return;
  const charset = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1] ?? null;
  const bytes = answer ? answer.body : body;
  if (bytes.length === 0 || /\/robots\.txt$/.test(address)) return;
  yield* readBytes({ from, address, bytes, mediaType, charset, retrieved, depth }, settings);
}

function isReadable(headers: ReadonlyMap<string, string>): boolean {
  return ['response', 'resource', 'conversion'].includes(headers.get('warc-type') ?? '');
}

async function* warcRecords(queue: ByteQueue): AsyncGenerator<WarcRecord> {
  let number = 0;
  while (await toNextRecord(queue)) {
    const start = queue.position();
    number += 1;
    const head = await headOf(queue);
    if (head === null) {
      yield { number, start, headers: new Map(), body: null, missing: 1 };
      return;
    }
    const headers = headerLines(head.slice(head.indexOf('\n') + 1));
    const length = Number(headers.get('content-length') ?? Number.NaN);
    if (!Number.isSafeInteger(length) || length < 0) continue;
    const wanted = length <= largestRecord && isReadable(headers);
    const body = wanted ? await queue.take(length) : null;
    const found = body?.length ?? (await queue.skip(length));
    yield { number, start, headers, body, missing: length - found };
  }
}

/** Stands before the next `WARC/`; false at the end. */
async function toNextRecord(queue: ByteQueue): Promise<boolean> {
  for (let length = usualGap; ; length = searched) {
    const bytes = await queue.fill(length);
    const at = bytes.indexOf('WARC/');
    if (at >= 0) {
      await queue.skip(at);
      return true;
    }
    if (bytes.length < length) {
      await queue.skip(bytes.length);
      return false;
    }
    await queue.skip(bytes.length - 4);
  }
}

/** Takes the head of a record; null where the file ends in it. */
async function headOf(queue: ByteQueue): Promise<string | null> {
  for (let length = usualHead; length <= longestHead; length *= 4) {
    const bytes = await queue.fill(length);
    const end = headEnd(bytes, 0);
    if (end !== null) return (await queue.take(end)).toString('utf8');
    if (bytes.length < length) {
      await queue.skip(bytes.length);
      return null;
    }
  }
  throw new ChanceryError(
    'bad_input',
    `head of a WARC record of over ${longestHead} bytes at byte ${queue.position()}`,
  );
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
