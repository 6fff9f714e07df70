import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Ledger } from '../ledger/ledger.js';
import type { CodingThread } from './coding-thread.js';
import { answerError, badParameter } from './error-answer.js';
import type { Metrics } from './metrics.js';
import { errorSchema } from './schemas/record-schemas.js';
import type { ServerSettings } from './settings.js';

/** What the routes answer from. */
export interface ServerParts {
  readonly ledger: Ledger;
  readonly coding: CodingThread;
  readonly metrics: Metrics;
  readonly settings: ServerSettings;
}

export type AddRoutes = (app: OpenAPIHono, parts: ServerParts) => void;

/** A router that refuses what its schemas do not describe, in the one error shape. */
export function makeRouter(): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw badParameter(result.error.issues);
    },
  });
  app.onError((error, context) => answerError(context, error));
  return app;
}

/** Answers with JSON; the schema of the route describes it and the tests hold it to that. */
export function answer(context: Context, body: unknown) {
  return context.json(body as never, 200);
}

/** The answers of a route in the API's description: `schema` when all is well, the error shape otherwise. */
export function answers<S>(description: string, schema: S) {
  return {
    200: { description, content: { 'application/json': { schema } } },
    default: { description: 'What went wrong', content: { 'application/json': { schema: errorSchema } } },
  } as const;
}
