import type { Span } from './span.js';

/** Where a document's publication date was found. */
export type DateSource =
  | 'flag'
  | 'field'
  | 'meta'
  | 'json-ld'
  | 'time-element'
  | 'visible'
  | 'feed'
  | 'dateline'
  | 'warc'
  | 'url';

/** A part of the stored text that is kept apart from the story: a caption, byline, dateline, link or boilerplate. */
export interface Aside {
  readonly kind:
    | 'caption'
    | 'credit'
    | 'byline'
    | 'dateline'
    | 'related'
    | 'share'
    | 'newsletter'
    | 'legal'
    | 'heading'
    | 'other';
  readonly span: Span;
}

/** What a publisher published. `text` is the normalised plain text; all offsets point into it. */
export interface Document {
  /** Hash of the canonical uri, or of the raw text where there is none. */
  readonly id: string;
  /** Hash of the raw text. */
  readonly revision: string;
  readonly uri: string | null;
  readonly publisher: string | null;
  readonly title: string | null;
  /** `YYYY-MM-DD`, or ISO 8601 date-time with zone. */
  readonly published: string | null;
  readonly publishedFrom: DateSource | null;
  /** ISO 639-1. */
  readonly language: string | null;
  readonly text: string;
  readonly retrieved: string | null;
  readonly kind: 'text' | 'html' | 'feed-item' | 'record' | 'warc-record' | 'pdf';
  readonly author?: string | null;
  readonly asides?: readonly Aside[];
  /** Place named by the dateline. */
  readonly datelinePlace?: Span | null;
  readonly notices?: readonly string[];
  /** The articles that it nearly repeats, found when it was kept in a ledger. */
  readonly nearDuplicate?: NearDuplicate;
}

/** `group` is the id of the earliest article of the copies, `of` that of the most alike; `likeness` is the share of five-word sequences in common, 0..1. */
export interface NearDuplicate {
  readonly group: string;
  readonly of: string;
  readonly likeness: number;
}

/** The offsets at which parts kept apart begin and end: no sentence runs over them. */
export function asideCuts(doc: Document): readonly number[] {
  return (doc.asides ?? []).flatMap(({ span }) => [span.start, span.end]);
}
