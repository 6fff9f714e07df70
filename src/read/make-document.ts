import { createHash } from 'node:crypto';
import type { Aside, Document } from '../records/document.js';

/** What is known of a text beside its words. */
export interface DocumentFacts {
  readonly uri?: string | null;
  readonly publisher?: string | null;
  readonly title?: string | null;
  readonly published?: string | null;
  readonly publishedFrom?: Document['publishedFrom'];
  readonly language?: string | null;
  readonly retrieved?: string | null;
  readonly kind?: Document['kind'];
  readonly id?: string | null;
  readonly author?: string | null;
  readonly asides?: readonly Aside[];
  readonly notices?: readonly string[];
}

const hash = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 24);

/** A document of plain text: `id` is the hash of its address, or of its raw text where it has none; `revision` that of its raw text. */
export function makeDocument(text: string, facts: DocumentFacts = {}, raw = text): Document {
  return {
    id: facts.id ?? hash(facts.uri ?? raw),
    revision: hash(raw),
    uri: facts.uri ?? null,
    publisher: facts.publisher ?? null,
    title: facts.title ?? null,
    published: facts.published ?? null,
    publishedFrom: facts.publishedFrom ?? null,
    language: facts.language ?? null,
    text,
    retrieved: facts.retrieved ?? null,
    kind: facts.kind ?? 'text',
    ...(facts.author ? { author: facts.author } : {}),
    ...(facts.asides?.length ? { asides: facts.asides } : {}),
    ...(facts.notices?.length ? { notices: facts.notices } : {}),
  };
}
