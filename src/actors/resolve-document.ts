import type { Document } from '../records/document.js';
import type { Party } from '../records/party.js';
import type { Sentence } from '../records/sentence.js';
import type { Span } from '../records/span.js';
import { type Mention, readDiscourse } from './discourse.js';
import { wordsOf } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { partyOf } from './reading.js';
import { refer } from './refer.js';

/** The parties of one document. */
export interface DocumentActors {
  /** Who the noun phrase at `span` means; the same span always gives the same party. */
  party(span: Span): Party;
  /** Whoever the text names or describes, in its order, before reference. */
  readonly mentions: readonly Mention[];
  /** Names that the dictionary does not have, as spans of the text with the words around. */
  readonly unknown: readonly { readonly name: string; readonly context: string }[];
}

/** Longest phrase that is read whole; of a longer one the beginning counts. */
const longestPhrase = 600;
/** Characters of context shown on each side of an unknown name. */
const around = 40;

/** Prepares the resolution of a document's phrases. */
export function resolveDocument(doc: Document, sentences: readonly Sentence[], lexicon: Lexicon): DocumentActors {
  const date = doc.published?.slice(0, 10) ?? null;
  const discourse = readDiscourse(doc.text, sentences, date, lexicon);
  const known = new Map<string, Party>();
  return {
    mentions: discourse.mentions,
    unknown: discourse.unknown.map(({ start, end }) => ({
      name: doc.text.slice(start, end),
      context: doc.text.slice(Math.max(0, start - around), end + around).replace(/\s+/g, ' '),
    })),
    party(span) {
      const key = `${span.start}-${span.end}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const words = wordsOf(doc.text, span.start, Math.min(span.end, span.start + longestPhrase));
      const reading = refer(words, { discourse, lexicon, ask: discourse.ask, at: span.start, end: span.end });
      const party = partyOf(reading, span);
      known.set(key, party);
      return party;
    },
  };
}
