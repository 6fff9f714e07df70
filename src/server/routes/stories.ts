import { createRoute, z } from '@hono/zod-openapi';
import { clockSchema, clocksOf, filterOf, filterSchema, pageOf, pageSchema } from '../schemas/query-schemas.js';
import { storyDetailSchema, storySchema } from '../schemas/record-schemas.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const list = createRoute({
  method: 'get',
  path: '/api/stories',
  tags: ['Stories'],
  summary: 'Stories: each happening once, however many articles tell it',
  request: { query: z.strictObject({ ...filterSchema.shape, ...pageSchema.shape }) },
  responses: answers('A page of stories', z.object({ items: z.array(storySchema), next: z.string().nullable() })),
});

const one = createRoute({
  method: 'get',
  path: '/api/stories/{id}',
  tags: ['Stories'],
  summary: 'A story with its mentions, the reasons of its merges and its disagreements',
  request: { params: z.object({ id: z.string().max(200) }), query: z.strictObject(clockSchema.shape) },
  responses: answers('The story', storyDetailSchema),
});

export const addStories: AddRoutes = (app, { ledger }) => {
  app.openapi(list, async (context) => {
    const query = context.req.valid('query');
    return answer(context, await ledger.stories({ ...filterOf(query), ...pageOf(query) }));
  });
  app.openapi(one, async (context) =>
    answer(context, await ledger.story(context.req.valid('param').id, clocksOf(context.req.valid('query')))),
  );
};
