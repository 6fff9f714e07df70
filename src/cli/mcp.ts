import type { Command } from 'commander';

interface McpFlags {
  readonly ledger?: string;
}

/** `chancery mcp` */
export function addMcp(program: Command): void {
  program
    .command('mcp')
    .description(
      'Tools for language models over a ledger, on standard input and output (over HTTP: /mcp of `chancery serve`).',
    )
    .option('--ledger <file>', 'ledger to ask (CHANCERY_LEDGER, else chancery.duckdb)')
    .addHelpText('after', '\nExample:\n  chancery mcp --ledger sahel.duckdb')
    .action(runMcp);
}

async function runMcp(flags: McpFlags): Promise<void> {
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js');
  const { reachLedger } = await import('../server/reach-ledger.js');
  const { ledgerPath } = await import('../ledger/ledger-path.js');
  const { openCodingThread } = await import('../server/coding-thread.js');
  const { makeMcpServer } = await import('../server/mcp-server.js');
  const { serverLedgerOptions } = await import('../server/settings.js');
  const ledger = await reachLedger(ledgerPath(flags.ledger), serverLedgerOptions());
  const coding = openCodingThread();
  const server = makeMcpServer({ ledger, coding });
  const ended = new Promise<void>((done) => {
    process.stdin.once('end', done);
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
  await coding.close();
  await ledger.close();
}
