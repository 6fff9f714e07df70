import { ChanceryError } from '../errors.js';

export interface Fetched {
  readonly bytes: Uint8Array;
  readonly charset: string | null;
  readonly mediaType: string | null;
  readonly url: string;
  readonly retrieved: string;
}

/** Fetches a web address. */
export async function fetchSafely(address: string, _options: { readonly allowPrivate: boolean }): Promise<Fetched> {
  throw new ChanceryError('bad_input', `web addresses are not read yet: ${address}`);
}
