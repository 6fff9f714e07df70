import { join } from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { ChanceryError } from '../errors.js';
import { packageRoot, packageVersion } from '../package-root.js';
import { answerCache } from './answer-cache.js';
import { guard } from './guard.js';
import { responseHeaders } from './response-headers.js';
import { addActors } from './routes/actors.js';
import { addCode } from './routes/code.js';
import { addCorrections } from './routes/corrections.js';
import { addCounts } from './routes/counts.js';
import { addDocuments } from './routes/documents.js';
import { addEvents } from './routes/events.js';
import { addExport } from './routes/export.js';
import { addMcp } from './routes/mcp.js';
import { addMeta } from './routes/meta.js';
import { addRelations } from './routes/relations.js';
import { addSearch } from './routes/search.js';
import { addStories } from './routes/stories.js';
import { makeRouter, type ServerParts } from './server-parts.js';
import { limits } from './settings.js';
import { staticFiles } from './static-files.js';

const routes = [
  addEvents,
  addStories,
  addDocuments,
  addRelations,
  addActors,
  addCounts,
  addSearch,
  addCode,
  addCorrections,
  addExport,
  addMeta,
  addMcp,
];

/** The API and the explorer as one application; `app.request('/path')` asks it without a socket. */
export function makeApp(parts: ServerParts): OpenAPIHono {
  const app = makeRouter();
  const tooLarge = (bytes: number): ReturnType<typeof bodyLimit> =>
    bodyLimit({
      maxSize: bytes,
      onError: () => {
        throw new ChanceryError('too_large', `body over ${bytes} bytes`);
      },
    });
  const small = tooLarge(limits.smallBody);
  const text = tooLarge(limits.textBody);
  app.use(responseHeaders());
  app.use(parts.metrics.observe);
  app.use(guard(parts.settings));
  app.use('/api/*', (context, next) => {
    const { path } = context.req;
    if (path === '/api/ingest') return next();
    return path === '/api/code' ? text(context, next) : small(context, next);
  });
  app.use('/mcp', text);
  app.use('/api/*', answerCache());
  for (const add of routes) add(app, parts);
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Chancery',
      version: packageVersion(),
      description: 'Who did what to whom, and on which words. Offsets count UTF-16 units. Days are YYYY-MM-DD.',
    },
  });
  app.use('*', staticFiles(join(packageRoot(), 'dist', 'web')));
  app.notFound((context) => {
    throw new ChanceryError('not_found', `no such address: ${context.req.method} ${context.req.path.slice(0, 200)}`);
  });
  return app;
}
