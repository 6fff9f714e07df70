import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import { showProgress } from './progress.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface Flags extends LedgerFlags {
  readonly from: string;
  readonly knownAt?: string;
  readonly laterStories?: boolean;
}

const shownBad = 10;

/** `chancery import-events FILE --from LAYOUT` */
export function addImportEvents(program: Command): void {
  withLedgerFlag(program.command('import-events').argument('<file...>', 'files to read'))
    .description(
      'Read events that were coded elsewhere into the ledger, marked as such: own exports, GDELT 1.0 and 2.0, POLECAT, ICEWS.',
    )
    .requiredOption('--from <layout>', 'jsonl (own export), gdelt, polecat or icews')
    .option('--known-at <time>', 'when the ledger came to know them: a date, a date-time, or `published`')
    .option('--later-stories', 'merge to stories at the next question, not now')
    .addHelpText('after', '\nExample:\n  chancery import-events 20250814.export.CSV --from gdelt')
    .action(runImport);
}

async function runImport(files: readonly string[], flags: Flags): Promise<void> {
  const { importEvents, importLayouts } = await import('../ledger/import-events.js');
  const layout = importLayouts.find((each) => each === flags.from);
  if (!layout) throw new ChanceryError('usage', `unknown layout: ${flags.from} (one of ${importLayouts.join(', ')})`);
  for (const file of files) if (!existsSync(file)) throw new ChanceryError('usage', `no such file: ${file}`);
  await useLedger(
    flags,
    async (ledger) => {
      let bad = 0;
      let kept = 0;
      let unchanged = 0;
      const progress = showProgress('events', null);
      for (const file of files) {
        const items = importEvents(file, layout, ({ line, message }) => {
          bad += 1;
          if (bad <= shownBad) process.stderr.write(`chancery: ${file}:${line}: ${message}\n`);
        });
        async function* known() {
          for await (const item of items) {
            const knownAt = flags.knownAt === 'published' ? item.doc.published : flags.knownAt;
            yield knownAt ? { ...item, knownAt } : item;
          }
        }
        for await (const receipt of ledger.ingest(known(), {
          kind: 'import',
          noText: true,
          laterStories: flags.laterStories === true,
        })) {
          if (receipt.outcome === 'unchanged') unchanged += 1;
          else kept += receipt.events;
          progress.step(kept);
        }
      }
      progress.end();
      process.stderr.write(
        `${kept} events kept, ${unchanged} documents held already${bad > 0 ? `, ${bad} lines left out` : ''}\n`,
      );
      if (bad > 0) process.exitCode = 1;
    },
    { create: true, write: true },
  );
}
