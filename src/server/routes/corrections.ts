import { createRoute, z } from '@hono/zod-openapi';
import { ChanceryError } from '../../errors.js';
import { defined } from '../schemas/query-schemas.js';
import { correctionSchema } from '../schemas/record-schemas.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const list = createRoute({
  method: 'get',
  path: '/api/corrections',
  tags: ['Corrections'],
  summary: 'Changes by hand, and whether each is applied',
  request: { query: z.strictObject({ document: z.string().max(200).optional() }) },
  responses: answers('Corrections', z.object({ items: z.array(correctionSchema) })),
});

const make = createRoute({
  method: 'post',
  path: '/api/corrections',
  tags: ['Corrections'],
  summary: 'Change a field of an event, reject it, merge or split stories, set a relation',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            event: z.string().max(200).optional(),
            field: z.string().min(1).max(100).openapi({ example: 'type' }),
            value: z.unknown().optional().openapi({ example: 'CONSULT' }),
            author: z.string().min(1).max(200).openapi({ example: 'A. Reader' }),
            reason: z.string().min(1).max(2000).openapi({ example: 'the text tells of talks, not of an accord' }),
          }),
        },
      },
    },
  },
  responses: answers('The correction', correctionSchema),
});

const undo = createRoute({
  method: 'post',
  path: '/api/corrections/{id}/undo',
  tags: ['Corrections'],
  summary: 'Take a correction back',
  request: { params: z.object({ id: z.string().max(200) }) },
  responses: answers('The correction', correctionSchema),
});

export const addCorrections: AddRoutes = (app, { ledger, settings }) => {
  const writable = (): void => {
    if (settings.readOnly || ledger.readOnly)
      throw new ChanceryError('refused', 'this ledger is open for reading only');
  };
  app.openapi(list, async (context) => {
    const { document } = context.req.valid('query');
    return answer(context, { items: await ledger.corrections(defined({ document })) });
  });
  app.openapi(make, async (context) => {
    writable();
    const { event, field, value, author, reason } = context.req.valid('json');
    return answer(context, await ledger.correct({ field, author, reason, ...defined({ event, value }) }));
  });
  app.openapi(undo, async (context) => {
    writable();
    return answer(context, await ledger.undo(context.req.valid('param').id));
  });
};
