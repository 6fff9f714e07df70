import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { packageRoot, packageVersion } from '../package-root.js';
import { portOf } from './serve.js';

interface DemoFlags {
  readonly port?: string;
  readonly ledger?: string;
  readonly fresh?: boolean;
  readonly open?: boolean;
}

/** `chancery demo` */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'Open the sample ledger, the realignment of the Sahel 2012–2025; the first time it is coded while you look on.',
    )
    .option('--port <number>', 'port, 0 for any free one', '7070')
    .option('--ledger <file>', 'where to keep the sample ledger')
    .option('--fresh', 'code the reports again')
    .option('--no-open', 'open no browser')
    .addHelpText('after', '\nExample:\n  chancery demo')
    .action(runDemo);
}

async function runDemo(flags: DemoFlags): Promise<void> {
  const file = join(packageRoot(), 'examples', 'sahel', 'reports.jsonl');
  const of = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '').length;
  const path = flags.ledger ?? demoPath();
  if (flags.fresh) {
    const { rmSync } = await import('node:fs');
    for (const each of [path, `${path}.wal`]) rmSync(each, { force: true });
  }
  const { reachLedger } = await import('../server/reach-ledger.js');
  const { openCodingThread } = await import('../server/coding-thread.js');
  const { fillLedger } = await import('../server/fill-ledger.js');
  const { serveLedger } = await import('./serve-ledger.js');
  const { serverLedgerOptions } = await import('../server/settings.js');
  const ledger = await reachLedger(path, serverLedgerOptions());
  const coding = openCodingThread();
  const { documents } = await ledger.status();
  const fill = async (): Promise<void> => {
    if (documents >= of) return;
    const show = (text: string): void => {
      process.stderr.write(process.stderr.isTTY ? `\r${text}\u001b[K` : `${text}\n`);
    };
    const { openCoderPool } = await import('../events/coder-pool.js');
    const begun = performance.now();
    const coder = openCoderPool();
    const { events, failed } = await fillLedger(file, {
      ledger,
      coder,
      of,
      progress: (filling) => {
        if (process.stderr.isTTY) show(`Coding the reports: ${filling.documents} of ${of}, ${filling.events} events`);
      },
      failure: (message) => process.stderr.write(`chancery: ${message}\n`),
    }).finally(() => coder.close());
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    show(`Coded ${of - failed} reports in ${seconds} s: ${events} events`);
    process.stderr.write('\n');
  };
  await serveLedger(ledger, {
    host: '127.0.0.1',
    port: portOf(flags.port ?? '7070'),
    token: null,
    allowedHosts: [],
    readOnly: false,
    open: flags.open !== false && process.stdout.isTTY === true,
    coding,
    meanwhile: fill,
  });
}

/** The sample ledger of this version, in the user's cache. */
function demoPath(): string {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'chancery');
  mkdirSync(folder, { recursive: true });
  return join(folder, `sahel-${packageVersion()}.duckdb`);
}
