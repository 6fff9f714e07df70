import { ChanceryError, messageOf } from '../errors.js';
import type { Document } from '../records/document.js';
import { type DecodedText, decodeBytes } from './decode-bytes.js';
import { makeDocument } from './make-document.js';
import { readPageSafely } from './page-pool.js';
import { type Feed, readFeed } from './read-feed.js';
import { type Format, failureItem, type ReadItem, type ReadSettings, type Source } from './read-item.js';
import { isJsonFeed, readJsonFeed } from './read-json-feed.js';
import { readText, withAsides } from './read-text.js';
import { recordDocument } from './record-document.js';
import { formatOfBytes, formatOfText } from './sniff-format.js';

/** The documents in bytes of any format. Throws where the whole input is unreadable; a broken item inside it is a failure of its own. */
export async function* readBytes(source: Source, settings: ReadSettings): AsyncGenerator<ReadItem> {
  const { bytes, from } = source;
  if (bytes.length === 0) throw new ChanceryError('bad_input', 'the input is empty');
  const binary = formatOfBytes(bytes);
  const wanted = settings.input;
  if (binary === 'gzip' || binary === 'zip' || binary === 'zstd') {
    const { unpack } = await import('./unpack.js');
    for (const part of unpack(source, binary)) {
      try {
        yield* readBytes(part, settings);
        if (part.truncated && formatOfBytes(part.bytes) !== 'warc')
          yield failureItem(
            part.from,
            new ChanceryError('bad_input', 'the compressed input is truncated: the rest is missing'),
          );
      } catch (error) {
        yield failureItem(part.from, part.name ? named(part.name, error) : error);
      }
    }
    return;
  }
  if (binary === 'pdf') {
    const { readPdf } = await import('./read-pdf.js');
    yield await readPdf(source, settings);
    return;
  }
  if (binary === 'parquet') {
    const { readParquet } = await import('./read-parquet.js');
    yield* readParquet(source, settings);
    return;
  }
  if (binary === 'warc') {
    const { readWarc } = await import('./read-warc.js');
    yield* readWarc({ ...source, bytes: oneByOne(bytes) }, settings);
    return;
  }
  const decoded = decodeBytes(bytes, source.charset ?? null);
  if (looksBinary(decoded)) throw new ChanceryError('bad_input', 'not text: a binary file of an unknown kind');
  const format = wanted ?? formatOfText(decoded.text, source.name ?? source.address ?? from, source.mediaType ?? null);
  yield* readDecoded(source, decoded, format, settings);
}

async function* oneByOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function named(name: string, error: unknown): unknown {
  return error instanceof ChanceryError ? new ChanceryError(error.code, `${name}: ${error.message}`) : error;
}

function looksBinary({ text }: DecodedText): boolean {
  const head = text.slice(0, 4096);
  const odd = head.match(/[\u0000-\u0008\u000e-\u001a\ufffd]/g)?.length ?? 0;
  const nulls = head.match(/\u0000/g)?.length ?? 0;
  return nulls > 2 || (odd > 3 && odd > head.length / 20);
}

async function* readDecoded(
  source: Source,
  decoded: DecodedText,
  format: Format,
  settings: ReadSettings,
): AsyncGenerator<ReadItem> {
  const { from, address } = source;
  const { text } = decoded;
  if (format === 'html') {
    yield await pageItem(source, decoded, settings);
  } else if (format === 'feed') {
    const feed = readFeed(text, address);
    if (!feed && /<(?:html|body|p|div)\b/i.test(text)) yield await pageItem(source, decoded, settings);
    else if (!feed) throw new ChanceryError('bad_input', 'XML that is no feed and no page');
    else yield* feedItems(feed, source, decoded, settings);
  } else if (format === 'json') {
    yield* jsonItems(source, decoded, settings);
  } else if (format === 'jsonl') {
    let number = 0;
    for (const line of text.split(/\r?\n/)) {
      number += 1;
      if (line.trim() !== '') yield recordLine(line, `${from}#${number}`, settings);
    }
  } else if (format === 'csv' || format === 'tsv') {
    const { readTable } = await import('./read-csv.js');
    yield* readTable(source, decoded, format, settings);
  } else if (format === 'opml') {
    throw new ChanceryError('bad_input', 'a list of feeds (OPML): give it to `chancery watch`');
  } else {
    yield textItem(source, decoded, settings);
  }
}

function reading(
  format: Format,
  decoded: DecodedText,
): NonNullable<Extract<ReadItem, { kind: 'document' }>['reading']> {
  return { format, encoding: decoded.encoding, encodingFrom: decoded.from, map: null };
}

function textItem(source: Source, decoded: DecodedText, settings: ReadSettings): ReadItem {
  const { doc, map } = readText(decoded.text, {
    uri: source.address,
    published: settings.date ?? null,
    publishedFrom: settings.date ? 'flag' : null,
    retrieved: source.retrieved,
    notices: decoded.notices,
  });
  if (doc.text === '') throw new ChanceryError('bad_input', 'no text in the input');
  return { kind: 'document', from: source.from, doc, reading: { ...reading('text', decoded), map } };
}

async function pageItem(source: Source, decoded: DecodedText, settings: ReadSettings): Promise<ReadItem> {
  const { text, facts } = await readPageSafely(decoded.text, source.address);
  const doc = makeDocument(
    text,
    {
      ...facts,
      retrieved: source.retrieved,
      notices: [...decoded.notices, ...(facts.notices ?? [])],
    },
    decoded.text,
  );
  return {
    kind: 'document',
    from: source.from,
    doc: dated(withAsides(doc), settings),
    reading: reading('html', decoded),
  };
}

function dated(doc: Document, { date }: ReadSettings): Document {
  return doc.published !== null || date === undefined ? doc : { ...doc, published: date, publishedFrom: 'flag' };
}

function* feedItems(feed: Feed, source: Source, decoded: DecodedText, settings: ReadSettings): Generator<ReadItem> {
  for (const [index, item] of feed.items.entries()) {
    const facts = {
      ...item.facts,
      retrieved: source.retrieved,
      notices: [...decoded.notices, ...feed.faults.slice(0, 1), ...(item.facts.notices ?? [])],
    };
    const raw = `${item.facts.uri ?? ''}\n${item.facts.title ?? ''}\n${item.raw}`;
    const doc = withAsides(makeDocument(item.text, facts, raw));
    yield {
      kind: 'document',
      from: `${source.from}#${index + 1}`,
      doc: dated(doc, settings),
      reading: reading('feed', decoded),
    };
  }
}

function* jsonItems(source: Source, decoded: DecodedText, settings: ReadSettings): Generator<ReadItem> {
  let value: unknown;
  try {
    value = JSON.parse(decoded.text);
  } catch (error) {
    const mended = mendedJson(decoded.text);
    if (mended === null) throw new ChanceryError('bad_input', `not JSON: ${messageOf(error)}`, { cause: error });
    value = mended;
  }
  if (isJsonFeed(value)) {
    yield* feedItems(readJsonFeed(value, source.address), source, decoded, settings);
    return;
  }
  const rows = Array.isArray(value) ? value : listIn(value);
  for (const [index, row] of rows.entries()) {
    const from = rows.length === 1 && !Array.isArray(value) ? source.from : `${source.from}#${index + 1}`;
    yield recordItem(row, from, settings);
  }
}

/** Lines of JSON in a file that is named as one value. */
function mendedJson(text: string): readonly unknown[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  try {
    return lines.length > 1 ? lines.map((line) => JSON.parse(line)) : null;
  } catch {
    return null;
  }
}

function listIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  for (const name of ['articles', 'documents', 'items', 'results', 'data', 'docs', 'rows']) {
    const list = (value as Record<string, unknown>)[name];
    if (Array.isArray(list)) return list;
  }
  return [value];
}

/** One line of JSONL as an item. */
export function recordLine(line: string, from: string, settings: ReadSettings): ReadItem {
  try {
    return recordItem(JSON.parse(line), from, settings);
  } catch (error) {
    return failureItem(from, new ChanceryError('bad_input', `not JSON: ${messageOf(error)}`));
  }
}

/** One row of any table as an item. */
export function recordItem(row: unknown, from: string, settings: ReadSettings): ReadItem {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return failureItem(from, new ChanceryError('bad_input', 'not a record: an object with the field `text` is wanted'));
  try {
    return { kind: 'document', from, doc: recordDocument(row as Record<string, unknown>, settings) };
  } catch (error) {
    const id = error instanceof ChanceryError ? error.details.id : null;
    return failureItem(from, error, typeof id === 'string' ? id : null);
  }
}
