import { createRoute, z } from '@hono/zod-openapi';
import { clockSchema, clocksOf, dayParameter, defined, pageOf, pageSchema } from '../schemas/query-schemas.js';
import { documentReferenceSchema, documentSchema } from '../schemas/record-schemas.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const list = createRoute({
  method: 'get',
  path: '/api/documents',
  tags: ['Documents'],
  summary: 'Documents of the ledger',
  request: {
    query: z.strictObject({
      publisher: z.string().max(300).optional(),
      from: dayParameter.optional(),
      to: dayParameter.optional(),
      ...clockSchema.shape,
      ...pageSchema.shape,
    }),
  },
  responses: answers(
    'A page of documents',
    z.object({
      items: z.array(documentReferenceSchema.extend({ events: z.int() })),
      next: z.string().nullable(),
    }),
  ),
});

const one = createRoute({
  method: 'get',
  path: '/api/documents/{id}',
  tags: ['Documents'],
  summary: 'A document with its text and its events',
  request: { params: z.object({ id: z.string().max(200) }), query: z.strictObject(clockSchema.shape) },
  responses: answers('The document', documentSchema),
});

const forget = createRoute({
  method: 'post',
  path: '/api/documents/{id}/forget',
  tags: ['Documents'],
  summary: 'Remove a document, its text and what follows from it, for good',
  request: {
    params: z.object({ id: z.string().max(200) }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({ author: z.string().min(1).max(200), reason: z.string().min(1).max(2000) }),
        },
      },
    },
  },
  responses: answers('What was removed', z.object({ document: z.string(), events: z.int() })),
});

export const addDocuments: AddRoutes = (app, { ledger }) => {
  app.openapi(list, async (context) => {
    const query = context.req.valid('query');
    const { publisher, from, to } = query;
    return answer(
      context,
      await ledger.documents({ ...defined({ publisher, from, to }), ...clocksOf(query), ...pageOf(query) }),
    );
  });
  app.openapi(one, async (context) =>
    answer(context, await ledger.document(context.req.valid('param').id, clocksOf(context.req.valid('query')))),
  );
  app.openapi(forget, async (context) =>
    answer(context, await ledger.forget(context.req.valid('param').id, context.req.valid('json'))),
  );
};
