import { z } from '@hono/zod-openapi';
import { statuses } from '../../records/event.js';
import { relationKinds } from '../../records/relation.js';

const day = z.string();

export const errorSchema = z
  .object({
    error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }),
  })
  .openapi('Error');

export const spanSchema = z.object({ start: z.int(), end: z.int(), text: z.string() }).openapi('Span', {
  description: 'Words of a text: half-open offsets in UTF-16 units; `text` is exactly that slice.',
});

export const documentReferenceSchema = z
  .object({
    id: z.string(),
    uri: z.string().nullable(),
    publisher: z.string().nullable(),
    title: z.string().nullable(),
    published: z.string().nullable(),
  })
  .openapi('DocumentReference');

export const partySchema = z
  .object({
    span: spanSchema,
    actor: z.string().nullable(),
    name: z.string().nullable(),
    country: z.string().nullable(),
    sectors: z.array(z.string()),
    office: z.string().nullable(),
    members: z.array(z.unknown()),
    basis: z.string(),
    explanation: z.string(),
  })
  .openapi('Party');

const claimSchema = z
  .object({
    how: z.enum(['stated', 'reported', 'quoted']),
    by: partySchema.nullable(),
    words: z.array(spanSchema),
    quotation: spanSchema.nullable(),
  })
  .openapi('Claim');

const eventShape = {
  id: z.string(),
  type: z.string(),
  modes: z.array(z.string()),
  contexts: z.array(z.string()),
  quad: z.int().min(1).max(4),
  intensity: z.number().nullable(),
  cameo: z.string().nullable(),
  trigger: spanSchema,
  mentions: z.array(spanSchema),
  sentence: spanSchema,
  sources: z.array(partySchema),
  targets: z.array(partySchema),
  object: z.looseObject({ span: spanSchema, kind: z.string() }).nullable(),
  place: z.looseObject({ span: spanSchema, name: z.string(), precision: z.string() }).nullable(),
  time: z.looseObject({ first: day, last: day, precision: z.string(), basis: z.string() }).nullable(),
  status: z.enum(statuses),
  claim: claimSchema,
  casualties: z.looseObject({}).nullable(),
  confidence: z.number(),
  explanation: z.array(z.looseObject({ field: z.string(), by: z.string(), note: z.string() })),
  coder: z.object({ version: z.string(), model: z.string(), data: z.string() }),
};

export const eventSchema = z.object(eventShape).openapi('Event');

const knownSchema = z.object({ from: z.string(), to: z.string().nullable() }).openapi('KnownInterval');

export const ledgerEventSchema = z
  .object({
    ...eventShape,
    document: documentReferenceSchema,
    story: z.string().nullable(),
    known: knownSchema,
    corrections: z.array(z.string()),
    elsewhere: z.string().nullable(),
  })
  .openapi('LedgerEvent');

export const documentSchema = z
  .looseObject({
    ...documentReferenceSchema.shape,
    revision: z.string(),
    language: z.string().nullable(),
    text: z.string().nullable(),
    events: z.array(ledgerEventSchema),
  })
  .openapi('Document');

export const partyLabelSchema = z
  .object({ actor: z.string().nullable(), name: z.string(), country: z.string().nullable() })
  .openapi('PartyLabel');

const storyShape = {
  id: z.string(),
  type: z.string(),
  quad: z.int(),
  modes: z.array(z.string()),
  first: day.nullable(),
  last: day.nullable(),
  sources: z.array(partyLabelSchema),
  targets: z.array(partyLabelSchema),
  place: z.looseObject({ id: z.string().nullable(), name: z.string() }).nullable(),
  statuses: z.array(z.enum(statuses)),
  mentions: z.int(),
  documents: z.int(),
  publishers: z.array(z.string()),
  sentence: z.string(),
  disagreements: z.array(z.looseObject({ field: z.string() })),
};
export const storySchema = z.object(storyShape).openapi('StorySummary');
export const storyDetailSchema = z
  .object({
    ...storyShape,
    events: z.array(ledgerEventSchema),
    merges: z.array(z.object({ event: z.string(), into: z.string(), score: z.number(), because: z.array(z.string()) })),
  })
  .openapi('Story');

export const relationSchema = z
  .looseObject({
    id: z.string(),
    kind: z.enum(relationKinds),
    name: z.string().nullable(),
    parties: z.array(z.object({ actor: z.string(), role: z.string() })),
    from: z.string().nullable(),
    to: z.string().nullable(),
    background: z.string().nullable(),
    state: z.string(),
    evidence: z.array(z.looseObject({ event: z.string(), does: z.string(), sentence: z.string() })),
  })
  .openapi('Relation');

export const correctionSchema = z
  .looseObject({
    id: z.string(),
    document: z.string(),
    field: z.string(),
    author: z.string(),
    time: z.string(),
    reason: z.string(),
    undone: z.string().nullable(),
    applied: z.boolean(),
  })
  .openapi('Correction');
