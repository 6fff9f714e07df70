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
    .requiredOption('--from <layout>', 'own export: jsonl, csv or parquet; gdelt (1.0, 2.0, reduced), polecat or icews')
    .option('--known-at <time>', 'when the ledger came to know them: a date, a date-time, or `published`')
    .option('--later-stories', 'merge to stories at the next question, not now')
    .addHelpText('after', '\nExample:\n  chancery import-events 20250814.export.CSV --from gdelt')
    .action(runImport);
}

async function runImport(files: readonly string[], flags: Flags): Promise<void> {
  const { importEvents, importLayouts } = await import('../ledger/import-events.js');
  const layout = importLayouts.find((each) => each === flags.from);
  if (!layout) throw new ChanceryError('usage', `unknown layout: ${flags.from} (one of ${importLayouts.join(', ')})`);
  if (flags.knownAt !== undefined && flags.knownAt !== 'published')
    (await import('../ledger/days.js')).databaseTime(flags.knownAt);
  for (const file of files) if (!existsSync(file)) throw new ChanceryError('usage', `no such file: ${file}`);
  await useLedger(
    flags,
    async (ledger) => {
      const found = { kept: 0, unchanged: 0, bad: 0, beyond: 0, wrong: 0 };
      const progress = showProgress('events', null);
      for (const file of files) {
        const items = importEvents(file, {
          layout,
          ledger,
          bad: ({ line, message, beyond }) => {
            found[beyond ? 'beyond' : 'bad'] += 1;
            if (beyond) return;
            if (found.bad <= shownBad) process.stderr.write(`chancery: ${file}:${line}: ${message}; left out\n`);
          },
        });
        async function* known() {
          for await (const item of items) {
            const knownAt = flags.knownAt === 'published' ? item.doc.published : flags.knownAt;
            yield knownAt ? { ...item, knownAt } : item;
          }
        }
        try {
          for await (const receipt of ledger.ingest(known(), {
            kind: 'import',
            laterStories: flags.laterStories === true,
          })) {
            if (receipt.outcome === 'unchanged') found.unchanged += 1;
            else found.kept += receipt.events;
            progress.step(found.kept);
          }
        } catch (error) {
          if (!(error instanceof ChanceryError) || error.code !== 'bad_input') throw error;
          found.wrong += 1;
          process.stderr.write(`chancery: ${error.message}\n`);
        }
      }
      progress.end();
      if (found.bad > shownBad) process.stderr.write(`chancery: ${found.bad - shownBad} more lines left out\n`);
      const parts = [
        `${found.kept} events kept`,
        `${found.unchanged} documents held already`,
        ...(found.beyond > 0 ? [`${found.beyond} left out of codes that PLOVER has no type for`] : []),
        ...(found.bad > 0 ? [`${found.bad} lines left out`] : []),
        ...(found.wrong > 0 ? [`${found.wrong} files not read`] : []),
      ];
      process.stderr.write(`${parts.join(', ')}\n`);
      if (layout === 'csv')
        process.stderr.write(
          'A CSV file has no later tellings, explanations and quotations of its events, and not where parties stand: import JSONL or Parquet to have them.\n',
        );
      if (found.bad > 0 || found.wrong > 0) process.exitCode = 1;
    },
    { create: true, write: true },
  );
}
