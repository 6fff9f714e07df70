import { createHash } from 'node:crypto';
import { intensityOf, quadOf } from '../../src/ontology/ontology.js';
import { makeDocument } from '../../src/read/make-document.js';
import type { Document } from '../../src/records/document.js';
import type { Event, Status } from '../../src/records/event.js';
import type { Party } from '../../src/records/party.js';
import { type Span, spanOf } from '../../src/records/span.js';

/** What a made event needs to say; the rest is filled in. */
export interface MadeEvent {
  readonly type?: string;
  readonly modes?: readonly string[];
  readonly trigger: string;
  readonly sources: readonly MadeParty[];
  readonly targets?: readonly MadeParty[];
  readonly status?: Status;
  readonly first?: string;
  readonly last?: string;
  readonly precision?: 'day' | 'month' | 'year' | 'approximate';
  readonly place?: { readonly words: string; readonly id?: string; readonly country?: string };
  readonly dead?: number;
  readonly object?: string;
  readonly claimedBy?: MadeParty;
  readonly confidence?: number;
  readonly more?: Partial<Event>;
}

/** Words of the text and the actor's id; the country is the id's head where it is one. */
export type MadeParty = readonly [words: string, actor: string | null, country?: string | null];

export const coder = { version: '1', model: 'm', data: 'd' };

/** A document of a text. */
export function madeDocument(text: string, facts: Parameters<typeof makeDocument>[1] = {}): Document {
  return makeDocument(text, { published: '2025-08-14', publisher: 'Example Times', ...facts });
}

/** An event of a document; every span is looked up in its text. */
export function madeEvent(doc: Document, made: MadeEvent): Event {
  const find = (words: string): Span => {
    const at = doc.text.indexOf(words);
    if (at < 0) throw new Error(`not in the text: ${words}`);
    return spanOf(doc.text, at, at + words.length);
  };
  const party = ([words, actor, country]: MadeParty): Party => ({
    span: find(words),
    actor,
    name: actor,
    country: country ?? (/^[A-Z]{3}(?:$|\/)/.test(actor ?? '') ? (actor ?? '').slice(0, 3) : null),
    sectors: ['GOV'],
    office: null,
    members: [],
    basis: actor ? 'name' : 'unknown',
    explanation: 'made for a test',
  });
  const trigger = find(made.trigger);
  const type = made.type ?? 'CONSULT';
  const start = Math.max(0, doc.text.lastIndexOf('. ', trigger.start) + 2);
  const dot = doc.text.indexOf('. ', trigger.end);
  const sentence = spanOf(doc.text, start === 1 ? 0 : start, dot < 0 ? doc.text.length : dot + 1);
  const sources = made.sources.map(party);
  const targets = (made.targets ?? []).map(party);
  const id = createHash('sha256')
    .update(JSON.stringify([doc.id, doc.revision, trigger.start, type, sources.map((each) => each.span.start)]))
    .digest('hex')
    .slice(0, 24);
  return {
    id,
    type,
    modes: made.modes ?? [],
    contexts: [],
    quad: quadOf(type),
    intensity: intensityOf(type, made.modes ?? []),
    cameo: null,
    trigger,
    mentions: [],
    sentence,
    sources,
    targets,
    object: made.object ? { span: find(made.object), kind: 'other', quantity: null } : null,
    place: made.place
      ? {
          span: find(made.place.words),
          id: made.place.id ?? null,
          name: made.place.words,
          latitude: 8 + made.place.words.length,
          longitude: -8,
          country: made.place.country ?? null,
          admin1: null,
          precision: 'town',
          reason: 'made for a test',
        }
      : null,
    time: made.first
      ? {
          span: null,
          first: made.first,
          last: made.last ?? made.first,
          precision: made.precision ?? 'day',
          basis: 'expression',
        }
      : doc.published
        ? {
            span: null,
            first: doc.published.slice(0, 10),
            last: doc.published.slice(0, 10),
            precision: 'day',
            basis: 'publication',
          }
        : null,
    status: made.status ?? 'actual',
    claim: {
      how: made.claimedBy ? 'reported' : 'stated',
      by: made.claimedBy ? party(made.claimedBy) : null,
      words: [],
      quotation: null,
    },
    casualties:
      made.dead === undefined
        ? null
        : { dead: { span: trigger, low: made.dead, high: made.dead }, injured: null, detained: null, displaced: null },
    confidence: made.confidence ?? 0.75,
    explanation: [{ field: 'type', by: 'test', score: 0.5, note: 'made' }],
    coder,
    ...made.more,
  };
}
