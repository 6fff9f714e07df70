import { createRoute, z } from '@hono/zod-openapi';
import { clockSchema, clocksOf, filterOf, filterSchema, pageOf, pageSchema } from '../schemas/query-schemas.js';
import { ledgerEventSchema } from '../schemas/record-schemas.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const list = createRoute({
  method: 'get',
  path: '/api/events',
  tags: ['Events'],
  summary: 'Events that pass the filter, a page at a time',
  request: { query: z.strictObject({ ...filterSchema.shape, ...pageSchema.shape }) },
  responses: answers('A page of events', z.object({ items: z.array(ledgerEventSchema), next: z.string().nullable() })),
});

const one = createRoute({
  method: 'get',
  path: '/api/events/{id}',
  tags: ['Events'],
  summary: 'One event with its words and reasons',
  request: { params: z.object({ id: z.string().max(200) }), query: z.strictObject(clockSchema.shape) },
  responses: answers('The event', ledgerEventSchema),
});

export const addEvents: AddRoutes = (app, { ledger }) => {
  app.openapi(list, async (context) => {
    const query = context.req.valid('query');
    return answer(context, await ledger.events({ ...filterOf(query), ...pageOf(query) }));
  });
  app.openapi(one, async (context) =>
    answer(context, await ledger.event(context.req.valid('param').id, clocksOf(context.req.valid('query')))),
  );
};
