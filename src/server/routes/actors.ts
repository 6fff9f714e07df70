import { createRoute, z } from '@hono/zod-openapi';
import { defined, filterOf, filterSchema } from '../schemas/query-schemas.js';
import { partyLabelSchema, relationSchema, storySchema } from '../schemas/record-schemas.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const actorId = z.string().min(1).max(300).openapi({ example: 'MLI' });
const { actor: _actor, ...filterShape } = filterSchema.shape;

const find = createRoute({
  method: 'get',
  path: '/api/actors',
  tags: ['Actors'],
  summary: 'Actors whose name or id begins so, the most frequent first',
  request: {
    query: z.strictObject({
      prefix: z.string().max(200).optional().openapi({ example: 'Mal' }),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
  },
  responses: answers('Actors', z.object({ items: z.array(partyLabelSchema.extend({ events: z.int() })) })),
});

const balance = z.array(z.looseObject({ period: z.string() }));

const one = createRoute({
  method: 'get',
  path: '/api/actor',
  tags: ['Actors'],
  summary: 'Profile of an actor: offices, memberships, agreements, counterparts, balance over time',
  request: { query: z.strictObject({ id: actorId, ...filterShape }) },
  responses: answers(
    'The profile',
    z.looseObject({
      id: z.string(),
      name: z.string(),
      events: z.int(),
      relations: z.array(relationSchema),
      balance,
      latest: z.array(storySchema),
    }),
  ),
});

const pair = createRoute({
  method: 'get',
  path: '/api/pair',
  tags: ['Actors'],
  summary: 'Two actors over time, both directions, and what opened and closed between them',
  request: { query: z.strictObject({ a: actorId, b: actorId, ...filterShape }) },
  responses: answers(
    'The pair',
    z.looseObject({
      a: partyLabelSchema,
      b: partyLabelSchema,
      events: z.int(),
      balance,
      relations: z.array(relationSchema),
      latest: z.array(storySchema),
    }),
  ),
});

export const addActors: AddRoutes = (app, { ledger }) => {
  app.openapi(find, async (context) => {
    const { prefix, limit } = context.req.valid('query');
    return answer(context, { items: await ledger.actors(defined({ prefix, limit })) });
  });
  app.openapi(one, async (context) => {
    const { id, ...filter } = context.req.valid('query');
    return answer(context, await ledger.actor(id, filterOf(filter)));
  });
  app.openapi(pair, async (context) => {
    const { a, b, ...filter } = context.req.valid('query');
    return answer(context, await ledger.pair(a, b, filterOf(filter)));
  });
};
