import type { Readable } from 'node:stream';
import { ChanceryError, type ErrorKind, messageOf } from '../errors.js';
import type { Document } from '../records/document.js';
import type { NormalizedText } from './normalize-text.js';

/** How a document was read, for `--explain`. */
export interface Reading {
  readonly format: Format;
  readonly encoding: string | null;
  readonly encodingFrom: string | null;
  /** Pairs [offset in `text`, offset in the decoded raw text]; null where the text is kept as given or comes out of markup. */
  readonly map: NormalizedText['map'] | null;
}

/** One item of the inputs: a document, or why there is none. `from` is the path or address, with `#` and the item's number inside a container. */
export type ReadItem =
  | { readonly kind: 'document'; readonly from: string; readonly doc: Document; readonly reading?: Reading }
  | {
      readonly kind: 'failure';
      readonly from: string;
      readonly code: ErrorKind;
      readonly message: string;
      readonly id: string | null;
    };

export const formats = [
  'text',
  'html',
  'feed',
  'json',
  'jsonl',
  'csv',
  'tsv',
  'parquet',
  'pdf',
  'warc',
  'gzip',
  'zip',
  'zstd',
  'opml',
] as const;
export type Format = (typeof formats)[number];

/** Columns or fields that hold what a document needs; each found by its usual names where it is not given. */
export interface FieldNames {
  readonly text?: string;
  readonly title?: string;
  readonly date?: string;
  readonly id?: string;
  readonly uri?: string;
  readonly publisher?: string;
  readonly language?: string;
}

export interface ReadSettings {
  /** Publication date of documents that have none, `YYYY-MM-DD`. */
  readonly date?: string;
  /** What the inputs hold, in place of what they look like. */
  readonly input?: Format;
  readonly stdin?: Readable;
  readonly fields?: FieldNames;
  /** Fetch also from private, loopback and link-local addresses. */
  readonly allowPrivate?: boolean;
  /** Read the linked page where a feed has no full text: of feeds from the web unless false, of feeds in files only when true. */
  readonly follow?: boolean;
  /** Keep also documents without any text. */
  readonly keepEmpty?: boolean;
}

/** Bytes to read, and where they came from. */
export interface Source {
  readonly from: string;
  /** The web address, where there is one. */
  readonly address: string | null;
  readonly bytes: Uint8Array;
  readonly mediaType?: string | null;
  readonly charset?: string | null;
  readonly retrieved?: string | null;
  /** Name of the file inside its archive. */
  readonly name?: string;
  /** Whether the compressed input ended too early. */
  readonly truncated?: boolean;
  /** Containers around it. */
  readonly depth?: number;
}

export function failureItem(from: string, error: unknown, id: string | null = null): ReadItem {
  const code = error instanceof ChanceryError ? error.code : 'bad_input';
  return { kind: 'failure', from, code, message: messageOf(error), id };
}
