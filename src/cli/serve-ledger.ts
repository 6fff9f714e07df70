import { spawn } from 'node:child_process';
import { messageOf } from '../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import { type CodingThread, openCodingThread } from '../server/coding-thread.js';
import { listen } from '../server/listen.js';
import type { ServerSettings } from '../server/settings.js';

export interface ServeOptions extends ServerSettings {
  /** Open the explorer in the user's browser. */
  readonly open: boolean;
  /** A coder that others use too; one is opened where there is none. */
  readonly coding?: CodingThread;
  /** Work to do while the server runs. */
  readonly meanwhile?: () => Promise<void>;
}

/** Serves a ledger until the process is told to end, and says where. */
export async function serveLedger(
  ledger: Ledger,
  { open, coding = openCodingThread(), meanwhile, ...settings }: ServeOptions,
): Promise<void> {
  const server = await listen({ ledger, coding, settings }).catch(async (error) => {
    await ledger.close();
    throw error;
  });
  const { documents, events } = await ledger.status();
  process.stdout.write(`Chancery: ${documents} documents, ${events} events\n  ${server.url}\n`);
  if (settings.token !== null) process.stdout.write(`  token: ${settings.token}\n`);
  process.stdout.write('Ctrl-C ends it.\n');
  if (open) openBrowser(server.url);
  ledger.counts(['type'], { documents: false }).catch(() => undefined);
  meanwhile?.().catch((error) => process.stderr.write(`chancery: ${messageOf(error)}\n`));
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });
  await server.close();
  await coding.close();
  await ledger.close();
}

function openBrowser(url: string): void {
  const opener = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
