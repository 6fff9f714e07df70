import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ChanceryError } from '../errors.js';
import { expandGlob } from './expand-glob.js';
import type { Host } from './polite-host.js';
import { readBytes, recordLine } from './read-bytes.js';
import { failureItem, type ReadItem, type ReadSettings } from './read-item.js';
import { longestLine, readLines } from './read-lines.js';
import { fileBytes, streamedFormat } from './read-stream.js';
import { withLanguage } from './with-language.js';

export type { ReadItem, ReadSettings } from './read-item.js';

/** Bytes of one file that is read whole. */
const largestFile = 512_000_000;
/** Bytes of standard input that is no JSONL. */
const largestText = 256_000_000;
/** Files read ahead, so that pages are read on every core. */
const ahead = 4;
/** Bytes of a file that may be read ahead. */
const smallFile = 4_000_000;

/** Documents of files, globs, folders, web addresses and standard input (`-`), in order; a broken item is a failure and the rest goes on. */
export async function* readInputs(inputs: readonly string[], settings: ReadSettings = {}): AsyncGenerator<ReadItem> {
  const queue: Promise<readonly ReadItem[] | AsyncGenerator<ReadItem>>[] = [];
  for await (const input of expand(inputs)) {
    queue.push(start(input, settings));
    if (queue.length > ahead) yield* await emit(queue);
  }
  while (queue.length > 0) yield* await emit(queue);
}

async function emit(
  queue: Promise<readonly ReadItem[] | AsyncGenerator<ReadItem>>[],
): Promise<readonly ReadItem[] | AsyncGenerator<ReadItem>> {
  return (await queue.shift()) ?? [];
}

type Input = { readonly path: string } | { readonly failure: ReadItem };

/** Small files are read at once, everything else when its turn comes. */
async function start(input: Input, settings: ReadSettings): Promise<readonly ReadItem[] | AsyncGenerator<ReadItem>> {
  if ('failure' in input) return [input.failure];
  const { path } = input;
  const found = path === '-' || isAddress(path) ? null : await stat(path).catch(() => null);
  if (!found || found.size > smallFile || !found.isFile()) return guarded(path, settings);
  const items: ReadItem[] = [];
  for await (const item of guarded(path, settings)) items.push(item);
  return items;
}

async function* guarded(path: string, settings: ReadSettings): AsyncGenerator<ReadItem> {
  const follow = settings.follow ?? isAddress(path);
  for await (const item of readInput(path, settings)) {
    if (item.kind === 'failure') yield item;
    else yield await withLanguage(follow && item.doc.kind === 'feed-item' ? await followed(item, settings) : item);
  }
}

const hosts = new Map<boolean, Host>();

/** One polite host for all inputs: its pauses hold over them. */
async function followed(
  item: Extract<ReadItem, { kind: 'document' }>,
  settings: ReadSettings,
): Promise<Extract<ReadItem, { kind: 'document' }>> {
  const { followLink } = await import('./follow-link.js');
  const { politeHost } = await import('./polite-host.js');
  const open = settings.allowPrivate === true;
  const host = hosts.get(open) ?? politeHost(settings);
  hosts.set(open, host);
  return followLink(item, settings, host);
}

async function* readInput(path: string, settings: ReadSettings): AsyncGenerator<ReadItem> {
  try {
    if (path === '-') yield* readStandard(settings.stdin ?? process.stdin, settings);
    else if (isAddress(path)) yield* readAddress(path, settings);
    else {
      let items = 0;
      for await (const item of readFileAt(path, settings)) {
        items += 1;
        yield item;
      }
      if (items === 0) throw new ChanceryError('bad_input', 'no document in the input');
    }
  } catch (error) {
    yield failureItem(path, error);
  }
}

export function isAddress(input: string): boolean {
  return /^https?:\/\//i.test(input);
}

async function* expand(inputs: readonly string[]): AsyncGenerator<Input> {
  for (const input of inputs) {
    if (input === '-' || isAddress(input)) {
      yield { path: input };
      continue;
    }
    const found = await stat(input).catch(() => null);
    if (found?.isDirectory()) {
      let files = 0;
      for await (const inner of folder(input)) {
        files += 1;
        yield inner;
      }
      if (files === 0) yield { failure: failureItem(input, new ChanceryError('not_found', 'no file in the folder')) };
    } else if (!found && /[*?[{]/.test(input)) yield* globbed(input);
    else if (!found) yield { failure: failureItem(input, new ChanceryError('not_found', `no such file: ${input}`)) };
    else yield { path: input };
  }
}

async function* folder(path: string): AsyncGenerator<Input> {
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const inner = join(path, entry.name);
    if (entry.isDirectory()) yield* folder(inner);
    else if (entry.isFile() || entry.isSymbolicLink()) yield { path: inner };
  }
}

async function* readFileAt(path: string, settings: ReadSettings): AsyncGenerator<ReadItem> {
  const { size } = await stat(path);
  const streamed = settings.input === 'jsonl' ? 'jsonl' : settings.input ? null : await streamedFormat(path);
  if (streamed === 'jsonl') {
    yield* readRecords(fileBytes(path, size), path, settings);
    return;
  }
  if (streamed === 'warc') {
    const { readWarc } = await import('./read-warc.js');
    yield* readWarc({ from: path, address: null, bytes: fileBytes(path, size) }, settings);
    return;
  }
  if (size > largestFile) throw new ChanceryError('too_large', `file of ${size} bytes: over ${largestFile}`);
  yield* readBytes({ from: path, address: null, bytes: await readFile(path) }, settings);
}

async function* readRecords(
  stream: AsyncIterable<unknown>,
  from: string,
  settings: ReadSettings,
): AsyncGenerator<ReadItem> {
  for await (const { number, text } of readLines(stream)) {
    const place = `${from}#${number}`;
    if (text === null) yield failureItem(place, tooLong());
    else if (text.trim() !== '') yield recordLine(text, place, settings);
  }
}

function tooLong(): ChanceryError {
  return new ChanceryError('too_large', `line of over ${longestLine} bytes`);
}

/** Standard input: JSONL line by line when the first line is JSON, otherwise one input of any format. */
async function* readStandard(stream: Readable, settings: ReadSettings): AsyncGenerator<ReadItem> {
  if (settings.input === 'jsonl') {
    yield* readRecords(stream, '-', settings);
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  const iterator = stream[Symbol.asyncIterator]();
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const chunk = Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value));
    chunks.push(chunk);
    length += chunk.length;
    if (settings.input === undefined && isRecordStart(chunks)) {
      yield* readRecords(rejoined(chunks, iterator), '-', settings);
      return;
    }
    if (length > largestText) throw new ChanceryError('too_large', `standard input of over ${largestText} bytes`);
  }
  if (length === 0) return;
  yield* readBytes({ from: '-', address: null, bytes: Buffer.concat(chunks) }, settings);
}

/** Whether the first line that is not empty is a whole JSON object, or the begin of one that goes on past what has come. */
function isRecordStart(chunks: readonly Buffer[]): boolean {
  const head =
    chunks[0]
      ?.subarray(0, 64)
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trimStart() ?? '';
  if (!head.startsWith('{')) return false;
  const text = Buffer.concat(chunks).toString('utf8').trimStart();
  const end = text.indexOf('\n');
  if (end < 0) return text.length > 1_000_000;
  if (/"(?:version|items)"\s*:/.test(text.slice(0, 400)) && /jsonfeed/.test(text.slice(0, 400))) return false;
  return text.slice(0, end).trim() !== '{' || /"text"/.test(text.slice(0, end));
}

async function* rejoined(chunks: readonly Buffer[], rest: AsyncIterator<unknown>): AsyncGenerator<Buffer> {
  yield* chunks;
  for (let next = await rest.next(); !next.done; next = await rest.next())
    yield Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value));
}

async function* readAddress(address: string, settings: ReadSettings): AsyncGenerator<ReadItem> {
  const { fetchSafely } = await import('./fetch-safely.js');
  const answer = await fetchSafely(address, { allowPrivate: settings.allowPrivate === true });
  const { bytes, charset, mediaType, url, retrieved } = answer;
  for await (const item of readBytes({ from: address, address: url, bytes, charset, mediaType, retrieved }, settings))
    yield item;
}

async function* globbed(pattern: string): AsyncGenerator<Input> {
  const paths = await expandGlob(pattern);
  if (paths.length === 0)
    yield { failure: failureItem(pattern, new ChanceryError('not_found', `no file matches: ${pattern}`)) };
  for (const path of paths) yield { path };
}
