import type { Command } from 'commander';
import type { Ledger } from '../ledger/ledger.js';

export interface LedgerFlags {
  readonly ledger?: string;
}

export interface UseLedger {
  /** Make the file when there is none. */
  readonly create?: boolean;
  readonly write?: boolean;
}

/** Adds `--ledger` to a command. */
export function withLedgerFlag(command: Command): Command {
  return command.option('--ledger <file>', 'the ledger file (CHANCERY_LEDGER, else chancery.duckdb)');
}

/** Opens the ledger that the flags name, or asks the process that has it open; runs the work and closes it. */
export async function useLedger<Result>(
  flags: LedgerFlags,
  work: (ledger: Ledger) => Promise<Result>,
  options: UseLedger = {},
): Promise<Result> {
  const { reachLedger } = await import('../server/reach-ledger.js');
  const { ledgerPath } = await import('../ledger/ledger-path.js');
  const ledger = await reachLedger(ledgerPath(flags.ledger), { create: options.create === true });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
