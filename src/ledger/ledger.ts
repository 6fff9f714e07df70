import type { DocumentReference } from '../layouts/coded-document.js';
import type { Correction } from '../records/correction.js';
import type { Document } from '../records/document.js';
import type { Event, Quad, Status } from '../records/event.js';
import type { Relation, RelationKind } from '../records/relation.js';
import type { Disagreement, MergeReason } from '../records/story.js';

/** The two clocks of every query. Both are days, `YYYY-MM-DD`, and mean the end of that day. */
export interface Clocks {
  /** What was true on this day. */
  readonly asOf?: string;
  /** What the ledger held on this day. */
  readonly knownOn?: string;
}

/** What events to ask for; fields that are left out do not filter. */
export interface EventFilter extends Clocks {
  readonly types?: readonly string[];
  readonly modes?: readonly string[];
  readonly contexts?: readonly string[];
  readonly quads?: readonly Quad[];
  /** `actual`, `planned` and `threatened` unless others are asked for. */
  readonly statuses?: readonly Status[] | 'all';
  /** Actor id in any role; parts roll up to their whole (`MLI` finds `MLI/armed-forces`). */
  readonly actor?: string;
  /** With `actor`: the other side, either way round. */
  readonly pairedWith?: string;
  readonly source?: string;
  readonly target?: string;
  /** Party's country slot, in any role. */
  readonly country?: string;
  /** PLOVER sector of a party, in any role. */
  readonly sector?: string;
  /** Place id (`geonames:ID`, ISO code, `region/NAME`) or name. */
  readonly place?: string;
  /** ISO 3166-1 alpha-3 code of the place's country. */
  readonly placeCountry?: string;
  readonly publisher?: string;
  /** Document id. */
  readonly document?: string;
  readonly story?: string;
  /** First and last day of the period in which the event's days must fall. */
  readonly from?: string;
  readonly to?: string;
  readonly minConfidence?: number;
  /** Actor id on whose word it is told. */
  readonly claimedBy?: string;
  /** Words that the document's text must hold, as in `search`. */
  readonly words?: string;
  /** Coded here, coded elsewhere and imported, or both (the default). */
  readonly coded?: 'here' | 'elsewhere' | 'all';
  /** Corrected by a person, or as the machine coded it. */
  readonly checked?: 'yes' | 'no';
}

export interface PageOptions {
  /** At most 1000; 50 unless told. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  readonly order?: 'newest' | 'oldest';
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the following page, null on the last. */
  readonly next: string | null;
}

export interface KnownInterval {
  /** ISO 8601 date-time in UTC. */
  readonly from: string;
  readonly to: string | null;
}

/** An event as the ledger holds it. */
export interface LedgerEvent extends Event {
  readonly document: Omit<DocumentReference, 'language'>;
  readonly story: string | null;
  readonly known: KnownInterval;
  /** Ids of the corrections that changed it. */
  readonly corrections: readonly string[];
  /** The file and layout that it was imported from; null when it was coded here. */
  readonly elsewhere: string | null;
}

/** A document with its current events; `text` is null where only events are kept. */
export interface LedgerDocument extends Omit<Document, 'text'> {
  readonly text: string | null;
  readonly known: KnownInterval;
  readonly revisions: readonly { readonly revision: string; readonly known: KnownInterval }[];
  readonly events: readonly LedgerEvent[];
}

/** A story in a list. */
export interface StorySummary {
  readonly id: string;
  readonly type: string;
  readonly quad: Quad;
  readonly modes: readonly string[];
  readonly first: string | null;
  readonly last: string | null;
  readonly sources: readonly PartyLabel[];
  readonly targets: readonly PartyLabel[];
  readonly place: {
    readonly id: string | null;
    readonly name: string;
    readonly country: string | null;
    readonly latitude: number | null;
    readonly longitude: number | null;
  } | null;
  readonly statuses: readonly Status[];
  /** Number of mentions, documents and publishers. */
  readonly mentions: number;
  readonly documents: number;
  readonly publishers: readonly string[];
  /** The words of the surest mention's sentence. */
  readonly sentence: string;
  readonly disagreements: readonly Disagreement[];
}

export interface PartyLabel {
  readonly actor: string | null;
  readonly name: string;
  readonly country: string | null;
}

export interface StoryDetail extends StorySummary {
  readonly events: readonly LedgerEvent[];
  readonly merges: readonly MergeReason[];
}

export interface RelationFilter extends Clocks {
  readonly kinds?: readonly RelationKind[];
  /** Actor id in any role; parts roll up. */
  readonly actor?: string;
  readonly with?: string;
  /** Leaves out what comes from the actor dictionary. */
  readonly background?: boolean;
  /** Also relations that had ended or not begun on `asOf`. */
  readonly all?: boolean;
}

/** The words that a relation rests on. */
export interface Evidence {
  readonly event: string;
  readonly does: 'open' | 'change' | 'suspend' | 'close' | 'announce-open' | 'announce-close' | 'contest';
  readonly rule: string;
  readonly day: string | null;
  readonly sentence: string;
  readonly document: Omit<DocumentReference, 'language'>;
}

export interface LedgerRelation extends Relation {
  readonly state: 'open' | 'suspended' | 'closed' | 'announced';
  /** Announced and not yet carried out: the day it is to begin or end, where given. */
  readonly announced: { readonly does: 'open' | 'close'; readonly day: string | null } | null;
  readonly detail: string | null;
  readonly evidence: readonly Evidence[];
}

export interface Balance {
  readonly period: string;
  readonly verbalCooperation: number;
  readonly materialCooperation: number;
  readonly verbalConflict: number;
  readonly materialConflict: number;
}

export interface ActorProfile {
  readonly id: string;
  readonly name: string;
  readonly country: string | null;
  readonly kind: 'state' | 'region' | 'body' | 'person' | 'unlisted';
  readonly events: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly offices: readonly LedgerRelation[];
  readonly memberships: readonly LedgerRelation[];
  readonly agreements: readonly LedgerRelation[];
  readonly relations: readonly LedgerRelation[];
  readonly counterparts: readonly {
    readonly actor: string;
    readonly name: string;
    readonly events: number;
    readonly cooperation: number;
    readonly conflict: number;
  }[];
  readonly types: readonly { readonly type: string; readonly asSource: number; readonly asTarget: number }[];
  readonly balance: readonly Balance[];
  readonly latest: readonly StorySummary[];
}

export interface PairProfile {
  readonly a: PartyLabel;
  readonly b: PartyLabel;
  readonly events: number;
  /** Events by type, from a to b and from b to a. */
  readonly types: readonly { readonly type: string; readonly there: number; readonly back: number }[];
  readonly balance: readonly Balance[];
  readonly relations: readonly LedgerRelation[];
  readonly latest: readonly StorySummary[];
}

export interface SearchFilter extends Clocks {
  /** Words that must all occur; "…" a phrase; `title:`, `publisher:`, `type:`, `actor:`, `country:`, `after:`, `before:` filter by field; `-word` leaves out. */
  readonly words: string;
  readonly from?: string;
  readonly to?: string;
  readonly publisher?: string;
}

export interface SearchHit {
  readonly document: Omit<DocumentReference, 'language'>;
  readonly score: number;
  readonly snippet: string;
  /** Half-open ranges of `snippet` that the words matched. */
  readonly marks: readonly (readonly [number, number])[];
  readonly events: number;
}

export const countKeys = [
  'type',
  'mode',
  'context',
  'quad',
  'status',
  'actor',
  'pair',
  'country',
  'place',
  'place-country',
  'publisher',
  'day',
  'week',
  'month',
  'year',
] as const;
export type CountKey = (typeof countKeys)[number];

export interface CountRow {
  /** One value for each key asked for, in that order; null where the event has none. */
  readonly values: readonly (string | null)[];
  readonly events: number;
  readonly documents: number;
}

/** A place with what happened there, for maps. */
export interface PlaceCount {
  readonly id: string | null;
  readonly name: string;
  readonly country: string | null;
  readonly latitude: number;
  readonly longitude: number;
  readonly precision: string;
  readonly events: number;
  readonly quads: readonly [number, number, number, number];
}

export type Period = 'day' | 'week' | 'month' | 'year';

export interface PanelOptions extends EventFilter {
  readonly unit: 'dyad' | 'actor';
  readonly period: Period;
  /** Countries (or actors) to fill the panel with; those that occur when left out. */
  readonly actors?: readonly string[];
  /** Level of actors: their country (the default) or the actor itself. */
  readonly level?: 'country' | 'actor';
}

export interface PanelRow {
  readonly period: string;
  readonly source: string;
  /** Null in a panel of actors. */
  readonly target: string | null;
  readonly sourceCow: number | null;
  readonly sourceGw: number | null;
  readonly targetCow: number | null;
  readonly targetGw: number | null;
  readonly events: number;
  readonly quads: readonly [number, number, number, number];
  readonly types: Readonly<Record<string, number>>;
  /** Documents of the period, whatever they told: the denominator. */
  readonly documents: number;
}

export interface LedgerDiff {
  readonly from: string;
  readonly to: string;
  readonly stories: readonly StorySummary[];
  readonly opened: readonly LedgerRelation[];
  readonly closed: readonly LedgerRelation[];
  readonly changed: readonly LedgerRelation[];
  readonly corrections: readonly LedgerCorrection[];
}

export interface LedgerCorrection extends Correction {
  readonly undone: string | null;
  /** Whether an event was found for it in the document's present coding. */
  readonly applied: boolean;
}

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

export interface LedgerStatus {
  readonly path: string;
  readonly schemaVersion: number;
  readonly readOnly: boolean;
  readonly documents: number;
  readonly events: number;
  readonly stories: number;
  readonly corrections: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly lastKnown: string | null;
  readonly runs: readonly {
    readonly id: number;
    readonly started: string;
    readonly kind: string;
    readonly coder: string;
    readonly model: string;
    readonly data: string;
    readonly documents: number;
  }[];
  readonly bytes: number;
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
  readonly counts: (
    by: readonly CountKey[],
    query?: EventFilter & { readonly limit?: number },
  ) => Promise<readonly CountRow[]>;
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
