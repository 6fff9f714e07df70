import type { DocumentReference } from '../layouts/coded-document.js';
import type { Correction } from '../records/correction.js';
import type { Document } from '../records/document.js';
import type { Event, Quad, Status } from '../records/event.js';
import type { Relation } from '../records/relation.js';
import type { Disagreement, MergeReason } from '../records/story.js';

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

export interface SearchHit {
  readonly document: Omit<DocumentReference, 'language'>;
  readonly score: number;
  readonly snippet: string;
  /** Half-open ranges of `snippet` that the words matched. */
  readonly marks: readonly (readonly [number, number])[];
  readonly events: number;
}

export interface CountRow {
  /** One value for each key asked for, in that order; null where the event has none. */
  readonly values: readonly (string | null)[];
  readonly events: number;
  /** 0 where they were not asked for. */
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
