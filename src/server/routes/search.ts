import { createRoute, z } from '@hono/zod-openapi';
import { clockSchema, clocksOf, dayParameter, defined } from '../schemas/query-schemas.js';
import { documentReferenceSchema } from '../schemas/record-schemas.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const search = createRoute({
  method: 'get',
  path: '/api/search',
  tags: ['Documents'],
  summary:
    'Full text: words that must all occur, "phrases", -without, title:, publisher:, type:, actor:, after:, before:',
  request: {
    query: z.strictObject({
      words: z.string().min(1).max(500).openapi({ example: 'memorandum defence' }),
      from: dayParameter.optional(),
      to: dayParameter.optional(),
      publisher: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
      ...clockSchema.shape,
    }),
  },
  responses: answers(
    'Documents, the best first',
    z.object({
      items: z.array(
        z.object({
          document: documentReferenceSchema,
          score: z.number(),
          snippet: z.string(),
          marks: z.array(z.array(z.int())),
          events: z.int(),
        }),
      ),
      cut: z.boolean(),
    }),
  ),
});

export const addSearch: AddRoutes = (app, { ledger }) => {
  app.openapi(search, async (context) => {
    const query = context.req.valid('query');
    const { words, from, to, publisher, limit = 50 } = query;
    const items = await ledger.search({ words, limit, ...defined({ from, to, publisher }), ...clocksOf(query) });
    return answer(context, { items, cut: items.length >= limit });
  });
};
