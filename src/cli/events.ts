import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import { painter } from './colours.js';
import { type EventFlags, eventFilter, withEventFlags, withPageFlags } from './event-flags.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface Flags extends EventFlags, LedgerFlags {
  readonly by?: string;
  readonly format?: string;
  readonly output?: string;
}

/** `chancery events` */
export function addEvents(program: Command): void {
  const command = program.command('events').description('Events of the ledger, or their counts.');
  withPageFlags(withEventFlags(withLedgerFlag(command)))
    .option(
      '--by <keys>',
      'count by type, mode, context, quad, status, actor, pair, country, place, publisher, day, week, month or year',
    )
    .option('--format <name>', 'text, jsonl, json or csv', 'text')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', '\nExample:\n  chancery events --actor MLI --from 2025-01-01 --by type,month')
    .action(runEvents);
}

async function runEvents(flags: Flags): Promise<void> {
  const filter = eventFilter(flags);
  const format = flags.format ?? 'text';
  if (!['text', 'jsonl', 'json', 'csv'].includes(format)) throw new ChanceryError('usage', `unknown format: ${format}`);
  const { openLines, textTable } = await import('./write-rows.js');
  const { csvLine, flatColumns, flatRows, oneLine } = await import('../layouts/flat-row.js');
  const { eventLine } = await import('./show-events.js');
  await useLedger(flags, async (ledger) => {
    if (flags.by !== undefined) {
      const keys = flags.by.split(',').map((key) => key.trim()) as Parameters<typeof ledger.counts>[0];
      const rows = await ledger.counts(keys, filter);
      const out = openLines(flags.output);
      if (format === 'json') await out.line(JSON.stringify(rows, null, 2));
      else if (format === 'jsonl') for (const row of rows) await out.line(JSON.stringify(row));
      else {
        const head = [...keys, 'events', 'documents'];
        const cells = rows.map((row) => [...row.values, row.events, row.documents]);
        if (format === 'text') await out.line(textTable(head, cells));
        else for (const line of [head, ...cells]) await out.line(csvLine(line));
      }
      await out.end();
      return;
    }
    const page = await ledger.events(filter);
    const out = openLines(flags.output);
    const paint = painter(out.terminal ? process.stdout : {});
    if (format === 'json') await out.line(JSON.stringify({ items: page.items, next: page.next }, null, 2));
    if (format === 'csv') await out.line(csvLine([...flatColumns]));
    for (const event of page.items) {
      if (format === 'jsonl') await out.line(JSON.stringify(event));
      if (format === 'csv') {
        const doc = { ...event.document, language: null, text: null };
        for (const row of flatRows({ doc, events: [event] }))
          await out.line(csvLine(flatColumns.map((name) => row[name])));
      }
      if (format === 'text') {
        await out.line(eventLine(event, paint));
        const from = [event.document.publisher, event.document.published?.slice(0, 10), event.id]
          .filter(Boolean)
          .join(', ');
        await out.line(paint(`    ${[oneLine(event.sentence.text), `(${from})`].filter(Boolean).join(' ')}`, 'dim'));
      }
    }
    if (format === 'text') {
      if (page.items.length === 0) await out.line('no events');
      if (page.next) await out.line(paint(`more: --cursor ${page.next}`, 'dim'));
    }
    await out.end();
  });
}
