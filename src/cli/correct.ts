import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import type { LedgerCorrection } from '../ledger/ledger.js';
import { showCorrection } from './ask-ledger.js';
import { type OutputFlags, writeItems } from './output-rows.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface Flags extends LedgerFlags, OutputFlags {
  readonly field?: string;
  readonly value?: string;
  readonly author?: string;
  readonly reason?: string;
  readonly undo?: string;
  readonly document?: string;
}

/** `chancery correct`, `corrections` and `forget` */
export function addCorrections(program: Command): void {
  withLedgerFlag(program.command('correct').argument('[event]', 'event id; none for a relation'))
    .description(
      'Change a field of an event, reject it, merge or split its story, or set a relation; kept through every new coding.',
    )
    .option('--field <name>', 'type, status, sources.0.actor, place, …; or reject, merge, split, relation')
    .option('--value <json>', 'the new value, as JSON or plain words; for merge and split the other event')
    .option('--author <name>', 'who says so (CHANCERY_AUTHOR)')
    .option('--reason <text>', 'why')
    .option('--undo <id>', 'take a correction back')
    .addHelpText(
      'after',
      '\nExample:\n  chancery correct 3f2a… --field type --value REJECT --author me --reason "no blame is laid"',
    )
    .action(runCorrect);
  withLedgerFlag(program.command('corrections').argument('[what]', '`export` writes them as gold cases'))
    .description('The corrections, newest first.')
    .option('--document <id>', 'of one document')
    .option('--format <name>', 'text, jsonl, json or csv')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', '\nExample:\n  chancery corrections export -o gold.jsonl')
    .action(runCorrections);
  withLedgerFlag(program.command('forget').argument('<document>', 'document id'))
    .description('Remove a document, its text and what follows from it, for good.')
    .option('--author <name>', 'who says so (CHANCERY_AUTHOR)')
    .option('--reason <text>', 'why')
    .addHelpText('after', '\nExample:\n  chancery forget 8c1d… --author me --reason "asked by the publisher"')
    .action(runForget);
}

function said(flags: Flags): { readonly author: string; readonly reason: string } {
  const author = flags.author ?? process.env.CHANCERY_AUTHOR;
  if (!author) throw new ChanceryError('usage', 'who says so? --author is missing');
  if (!flags.reason) throw new ChanceryError('usage', 'why? --reason is missing');
  return { author, reason: flags.reason };
}

async function runCorrect(event: string | undefined, flags: Flags): Promise<void> {
  await useLedger(
    flags,
    async (ledger) => {
      if (flags.undo !== undefined) {
        process.stdout.write(`${showCorrection(await ledger.undo(flags.undo)).trim()}\n`);
        return;
      }
      if (flags.field === undefined) throw new ChanceryError('usage', 'what is to change? --field is missing');
      const correction = await ledger.correct({
        ...(event === undefined ? {} : { event }),
        field: flags.field,
        value: jsonOrWords(flags.value),
        ...said(flags),
      });
      process.stdout.write(`${showCorrection(correction).trim()}\n`);
    },
    { write: true },
  );
}

function jsonOrWords(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function runCorrections(what: string | undefined, flags: Flags): Promise<void> {
  if (what !== undefined && what !== 'export')
    throw new ChanceryError('usage', `unknown: corrections ${what} (export)`);
  await useLedger(flags, async (ledger) => {
    if (what === 'export') {
      const { goldCases } = await import('../ledger/gold-cases.js');
      await writeItems(await goldCases(ledger), { ...flags, format: 'jsonl' }, { head: [], cells: () => [], none: '' });
      return;
    }
    const corrections = await ledger.corrections(flags.document === undefined ? {} : { document: flags.document });
    await writeItems(corrections, flags, {
      head: ['id', 'document', 'field', 'old', 'new', 'author', 'time', 'reason', 'undone', 'applied'],
      cells: (each: LedgerCorrection) => [
        each.id,
        each.document,
        each.field,
        JSON.stringify(each.old),
        JSON.stringify(each.new),
        each.author,
        each.time,
        each.reason,
        each.undone,
        String(each.applied),
      ],
      text: (all) => all.map(showCorrection).join('\n'),
      none: 'no corrections',
    });
  });
}

async function runForget(document: string, flags: Flags): Promise<void> {
  const given = said(flags);
  await useLedger(
    flags,
    async (ledger) => {
      const { events } = await ledger.forget(document, given);
      process.stdout.write(`forgot ${document}: its text and ${events} events are gone\n`);
    },
    { write: true },
  );
}
