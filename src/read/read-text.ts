import type { Aside, Document } from '../records/document.js';
import { findAsides } from './find-asides.js';
import { type DocumentFacts, makeDocument } from './make-document.js';
import { type NormalizedText, normalizeText } from './normalize-text.js';
import { parseDate } from './parse-date.js';
import { tableRows } from './table-rows.js';

/** A document and how its text maps back to the raw one. */
export interface ReadText {
  readonly doc: Document;
  readonly map: NormalizedText['map'];
}

/** The document of plain text as copied from a page, a PDF or a wire. */
export function readText(
  raw: string,
  facts: DocumentFacts = {},
  { mend = false }: { readonly mend?: boolean } = {},
): ReadText {
  const { text, map } = normalizeText(raw, { mend });
  return { doc: withAsides(makeDocument(text, facts, raw)), map };
}

/** The document with its asides, dateline place and, where it has no date, the dateline's. */
export function withAsides(doc: Document): Document {
  const { asides, datelinePlace, datelineDate } = findAsides(doc.text, doc.asides ?? []);
  const notices = publisherNotes(doc);
  const [source, published] = dateOf(doc, datelineDate, asides);
  return {
    ...doc,
    published,
    publishedFrom: source,
    ...(asides.length > 0 ? { asides } : {}),
    ...(datelinePlace ? { datelinePlace } : {}),
    ...(notices.length > 0 ? { notices: [...(doc.notices ?? []), ...notices] } : {}),
  };
}

let shownDates: readonly RegExp[] | null = null;

/** The date that a document has, else its dateline's, else the one beside its byline. */
function dateOf(
  doc: Document,
  dateline: string | null,
  asides: readonly Aside[],
): readonly [Document['publishedFrom'], string | null] {
  if (doc.published !== null) return [doc.publishedFrom, doc.published];
  const told = dateline === null ? null : parseDate(dateline);
  if (told !== null) return ['dateline', told];
  shownDates ??= tableRows('visible-dates.tsv', ['pattern', 'example']).map((row) => new RegExp(row.pattern, 'imu'));
  for (const { kind, span } of asides) {
    if (kind !== 'byline') continue;
    for (const pattern of shownDates) {
      const shown = parseDate(pattern.exec(span.text)?.[1] ?? '');
      if (shown !== null) return ['visible', shown];
    }
  }
  return [doc.publishedFrom, null];
}

let notePatterns: readonly { readonly note: string; readonly pattern: RegExp }[] | null = null;
/** Characters at either end of an article in which publishers put corrections. */
const noteReach = 1500;

/** Corrections and retractions that the publisher states, as notices. */
function publisherNotes({ title, text }: Document): readonly string[] {
  notePatterns ??= tableRows('publisher-notes.tsv', ['note', 'pattern', 'example', 'counterexample']).map((row) => ({
    note: row.note,
    pattern: new RegExp(row.pattern, 'imu'),
  }));
  const ends = text.length <= 2 * noteReach ? [text] : [text.slice(0, noteReach), text.slice(-noteReach)];
  const found = new Set<string>();
  for (const part of [title ?? '', ...ends])
    for (const { note, pattern } of notePatterns) if (pattern.test(part)) found.add(`${note} by the publisher`);
  return [...found];
}
