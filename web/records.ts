export type * from '../src/ledger/ledger.js';
export type { Document } from '../src/records/document.js';
export type { Event, FieldReason, Quad, Status } from '../src/records/event.js';
export type { Party } from '../src/records/party.js';
export type { Span } from '../src/records/span.js';
export type { Overview, PairCount } from '../src/server/overview.js';
