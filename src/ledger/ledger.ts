import type { DocumentReference } from '../layouts/coded-document.js';
import type { Document } from '../records/document.js';
import type { Event } from '../records/event.js';
import type {
  ActorProfile,
  CountRow,
  LedgerCorrection,
  LedgerDiff,
  LedgerDocument,
  LedgerEvent,
  LedgerRelation,
  LedgerStatus,
  PairProfile,
  PanelRow,
  PartyLabel,
  PlaceCount,
  SearchHit,
  StoryDetail,
  StorySummary,
} from './ledger-answers.js';
import type {
  Clocks,
  CountKey,
  CountOptions,
  EventFilter,
  Page,
  PageOptions,
  PanelOptions,
  RelationFilter,
  SearchFilter,
} from './ledger-queries.js';

export type * from './ledger-answers.js';
export * from './ledger-queries.js';

/** A change by hand. `event` names the mention; a change of a relation needs none. */
export interface CorrectionRequest {
  readonly event?: string;
  /** Field of the event (`type`, `status`, `sources.0.actor`, `place`, …), or `reject`, `merge`, `split`, `relation`. */
  readonly field: string;
  /** The new value; for `merge` and `split` the id of the other event. */
  readonly value?: unknown;
  readonly author: string;
  readonly reason: string;
  /** ISO 8601; now unless told. */
  readonly time?: string;
}

/** One document with its events, ready to be kept. */
export interface IngestItem {
  readonly doc: Omit<Document, 'text'> & { readonly text: string | null };
  readonly events: readonly Event[];
  /** ISO 8601; now unless told. */
  readonly knownAt?: string;
  /** File and layout of events that were coded elsewhere. */
  readonly elsewhere?: string;
}

export interface IngestReceipt {
  readonly document: string;
  readonly revision: string;
  readonly outcome: 'added' | 'revised' | 'recoded' | 'unchanged' | 'forgotten';
  readonly events: number;
  /** Id of the earliest article that it nearly repeats. */
  readonly copyOf?: string;
}

export interface IngestOptions {
  /** Keep the events without the articles' text. */
  readonly noText?: boolean;
  /** Replace the events of documents that an older coder coded. */
  readonly recode?: boolean;
  readonly kind?: 'code' | 'recode' | 'import';
  /** Coder of documents that have no event. */
  readonly coder?: Event['coder'];
  /** Put off merging to stories to the next query that needs them. */
  readonly laterStories?: boolean;
}

/**
 * The ledger. Each query is the command of the same name with the same parameters; dates are `YYYY-MM-DD`.
 * All calls reject with a `ChanceryError`: `not_found`, `bad_input`, `conflict`, `environment`.
 */
export interface Ledger {
  readonly path: string;
  readonly readOnly: boolean;
  /** Keeps documents with their events; a receipt is yielded once the document is on disk. */
  readonly ingest: (
    items: AsyncIterable<IngestItem> | Iterable<IngestItem>,
    options?: IngestOptions,
  ) => AsyncGenerator<IngestReceipt>;
  /** Whether a document's revision is held, and by which coder it was coded. */
  readonly holds: (id: string, revision: string) => Promise<{ readonly coder: string | null } | null>;
  /** The revision that is held of each of the documents; those that are not held are left out. */
  readonly revisions: (
    ids: readonly string[],
  ) => Promise<readonly { readonly id: string; readonly revision: string }[]>;
  readonly events: (query?: EventFilter & PageOptions) => Promise<Page<LedgerEvent>>;
  readonly event: (id: string, clocks?: Clocks) => Promise<LedgerEvent>;
  readonly document: (id: string, clocks?: Clocks) => Promise<LedgerDocument>;
  readonly documents: (
    query?: { readonly publisher?: string; readonly from?: string; readonly to?: string } & PageOptions & Clocks,
  ) => Promise<Page<Omit<DocumentReference, 'language'> & { readonly events: number }>>;
  readonly stories: (query?: EventFilter & PageOptions) => Promise<Page<StorySummary>>;
  readonly story: (id: string, clocks?: Clocks) => Promise<StoryDetail>;
  readonly relations: (query?: RelationFilter) => Promise<readonly LedgerRelation[]>;
  readonly actor: (id: string, query?: EventFilter) => Promise<ActorProfile>;
  readonly pair: (a: string, b: string, query?: EventFilter) => Promise<PairProfile>;
  readonly search: (query: SearchFilter & { readonly limit?: number }) => Promise<readonly SearchHit[]>;
  /** Actors that the ledger knows by a name or id that begins so, the most frequent first. */
  readonly actors: (query: {
    readonly prefix?: string;
    readonly limit?: number;
  }) => Promise<readonly (PartyLabel & { readonly events: number })[]>;
  readonly counts: (by: readonly CountKey[], query?: CountOptions) => Promise<readonly CountRow[]>;
  readonly places: (query?: EventFilter & { readonly limit?: number }) => Promise<readonly PlaceCount[]>;
  readonly panel: (options: PanelOptions) => AsyncGenerator<PanelRow>;
  readonly diff: (
    query: { readonly from: string; readonly to: string } & Omit<EventFilter, 'from' | 'to' | 'asOf' | 'knownOn'>,
  ) => Promise<LedgerDiff>;
  readonly correct: (request: CorrectionRequest) => Promise<LedgerCorrection>;
  readonly undo: (correction: string) => Promise<LedgerCorrection>;
  readonly corrections: (query?: { readonly document?: string }) => Promise<readonly LedgerCorrection[]>;
  /** Removes a document, its text and what follows from it; keeps a note that it did. */
  readonly forget: (
    document: string,
    options: { readonly author: string; readonly reason: string },
  ) => Promise<{ readonly document: string; readonly events: number }>;
  /** Computes stories (and the relation table) anew from the events. */
  readonly recompute: () => Promise<void>;
  readonly status: () => Promise<LedgerStatus>;
  readonly close: () => Promise<void>;
}
