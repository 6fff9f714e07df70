import { createRoute, z } from '@hono/zod-openapi';
import { ChanceryError } from '../../errors.js';
import { makeDocument } from '../../read/make-document.js';
import { ingestStream } from '../ingest-stream.js';
import { isDay } from '../schemas/query-schemas.js';
import { eventSchema } from '../schemas/record-schemas.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const published = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}([T ].*)?$/, 'not a date (YYYY-MM-DD)')
  .refine((text) => isDay(text.slice(0, 10)), 'not a date of the calendar')
  .openapi({ example: '2024-03-12' });

const code = createRoute({
  method: 'post',
  path: '/api/code',
  tags: ['Coding'],
  summary: 'Code the events of a text without keeping it',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            text: z
              .string()
              .min(1)
              .openapi({ example: 'The foreign minister of Kenya met his Ugandan counterpart in Kampala on Monday.' }),
            published: published.nullish(),
            title: z.string().max(1000).nullish(),
            publisher: z.string().max(300).nullish(),
            uri: z.string().max(2000).nullish(),
            language: z.string().max(10).nullish(),
          }),
        },
      },
    },
  },
  responses: answers(
    'The document and its events',
    z.object({
      document: z.looseObject({ id: z.string(), text: z.string() }),
      events: z.array(eventSchema),
      coder: z.looseObject({ version: z.string() }),
      seconds: z.number(),
    }),
  ),
});

const ingest = createRoute({
  method: 'post',
  path: '/api/ingest',
  tags: ['Coding'],
  summary:
    'Code and keep documents: JSONL in (`text`, and where known `id`, `uri`, `published`, `title`, `publisher`), a receipt a line out, as each is on disk',
  request: { body: { required: true, content: { 'application/x-ndjson': { schema: z.string() } } } },
  responses: {
    200: {
      description: 'Receipts, then one line `{"done": true, …}`',
      content: { 'application/x-ndjson': { schema: z.string() } },
    },
    default: answers('', z.unknown()).default,
  },
});

export const addCode: AddRoutes = (app, parts) => {
  const { coding, metrics, settings, ledger } = parts;
  app.openapi(code, async (context) => {
    const { text, ...facts } = context.req.valid('json');
    const doc = makeDocument(text, { ...facts, publishedFrom: facts.published ? 'field' : null });
    const begun = performance.now();
    const events = await coding.code(doc);
    const seconds = (performance.now() - begun) / 1000;
    metrics.coded(events.length, seconds);
    return answer(context, { document: doc, events, coder: await coding.version(), seconds });
  });
  app.openapi(ingest, async (context) => {
    if (settings.readOnly || ledger.readOnly)
      throw new ChanceryError('refused', 'this ledger is open for reading only');
    const { body } = context.req.raw;
    if (!body) throw new ChanceryError('bad_input', 'no documents: the body is empty');
    return new Response(ingestStream(body, parts), {
      headers: { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
    }) as never;
  });
};
