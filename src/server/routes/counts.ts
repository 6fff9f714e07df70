import { createRoute, z } from '@hono/zod-openapi';
import { type CountKey, countKeys } from '../../ledger/ledger.js';
import { overview } from '../overview.js';
import { filterOf, filterSchema, split } from '../schemas/query-schemas.js';
import { storySchema } from '../schemas/record-schemas.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const limit = z.coerce.number().int().min(1).max(10_000).optional();

const counts = createRoute({
  method: 'get',
  path: '/api/counts',
  tags: ['Events'],
  summary: 'Numbers of events and documents by any keys',
  request: {
    query: z.strictObject({
      by: z
        .string()
        .max(200)
        .refine((text) => split(text).length > 0 && split(text).every(isKey), `one of ${countKeys.join(', ')}`)
        .openapi({ example: 'month,quad' }),
      limit,
      ...filterSchema.shape,
    }),
  },
  responses: answers(
    'One row for each combination of values',
    z.object({
      items: z.array(z.object({ values: z.array(z.string().nullable()), events: z.int(), documents: z.int() })),
    }),
  ),
});

const placeSchema = z.object({
  id: z.string().nullable(),
  name: z.string(),
  country: z.string().nullable(),
  latitude: z.number(),
  longitude: z.number(),
  precision: z.string(),
  events: z.int(),
  quads: z.array(z.int()).length(4),
});

const places = createRoute({
  method: 'get',
  path: '/api/places',
  tags: ['Events'],
  summary: 'Places with what happened there',
  request: { query: z.strictObject({ limit, ...filterSchema.shape }) },
  responses: answers('Places', z.object({ items: z.array(placeSchema) })),
});

const front = createRoute({
  method: 'get',
  path: '/api/overview',
  tags: ['Events'],
  summary: 'What the front page shows, in one answer',
  request: {
    query: z.strictObject({ by: z.enum(['quad', 'type']).optional(), ...filterSchema.shape }),
  },
  responses: answers(
    'Timeline, places, pairs and latest stories',
    z.looseObject({
      events: z.int(),
      documents: z.int(),
      timeline: z.looseObject({ period: z.string() }),
      places: z.array(placeSchema),
      stories: z.array(storySchema),
    }),
  ),
});

function isKey(name: string): name is CountKey {
  return countKeys.some((key) => key === name);
}

export const addCounts: AddRoutes = (app, { ledger }) => {
  app.openapi(counts, async (context) => {
    const { by, limit: rows = 5000, ...filter } = context.req.valid('query');
    const items = await ledger.counts(split(by).filter(isKey), { ...filterOf(filter), limit: rows });
    return answer(context, { items });
  });
  app.openapi(places, async (context) => {
    const { limit: rows = 2000, ...filter } = context.req.valid('query');
    return answer(context, { items: await ledger.places({ ...filterOf(filter), limit: rows }) });
  });
  app.openapi(front, async (context) => {
    const { by = 'quad', ...filter } = context.req.valid('query');
    return answer(context, await overview(ledger, filterOf(filter), by));
  });
};
