import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ChanceryError, type ErrorKind, messageOf } from '../errors.js';
import type { Document } from '../records/document.js';
import { makeDocument } from './make-document.js';

/** One item of the inputs: a document, or why there is none. `from` is the path or address, with `#` and the item's number inside a container. */
export type ReadItem =
  | { readonly kind: 'document'; readonly from: string; readonly doc: Document }
  | {
      readonly kind: 'failure';
      readonly from: string;
      readonly code: ErrorKind;
      readonly message: string;
      readonly id: string | null;
    };

export interface ReadSettings {
  /** Publication date of documents that have none, `YYYY-MM-DD`. */
  readonly date?: string;
  readonly input?: 'text' | 'jsonl';
  readonly stdin?: Readable;
}

/** Documents of files, folders and standard input (`-`), one after the other; a broken item is a failure and the rest goes on. */
export async function* readInputs(inputs: readonly string[], settings: ReadSettings = {}): AsyncGenerator<ReadItem> {
  for (const input of inputs) {
    try {
      if (input === '-') yield* readStream(settings.stdin ?? process.stdin, '-', settings);
      else yield* readPath(input, settings);
    } catch (error) {
      const code = error instanceof ChanceryError ? error.code : 'bad_input';
      yield { kind: 'failure', from: input, code, message: messageOf(error), id: null };
    }
  }
}

async function* readPath(path: string, settings: ReadSettings): AsyncGenerator<ReadItem> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new ChanceryError('not_found', `no such file: ${path}`);
  if (found.isDirectory()) {
    for (const name of (await readdir(path)).sort()) yield* readInputs([join(path, name)], settings);
  } else if (/\.(jsonl|ndjson)$/i.test(path)) {
    yield* readStream(createReadStream(path), path, settings);
  } else {
    yield documentItem(await readFile(path, 'utf8'), path, settings);
  }
}

function documentItem(text: string, from: string, { date }: ReadSettings): ReadItem {
  return {
    kind: 'document',
    from,
    doc: makeDocument(text, { published: date ?? null, publishedFrom: date ? 'flag' : null }),
  };
}

async function* readStream(stream: Readable, from: string, settings: ReadSettings): AsyncGenerator<ReadItem> {
  let number = 0;
  const plain: string[] = [];
  let mode = settings.input ?? null;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (mode === null && line.trim() !== '') mode = line.trimStart().startsWith('{') ? 'jsonl' : 'text';
    if (mode !== 'jsonl') plain.push(line);
    else if (line.trim() !== '') yield recordItem(line, `${from}#${number}`, settings);
  }
  if (plain.some((line) => line.trim() !== '')) yield documentItem(plain.join('\n'), from, settings);
}

function recordItem(line: string, from: string, { date }: ReadSettings): ReadItem {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(line);
  } catch (error) {
    return { kind: 'failure', from, code: 'bad_input', message: `not JSON: ${messageOf(error)}`, id: null };
  }
  const field = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);
  const text = field('text');
  if (text === null)
    return {
      kind: 'failure',
      from,
      code: 'bad_input',
      message: 'no text: the field `text` is missing',
      id: field('id'),
    };
  const published = field('published') ?? date ?? null;
  const facts = {
    id: field('id'),
    uri: field('uri'),
    title: field('title'),
    publisher: field('publisher'),
    language: field('language'),
    published,
    publishedFrom: field('published') ? ('field' as const) : published ? ('flag' as const) : null,
    kind: 'record' as const,
  };
  return { kind: 'document', from, doc: makeDocument(text, facts) };
}
