import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import { type EventFlags, eventFilter, withEventFlags } from './event-flags.js';
import { relationColumns } from './relations.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface Flags extends EventFlags, LedgerFlags {
  readonly format?: string;
  readonly output?: string;
  readonly text: boolean;
  readonly relations?: boolean;
  readonly lake?: string;
}

/** `chancery export` */
export function addExport(program: Command): void {
  withEventFlags(withLedgerFlag(program.command('export')))
    .description('Write events or relations to a file, in the layouts of the field, with a manifest beside it.')
    .option('--format <name>', 'jsonl, csv, parquet, plover, polecat, gdelt or icews', 'jsonl')
    .option('--relations', 'relations in place of events (jsonl or csv)')
    .option('--lake <folder>', 'a lake as the Spark job writes it: Parquet by month, which `ingest` takes back')
    .option('--no-text', 'leave out the words of the articles')
    .option('-o, --output <file>', 'the file; standard output when left out (not for parquet)')
    .addHelpText('after', '\nExample:\n  chancery export --format parquet --from 2025-01-01 -o events.parquet')
    .action(runExport);
}

async function runExport(flags: Flags): Promise<void> {
  const filter = eventFilter(flags);
  const format = flags.format ?? 'jsonl';
  const { allEvents, eventLines, exportFormats, exportManifest, headLine, withoutText } = await import(
    '../ledger/export-events.js'
  );
  const lined = exportFormats.find((each) => each === format);
  if (!lined && format !== 'parquet')
    throw new ChanceryError('usage', `unknown format: ${format} (one of ${exportFormats.join(', ')}, parquet)`);
  if (format === 'parquet' && flags.output === undefined) throw new ChanceryError('usage', 'parquet needs --output');
  if (flags.relations && lined !== 'jsonl' && lined !== 'csv')
    throw new ChanceryError('usage', `relations are written as jsonl or csv: ${format}`);
  if (flags.lake !== undefined && (flags.output !== undefined || flags.relations || flags.format === 'parquet'))
    throw new ChanceryError('usage', '--lake goes without --output, --format and --relations');
  await useLedger(flags, async (ledger) => {
    const { openLines } = await import('./write-rows.js');
    const { csvLine } = await import('../layouts/flat-row.js');
    let count = 0;
    const coded = (event: Awaited<ReturnType<typeof ledger.event>>) => ({
      doc: { ...event.document, language: null, text: null },
      events: [flags.text ? event : withoutText(event)],
    });
    if (flags.lake !== undefined) {
      const { writeLake } = await import('../ledger/write-lake.js');
      async function* lines() {
        for await (const events of allEvents(ledger, filter))
          yield events.flatMap((event) => eventLines('jsonl', coded(event)));
      }
      const rows = await writeLake(flags.lake, lines());
      const manifest = await exportManifest(ledger, filter, { format: 'lake', events: rows, text: flags.text });
      await writeFile(join(flags.lake, '_manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
      process.stderr.write(`${rows} events to ${flags.lake}\n`);
      return;
    }
    if (flags.relations) {
      const relations = await ledger.relations({
        all: true,
        ...(filter.actor ? { actor: filter.actor } : {}),
        ...(filter.asOf ? { asOf: filter.asOf } : {}),
        ...(filter.knownOn ? { knownOn: filter.knownOn } : {}),
      });
      const out = openLines(flags.output);
      if (lined === 'csv') await out.line(csvLine(relationColumns.head));
      for (const relation of relations)
        await out.line(lined === 'csv' ? csvLine(relationColumns.cells(relation)) : JSON.stringify(relation));
      count = relations.length;
      await out.end();
    } else if (!lined) {
      const { parquetRows, writeParquet } = await import('../ledger/write-parquet.js');
      async function* batches() {
        for await (const events of allEvents(ledger, filter))
          yield events.flatMap((event) => parquetRows(coded(event)));
      }
      count = await writeParquet(flags.output ?? '', batches());
    } else {
      const out = openLines(flags.output);
      const head = headLine(lined);
      if (head !== null) await out.line(head);
      for await (const events of allEvents(ledger, filter)) {
        for (const event of events) for (const line of eventLines(lined, coded(event))) await out.line(line);
        count += events.length;
      }
      await out.end();
    }
    if (flags.output === undefined) return;
    const manifest = await exportManifest(ledger, filter, { format, events: count, text: flags.text });
    await writeFile(`${flags.output}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
    process.stderr.write(`${count} ${flags.relations ? 'relations' : 'events'} to ${flags.output}\n`);
  });
}
