import type { LedgerEvent, LedgerRelation, StorySummary } from '../ledger/ledger.js';
import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';

/** The words that an answer rests on. */
export interface Citation {
  readonly document: string;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly uri: string | null;
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

const nameOf = (party: Party): string => party.actor ?? party.name ?? party.span.text;

/** An event in few words, for a reader of tokens. */
export function briefEvent(event: Event): Readonly<Record<string, unknown>> {
  return {
    id: event.id,
    type: event.type,
    modes: event.modes,
    status: event.status,
    sources: event.sources.map(nameOf),
    targets: event.targets.map(nameOf),
    first: event.time?.first ?? null,
    last: event.time?.last ?? null,
    place: event.place?.name ?? null,
    claim: event.claim.how,
    claimedBy: event.claim.by === null ? null : nameOf(event.claim.by),
    confidence: event.confidence,
  };
}

export function citeEvent(event: LedgerEvent): Citation {
  const { document, sentence } = event;
  return {
    document: document.id,
    publisher: document.publisher,
    published: document.published,
    uri: document.uri,
    start: sentence.start,
    end: sentence.end,
    words: sentence.text,
  };
}

export function briefStory(story: StorySummary): Readonly<Record<string, unknown>> {
  const { id, type, modes, first, last, mentions, documents, publishers, statuses, disagreements, sentence } = story;
  const names = (side: StorySummary['sources']): readonly string[] => side.map((party) => party.actor ?? party.name);
  return {
    id,
    type,
    modes,
    first,
    last,
    sources: names(story.sources),
    targets: names(story.targets),
    place: story.place?.name ?? null,
    mentions,
    documents,
    publishers,
    statuses,
    disagreements,
    words: sentence,
  };
}

/** A relation with the sentences, or the data row, that it rests on. */
export function briefRelation(relation: LedgerRelation): Readonly<Record<string, unknown>> {
  const { id, kind, name, parties, from, to, state, background, contestedBy } = relation;
  const evidence = relation.evidence.slice(0, 5).map(({ does, day, sentence, document, event }) => ({
    does,
    day,
    event,
    document: document.id,
    publisher: document.publisher,
    published: document.published,
    words: sentence,
  }));
  return { id, kind, name, parties, from, to, state, background, contestedBy, evidence };
}
