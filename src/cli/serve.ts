import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';

interface ServeFlags {
  readonly ledger?: string;
  readonly host?: string;
  readonly port?: string;
  readonly token?: string;
  readonly allowHost?: readonly string[];
  readonly readOnly?: boolean;
  readonly memory?: string;
  readonly open?: boolean;
}

/** `chancery serve` */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('Open the explorer and the HTTP API on a ledger.')
    .option('--ledger <file>', 'ledger to serve')
    .option('--host <address>', 'address to listen on; any but loopback needs a token', '127.0.0.1')
    .option('--port <number>', 'port, 0 for any free one', '7070')
    .option('--token <text>', 'token that every request must carry (CHANCERY_TOKEN); `new` makes one')
    .option('--allow-host <name...>', 'names under which a proxy reaches the server')
    .option('--read-only', 'change nothing')
    .option('--memory <size>', 'most memory of the ledger; half of it holds what filters and counts read', '2GB')
    .option('--open', 'open the explorer in a browser')
    .addHelpText('after', '\nExample:\n  chancery serve --ledger sahel.duckdb --open')
    .action(runServe);
}

async function runServe(flags: ServeFlags): Promise<void> {
  const { reachLedger } = await import('../server/reach-ledger.js');
  const { ledgerPath } = await import('../ledger/ledger-path.js');
  const { serverLedgerOptions } = await import('../server/settings.js');
  const ledger = await reachLedger(ledgerPath(flags.ledger), {
    readOnly: flags.readOnly === true,
    ...serverLedgerOptions(flags.memory),
  });
  const { serveLedger } = await import('./serve-ledger.js');
  await serveLedger(ledger, {
    host: flags.host ?? '127.0.0.1',
    port: portOf(flags.port ?? '7070'),
    token: tokenOf(flags.token ?? process.env.CHANCERY_TOKEN),
    allowedHosts: flags.allowHost ?? [],
    readOnly: flags.readOnly === true,
    open: flags.open === true,
  });
}

export function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new ChanceryError('usage', `not a port: ${text}`);
  return port;
}

function tokenOf(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if (text === 'new') return randomBytes(24).toString('base64url');
  if (text.length < 16) throw new ChanceryError('usage', 'token is too short: at least 16 characters');
  return text;
}
