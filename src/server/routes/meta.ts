import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRoute, z } from '@hono/zod-openapi';
import { setCookie } from 'hono/cookie';
import { ChanceryError, messageOf } from '../../errors.js';
import { ontology } from '../../ontology/ontology.js';
import { modelPath, packageRoot, packageVersion } from '../../package-root.js';
import { statuses } from '../../records/event.js';
import { relationKinds } from '../../records/relation.js';
import { sameToken, sessionCookie } from '../guard.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const status = createRoute({
  method: 'get',
  path: '/api/status',
  tags: ['About'],
  summary: 'What the ledger holds and which versions coded it',
  responses: answers('Counts, runs and versions', z.looseObject({ documents: z.int(), events: z.int() })),
});

const words = createRoute({
  method: 'get',
  path: '/api/ontology',
  tags: ['About'],
  summary: 'Types, modes, contexts, statuses and kinds of relation with their definitions',
  responses: answers('PLOVER as shipped', z.looseObject({ types: z.array(z.looseObject({ code: z.string() })) })),
});

const accuracy = createRoute({
  method: 'get',
  path: '/api/accuracy',
  tags: ['About'],
  summary: 'Measured error rates of the coder, and how they were measured',
  responses: answers('The last results', z.looseObject({ results: z.array(z.looseObject({ name: z.string() })) })),
});

const session = createRoute({
  method: 'post',
  path: '/api/session',
  tags: ['About'],
  summary: 'Trade the token for a cookie, for browsers',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.strictObject({ token: z.string().max(500) }) } },
    },
  },
  responses: answers('Signed in', z.object({ signedIn: z.literal(true) })),
});

export const addMeta: AddRoutes = (app, { ledger, coding, metrics, settings }) => {
  app.openapi(status, async (context) => {
    const { path: _path, ...rest } = await ledger.status();
    const readOnly = rest.readOnly || settings.readOnly;
    return answer(context, { ...rest, readOnly, version: packageVersion(), waiting: coding.waiting() });
  });
  app.openapi(words, (context) => {
    const { version, quads, types, contexts, sectors } = ontology();
    return answer(context, { version, quads, types, contexts, sectors, statuses, relationKinds });
  });
  app.openapi(accuracy, (context) => answer(context, { results: measured() }));
  app.openapi(session, (context) => {
    const { token } = context.req.valid('json');
    if (settings.token === null || !sameToken(token, settings.token)) {
      throw new ChanceryError('unauthorized', 'token missing or wrong');
    }
    const secure = context.req.header('x-forwarded-proto') === 'https';
    setCookie(context, sessionCookie, token, { httpOnly: true, sameSite: 'Strict', path: '/', secure });
    return answer(context, { signedIn: true });
  });
  app.get('/health', (context) => context.json({ status: 'up' }));
  app.get('/ready', async (context) => {
    try {
      await ledger.status();
      return context.json({ status: 'ready' });
    } catch (error) {
      throw new ChanceryError('environment', `ledger does not answer: ${messageOf(error)}`);
    }
  });
  app.get('/metrics', async (context) =>
    context.text(await metrics.text(), 200, { 'Content-Type': metrics.contentType }),
  );
};

/** What was measured last, from the files that the measuring commits: the model's card and `eval/results/`. */
function measured(): readonly Record<string, unknown>[] {
  const results: Record<string, unknown>[] = [];
  const add = (name: string, file: string): void => {
    if (existsSync(file)) results.push({ name, ...JSON.parse(readFileSync(file, 'utf8')) });
  };
  for (const name of ['coding', 'events', 'actors', 'language', 'places']) {
    add(name, join(packageRoot(), 'eval', 'results', `${name}.json`));
  }
  const card = modelPath('en', 'model.json');
  if (existsSync(card)) {
    const { version, scores, data } = JSON.parse(readFileSync(card, 'utf8'));
    results.push({ name: 'model', version, scores, data });
  }
  return results;
}
