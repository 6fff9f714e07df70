import { ChanceryError } from '../errors.js';

/** How the server listens and what it allows one client. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** Needed by every request when set; must be set for any address but loopback. */
  readonly token: string | null;
  /** Names under which a proxy reaches the server, beside its own address. */
  readonly allowedHosts: readonly string[];
  /** No change through the API: coding and reading only. */
  readonly readOnly: boolean;
}

export const defaultSettings: ServerSettings = {
  host: '127.0.0.1',
  port: 7070,
  token: null,
  allowedHosts: [],
  readOnly: false,
};

/** Memory of a server's ledger: half is the engine's, half holds what filters and counts read (48 bytes an event). */
export const usualMemory = '2GB';

/** How a server opens its ledger, given the most memory (`2GB`, `512MB`). Throws `usage`. */
export function serverLedgerOptions(memory: string = usualMemory): { readonly memory: string; readonly kept: number } {
  const found = /^(\d+(?:\.\d+)?) ?(MB|GB)$/i.exec(memory.trim());
  const bytes = Number(found?.[1]) * (found?.[2]?.toUpperCase() === 'GB' ? 1e9 : 1e6);
  if (!(bytes >= 200e6)) throw new ChanceryError('usage', `not a size of at least 200MB: ${memory}`);
  return { memory: `${Math.round(bytes / 2e6)}MB`, kept: bytes / 2 };
}

export const limits = {
  /** Bytes of a request with JSON parameters. */
  smallBody: 64 * 1024,
  /** Bytes of a text to code and of one line of an ingest stream. */
  textBody: 8 * 1024 * 1024,
  /** Bytes of a whole ingest stream. */
  ingestBody: 2 * 1024 * 1024 * 1024,
  /** Texts that wait for the coder before further ones are refused. */
  waitingTexts: 32,
  /** Seconds that one text may take. */
  codingSeconds: 120,
  pageSize: 50,
  longestPage: 500,
  exportRows: 1_000_000,
} as const;

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
