import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Command } from 'commander';
import { ChanceryError, messageOf } from '../errors.js';
import { type Event, shownStatuses, statuses } from '../records/event.js';
import { painter } from './colours.js';

interface CodeFlags {
  readonly date?: string;
  readonly format?: string;
  readonly output?: string;
  readonly minConfidence?: string;
  readonly codebook?: string;
  readonly explain?: boolean;
  readonly receipts?: boolean;
  readonly status?: string;
  readonly input?: string;
}

/** `chancery code INPUT…` */
export function addCode(program: Command): void {
  program
    .command('code')
    .description('Code the events of texts: who did what to whom, claimed by whom, planned or done, when and where.')
    .argument('<input...>', 'files, folders, or - for standard input')
    .option('--date <day>', 'publication date of texts that have none, YYYY-MM-DD')
    .option('--format <name>', 'jsonl, json, or text for reading')
    .option('-o, --output <file>', 'write to a file')
    .option('--min-confidence <number>', 'leave out events under this confidence, 0 to 1')
    .option('--status <list>', 'statuses to show, joined by commas, or all')
    .option('--codebook <folder>', 'codebook to use in place of the shipped one')
    .option('--explain', 'show why each field is what it is')
    .option('--receipts', 'one line for each document also where it has no event')
    .option('--input <kind>', 'what standard input holds: text or jsonl')
    .addHelpText('after', '\nExample:\n  chancery code article.txt --date 2025-08-14')
    .action(runCode);
}

async function runCode(inputs: readonly string[], flags: CodeFlags): Promise<void> {
  const minConfidence = flags.minConfidence === undefined ? undefined : Number(flags.minConfidence);
  if (minConfidence !== undefined && !(minConfidence >= 0 && minConfidence <= 1))
    throw new ChanceryError('usage', `confidence must be from 0 to 1: ${flags.minConfidence}`);
  if (flags.date !== undefined && !/^\d{4}-\d{2}-\d{2}/.test(flags.date))
    throw new ChanceryError('usage', `not a date (YYYY-MM-DD): ${flags.date}`);
  if (flags.input !== undefined && flags.input !== 'text' && flags.input !== 'jsonl')
    throw new ChanceryError('usage', `unknown input: ${flags.input} (text or jsonl)`);
  const format = flags.format ?? (process.stdout.isTTY === true || !inputs.includes('-') ? 'text' : 'jsonl');
  if (!['text', 'jsonl', 'json'].includes(format)) throw new ChanceryError('usage', `unknown format: ${format}`);
  const shown = shownBy(flags.status);
  const { openCoder } = await import('../events/open-coder.js');
  const { readInputs } = await import('../read/read-inputs.js');
  const { showEvents } = await import('./show-events.js');
  const coder = await openCoder({
    ...(minConfidence === undefined ? {} : { minConfidence }),
    ...(flags.codebook === undefined ? {} : { codebook: flags.codebook }),
  });
  const out = flags.output === undefined ? process.stdout : createWriteStream(flags.output);
  const paint = painter(out === process.stdout ? process.stdout : {});
  const write = async (line: string): Promise<void> => {
    if (!out.write(`${line}\n`)) await once(out, 'drain');
  };
  const failures: string[] = [];
  const all: unknown[] = [];
  const counts = new Map<string, number>();
  for await (const item of readInputs(inputs, {
    ...(flags.date ? { date: flags.date } : {}),
    ...(flags.input ? { input: flags.input } : {}),
  })) {
    const fail = async (code: string, message: string, document: unknown): Promise<void> => {
      failures.push(`${item.from}: ${message}`);
      if (format === 'jsonl') await write(JSON.stringify({ document, error: { code, message } }));
    };
    if (item.kind === 'failure') {
      await fail(item.code, item.message, { id: item.id, from: item.from });
      continue;
    }
    const { id, uri, published, publisher, title } = item.doc;
    const document = { id, uri, published, publisher, title };
    try {
      const events = (await coder.code(item.doc)).filter((event) => shown.has(event.status));
      for (const event of events) counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
      if (format === 'text') await write(showEvents(item.doc, events, { paint, explain: flags.explain === true }));
      else if (format === 'json') all.push(...events.map((event) => ({ document, ...event })));
      else {
        for (const event of events) await write(JSON.stringify({ document, ...event }));
        if (flags.receipts && events.length === 0) await write(JSON.stringify({ document, events: 0 }));
      }
    } catch (error) {
      await fail(error instanceof ChanceryError ? error.code : 'bad_input', messageOf(error), document);
    }
  }
  if (format === 'json') await write(JSON.stringify(all, null, 2));
  if (format === 'text') await write(summary(counts));
  if (out !== process.stdout) await new Promise((done) => (out as ReturnType<typeof createWriteStream>).end(done));
  await coder.close();
  for (const failure of failures) process.stderr.write(`chancery: ${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
}

function summary(counts: ReadonlyMap<string, number>): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const parts = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([type, count]) => `${type} ${count}`);
  return `${total} ${total === 1 ? 'event' : 'events'}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

function shownBy(list: string | undefined): ReadonlySet<Event['status']> {
  if (list === undefined) return new Set([...shownStatuses]);
  if (list === 'all') return new Set(statuses);
  const names = list.split(',').map((name) => name.trim());
  const known = statuses.filter((status) => names.includes(status));
  const unknown = names.find((name) => !statuses.some((status) => status === name));
  if (unknown !== undefined)
    throw new ChanceryError('usage', `unknown status: ${unknown} (one of ${statuses.join(', ')}, all)`);
  return new Set(known);
}
