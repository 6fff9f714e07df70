import type { Document } from '../records/document.js';
import type { Party } from '../records/party.js';
import type { Sentence } from '../records/sentence.js';
import type { Span } from '../records/span.js';
import { wordsOf } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { readPhrase } from './read-phrase.js';
import { partyOf } from './reading.js';

/** The parties of one document. */
export interface DocumentActors {
  /** Who the noun phrase at `span` means; the same span always gives the same party. */
  party(span: Span): Party;
}

/** Prepares the resolution of a document's phrases. */
export function resolveDocument(doc: Document, _sentences: readonly Sentence[], lexicon: Lexicon): DocumentActors {
  const date = doc.published?.slice(0, 10) ?? null;
  const known = new Map<string, Party>();
  return {
    party(span) {
      const key = `${span.start}-${span.end}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const reading = readPhrase(wordsOf(doc.text, span.start, span.end), { date, countries: [] }, lexicon);
      const party = partyOf(reading, span);
      known.set(key, party);
      return party;
    },
  };
}
