import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { ChanceryError } from '../errors.js';
import type { IngestItem, IngestOptions, Ledger } from '../ledger/ledger.js';
import { errorAnswer } from './error-answer.js';
import { sameToken } from './guard.js';
import { removeOwner, writeOwner } from './owner-file.js';
import { limits } from './settings.js';

/** The calls of a ledger that answer once. `ingest` and `panel` answer with one line for each receipt or row. */
export const offeredCalls = [
  ...[
    'holds',
    'revisions',
    'events',
    'event',
    'document',
    'documents',
    'stories',
    'story',
    'relations',
    'actor',
    'pair',
  ],
  ...[
    'search',
    'actors',
    'counts',
    'places',
    'diff',
    'correct',
    'undo',
    'corrections',
    'forget',
    'recompute',
    'status',
  ],
] as readonly OfferedCall[];

export type OfferedCall = Exclude<keyof Ledger, 'path' | 'readOnly' | 'ingest' | 'panel' | 'close'>;

/** One line of an answer. */
export type OfferedLine =
  | { readonly value: unknown }
  | { readonly done: true }
  | { readonly error: { readonly code: string; readonly message: string } };

/**
 * Answers other commands of this user for the open ledger, on a loopback port of its own, so that no command finds it locked.
 * Returns null where nothing can be written beside the ledger.
 */
export async function offerLedger(ledger: Ledger): Promise<{ readonly close: () => Promise<void> } | null> {
  const token = randomBytes(32).toString('hex');
  const server = createServer((request, response) => {
    void answerCall(ledger, token, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    removeOwner(ledger.path, process.pid);
    server.closeIdleConnections();
    await new Promise((done) => server.close(done));
  };
  try {
    writeOwner(ledger.path, { url: `http://127.0.0.1:${port}/`, token, pid: process.pid });
    return { close };
  } catch {
    await close();
    return null;
  }
}

async function answerCall(
  ledger: Ledger,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('Connection', 'close');
  const send = (line: OfferedLine): boolean => response.write(`${JSON.stringify(line)}\n`);
  try {
    if (!sameToken(request.headers.authorization ?? '', `Bearer ${token}`))
      throw new ChanceryError('unauthorized', 'token missing or wrong');
    for await (const value of valuesOf(ledger, (request.url ?? '').slice(1), request)) {
      if (!send({ value })) await new Promise((drained) => response.once('drain', drained).once('close', drained));
      if (response.destroyed) return;
    }
    send({ done: true });
  } catch (error) {
    send(
      error instanceof ChanceryError
        ? { error: { code: error.code, message: error.message } }
        : errorAnswer(error).body,
    );
  }
  response.end();
}

async function* valuesOf(ledger: Ledger, call: string, request: IncomingMessage): AsyncGenerator<unknown> {
  if (call === 'ingest') {
    const lines = createInterface({ input: request, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
    const options: IngestOptions = JSON.parse((await lines.next()).value ?? '{}');
    yield* ledger.ingest(items(lines), options);
    return;
  }
  const given = await argumentsOf(request);
  if (call === 'panel') {
    yield* ledger.panel(given[0] as Parameters<Ledger['panel']>[0]);
    return;
  }
  const known = offeredCalls.find((name) => name === call);
  if (known === undefined) throw new ChanceryError('not_found', `no such call: ${call.slice(0, 100)}`);
  yield await (ledger[known] as (...values: readonly unknown[]) => Promise<unknown>)(...given);
}

async function* items(lines: AsyncIterator<string>): AsyncGenerator<IngestItem> {
  for (let line = await lines.next(); !line.done; line = await lines.next()) yield JSON.parse(line.value);
}

async function argumentsOf(request: IncomingMessage): Promise<readonly unknown[]> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.textBody) throw new ChanceryError('too_large', `body over ${limits.textBody} bytes`);
    chunks.push(chunk);
  }
  const given: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || '[]');
  if (!Array.isArray(given)) throw new ChanceryError('bad_input', 'arguments are not a list');
  return given.map((value: unknown) => value ?? undefined);
}
