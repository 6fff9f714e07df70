import { setTimeout as wait } from 'node:timers/promises';
import { ChanceryError } from '../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import { type OpenLedgerOptions, openLedger } from '../ledger/open-ledger.js';
import { offerLedger } from './offer-ledger.js';
import { readOwner } from './owner-file.js';
import { answers, remoteLedger } from './remote-ledger.js';

/** Milliseconds that a short command of another process is waited for. */
const patience = 5000;

/**
 * Opens a ledger and offers it to other processes; where one has it open already, asks that one.
 * Throws as `openLedger` does; `conflict` only when the owner does not answer.
 */
export async function reachLedger(path: string, options: OpenLedgerOptions = {}): Promise<Ledger> {
  const until = Date.now() + patience;
  for (;;) {
    try {
      const ledger = await openLedger(path, options);
      const offer = path === ':memory:' ? null : await offerLedger(ledger);
      const close = async (): Promise<void> => {
        await offer?.close();
        await ledger.close();
      };
      return { ...ledger, close };
    } catch (error) {
      if (!(error instanceof ChanceryError) || error.code !== 'conflict') throw error;
      const owner = readOwner(path);
      if (owner !== null && (await answers(owner))) return remoteLedger(path, owner);
      if (Date.now() >= until) throw error;
      await wait(100);
    }
  }
}
