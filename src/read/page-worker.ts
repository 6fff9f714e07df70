import { parentPort } from 'node:worker_threads';
import { ChanceryError, messageOf } from '../errors.js';
import { type PageText, readPage } from './read-page.js';

export interface PageRequest {
  readonly html: string;
  readonly address: string | null;
}

export type PageReply =
  | { readonly kind: 'page'; readonly page: PageText }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const port = parentPort;
port?.on('message', ({ html, address }: PageRequest) => {
  try {
    port.postMessage({ kind: 'page', page: readPage(html, address) } satisfies PageReply);
  } catch (error) {
    const code = error instanceof ChanceryError ? error.code : 'bad_input';
    port.postMessage({ kind: 'failed', code, message: messageOf(error) } satisfies PageReply);
  }
});
