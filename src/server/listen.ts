import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { ChanceryError } from '../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import { makeApp } from './app.js';
import type { CodingThread } from './coding-thread.js';
import { errorBody } from './error-answer.js';
import { openMetrics } from './metrics.js';
import { isLoopback, type ServerSettings } from './settings.js';

export interface Listening {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface ListenParts {
  readonly ledger: Ledger;
  readonly coding: CodingThread;
  readonly settings: ServerSettings;
}

/** Starts the server. Throws `usage` for an open address without a token, `conflict` when the port is taken. */
export async function listen({ ledger, coding, settings }: ListenParts): Promise<Listening> {
  if (!isLoopback(settings.host) && settings.token === null) {
    throw new ChanceryError('usage', `address other than loopback needs a token: ${settings.host}`);
  }
  const metrics = openMetrics({ waiting: coding.waiting });
  const app = makeApp({ ledger, coding, metrics, settings });
  const server = createServer(getRequestListener(app.fetch));
  bound(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const message = taken ? `port is taken: ${settings.port}` : error.message;
      reject(new ChanceryError(taken ? 'conflict' : 'environment', message));
    });
    server.listen(settings.port, settings.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return {
    url: `http://${host}:${port}/`,
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Bounds what a slow or broken client can hold. */
function bound(server: Server): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30 * 60_000;
  server.keepAliveTimeout = 10_000;
  server.maxConnections = 2000;
  server.on('clientError', (_error: Error, socket: Socket) => {
    if (!socket.writable) return socket.destroy();
    const body = JSON.stringify(errorBody('bad_input', 'not a request that can be read'));
    socket.end(
      `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
}
