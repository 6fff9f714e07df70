import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import type { CodedDocument } from '../layouts/coded-document.js';
import type { ExportFormat } from '../ledger/export-events.js';
import type { LedgerEvent, LedgerRelation } from '../ledger/ledger.js';
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
    .option('--no-text', 'leave out the sentences and quotations of the articles')
    .option('-o, --output <file>', 'the file; standard output when left out (not for parquet)')
    .addHelpText('after', '\nExample:\n  chancery export --format parquet --from 2025-01-01 -o events.parquet')
    .action(runExport);
}

async function runExport(flags: Flags): Promise<void> {
  const filter = eventFilter(flags);
  const format = flags.format ?? 'jsonl';
  const { allEvents, eventLines, exportFormats, headLine, withoutText } = await import('../ledger/export-events.js');
  const { exportManifest, exportSpan } = await import('../ledger/export-manifest.js');
  const lined = exportFormats.find((each) => each === format);
  if (!lined && format !== 'parquet')
    throw new ChanceryError('usage', `unknown format: ${format} (one of ${exportFormats.join(', ')}, parquet)`);
  if (format === 'parquet' && flags.output === undefined) throw new ChanceryError('usage', 'parquet needs --output');
  if (flags.lake !== undefined && (flags.output !== undefined || flags.relations || flags.format === 'parquet'))
    throw new ChanceryError('usage', '--lake goes without --output, --format and --relations');
  if (flags.relations && lined !== 'jsonl' && lined !== 'csv')
    throw new ChanceryError('usage', `relations are written as jsonl or csv: ${format}`);
  const stray = flags.relations ? Object.keys(filter).find((name) => !relationFilters.has(name)) : undefined;
  if (stray !== undefined)
    throw new ChanceryError('usage', `--relations goes with --actor, --as-of and --known-on alone: ${stray}`);
  await useLedger(flags, async (ledger) => {
    const span = exportSpan();
    const what = flags.relations ? ('relations' as const) : ('events' as const);
    const manifest = async (path: string, named: string, rows: number): Promise<void> => {
      const facts = { settings: { format: named, what, text: flags.text }, rows, span };
      await writeFile(path, `${JSON.stringify(await exportManifest(ledger, filter, facts), null, 2)}\n`);
    };
    const coded = (event: LedgerEvent): CodedDocument => {
      span.see(event);
      const doc = { ...event.document, language: null, text: null };
      return { doc, events: [flags.text ? event : withoutText(event)] };
    };
    async function* pages<Row>(rowsOf: (event: LedgerEvent) => readonly Row[]): AsyncGenerator<readonly Row[]> {
      for await (const events of allEvents(ledger, filter)) yield events.flatMap(rowsOf);
    }
    if (flags.lake !== undefined) {
      const { writeLake } = await import('../ledger/write-lake.js');
      const rows = await writeLake(
        flags.lake,
        pages((event) => eventLines('jsonl', coded(event))),
      );
      await manifest(join(flags.lake, '_manifest.json'), 'lake', rows);
      process.stderr.write(`${rows} events to ${flags.lake}\n`);
      return;
    }
    let count = 0;
    if (!lined) {
      const { parquetRows, writeParquet } = await import('../ledger/write-parquet.js');
      count = await writeParquet(
        flags.output ?? '',
        pages((event) => parquetRows(coded(event))),
      );
    } else if (flags.relations) {
      count = await writeRelations(await ledger.relations({ all: true, ...filter }), lined, flags);
    } else {
      const { openLines } = await import('./write-rows.js');
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
    await manifest(`${flags.output}.manifest.json`, format, count);
    process.stderr.write(`${count} ${what} to ${flags.output}\n`);
  });
}

/** Filters of events that choose relations too. */
const relationFilters: ReadonlySet<string> = new Set(['actor', 'asOf', 'knownOn']);

async function writeRelations(
  relations: readonly LedgerRelation[],
  format: ExportFormat,
  { output, text }: Flags,
): Promise<number> {
  const { openLines } = await import('./write-rows.js');
  const { csvLine } = await import('../layouts/flat-row.js');
  const out = openLines(output);
  if (format === 'csv') await out.line(csvLine(relationColumns.head));
  for (const relation of relations) {
    const evidence = text ? relation.evidence : relation.evidence.map((each) => ({ ...each, sentence: '' }));
    await out.line(
      format === 'csv' ? csvLine(relationColumns.cells(relation)) : JSON.stringify({ ...relation, evidence }),
    );
  }
  await out.end();
  return relations.length;
}
