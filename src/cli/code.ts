import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { ChanceryError, messageOf } from '../errors.js';
import { referenceOf } from '../layouts/coded-document.js';
import type { ReadItem } from '../read/read-inputs.js';
import { type Event, shownStatuses, statuses } from '../records/event.js';
import { painter } from './colours.js';
import { isOtherLanguage } from './other-language.js';
import { showProgress } from './progress.js';
import { openLines } from './write-rows.js';

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
  readonly workers?: string;
}

/** `chancery code INPUT…` */
export function addCode(program: Command): void {
  program
    .command('code')
    .description('Code the events of texts: who did what to whom, claimed by whom, planned or done, when and where.')
    .argument('<input...>', 'files, folders, or - for standard input')
    .option('--date <day>', 'publication date of texts that have none, YYYY-MM-DD')
    .option('--format <name>', 'text for reading, jsonl, json, csv, parquet, plover, polecat, gdelt or icews')
    .option('-o, --output <file>', 'write to a file')
    .option('--min-confidence <number>', 'leave out events under this confidence, 0 to 1')
    .option('--status <list>', 'statuses to show, joined by commas, or all')
    .option('--codebook <folder>', 'codebook to use in place of the shipped one')
    .option('--explain', 'show why each field is what it is')
    .option('--receipts', 'one line for each document also where it has no event')
    .option('--input <kind>', 'what standard input holds: text or jsonl')
    .option('--workers <number>', 'documents coded at a time (default: one a core)')
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
  const { eventLines, exportFormats, headLine } = await import('../ledger/export-events.js');
  const layout = exportFormats.find((each) => each === format && each !== 'jsonl') ?? null;
  if (layout === null && !['text', 'jsonl', 'json', 'parquet'].includes(format))
    throw new ChanceryError(
      'usage',
      `unknown format: ${format} (one of text, json, ${exportFormats.join(', ')}, parquet)`,
    );
  if (format === 'parquet' && flags.output === undefined) throw new ChanceryError('usage', 'parquet needs --output');
  const shown = shownBy(flags.status);
  const workers = flags.workers === undefined ? availableParallelism() : Number(flags.workers);
  if (!Number.isInteger(workers) || workers < 1)
    throw new ChanceryError('usage', `workers must be a whole number from 1: ${flags.workers}`);
  const { openCoderPool } = await import('../events/coder-pool.js');
  const { inOrder } = await import('../events/in-order.js');
  const { readInputs } = await import('../read/read-inputs.js');
  const { showEvents } = await import('./show-events.js');
  const coder = openCoderPool({
    workers,
    ...(minConfidence === undefined ? {} : { minConfidence }),
    ...(flags.codebook === undefined ? {} : { codebook: flags.codebook }),
  });
  const out = openLines(format === 'parquet' ? undefined : flags.output);
  const parquet = format === 'parquet' ? await import('../ledger/write-parquet.js') : null;
  const table = parquet && flags.output !== undefined ? await parquet.openParquet(flags.output) : null;
  const paint = painter(flags.output === undefined ? process.stdout : {});
  const failures = failureList();
  const languages = new Map<string, number>();
  const counts = new Map<string, number>();
  const progress = showProgress('documents', null);
  let done = 0;
  let written = 0;
  const items = readInputs(inputs, {
    ...(flags.date ? { date: flags.date } : {}),
    ...(flags.input ? { input: flags.input } : {}),
  });
  const answerOf = async (item: ReadItem): Promise<Answer> => {
    if (item.kind === 'failure') return { kind: 'failed', code: item.code, message: item.message };
    const { doc } = item;
    if (isOtherLanguage(doc)) return { kind: 'other-language', language: doc.language ?? '' };
    const events = await coder.code(doc);
    return { kind: 'coded', events: events.filter((event) => shown.has(event.status)) };
  };
  try {
    await coder.version();
    const head = layout === null ? null : headLine(layout);
    if (head !== null) await out.line(head);
    for await (const { item, answer } of inOrder(items, workers, answerOf)) {
      const document = item.kind === 'failure' ? { id: item.id, from: item.from } : referenceOf(item.doc);
      const result = await answer.catch(failureOf);
      if (result.kind === 'failed') {
        failures.add(`${item.from}: ${result.message}`);
        const { code, message } = result;
        if (format === 'jsonl') await out.line(JSON.stringify({ document, error: { code, message } }));
      } else if (result.kind === 'other-language') {
        languages.set(result.language, (languages.get(result.language) ?? 0) + 1);
        const skipped = `language not read yet: ${result.language}`;
        if (format === 'jsonl') await out.line(JSON.stringify({ document, events: 0, skipped }));
      } else {
        for (const { type } of result.events) counts.set(type, (counts.get(type) ?? 0) + 1);
        if (format === 'text' && item.kind === 'document')
          await out.line(showEvents(item.doc, result.events, { paint, explain: flags.explain === true }));
        if (item.kind === 'document' && layout !== null)
          for (const line of eventLines(layout, { doc: item.doc, events: result.events })) await out.line(line);
        if (item.kind === 'document' && table)
          await table.add(parquet?.parquetRows({ doc: item.doc, events: result.events }) ?? []);
        for (const event of format === 'jsonl' || format === 'json' ? result.events : []) {
          const line = JSON.stringify({ document, ...event });
          await out.line(format === 'json' ? `${written++ === 0 ? '[' : ','}${line}` : line);
        }
        if (format === 'jsonl' && flags.receipts && result.events.length === 0)
          await out.line(JSON.stringify({ document, events: 0 }));
      }
      progress.step(++done);
    }
    if (format === 'json') await out.line(written === 0 ? '[]' : ']');
    if (format === 'text' && done > failures.count()) await out.line(summary(counts));
    if (done === 0) process.stderr.write('chancery: nothing to code: no document on standard input\n');
    await out.end();
    await table?.end();
  } finally {
    table?.close();
    progress.end();
    await coder.close();
  }
  for (const [language, count] of languages)
    process.stderr.write(`chancery: ${count} not coded, language not read yet: ${language}\n`);
  failures.print();
}

type Answer =
  | { readonly kind: 'coded'; readonly events: readonly Event[] }
  | { readonly kind: 'other-language'; readonly language: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

function failureOf(error: unknown): Answer {
  return {
    kind: 'failed',
    code: error instanceof ChanceryError ? error.code : 'bad_input',
    message: messageOf(error),
  };
}

/** Failures that are named at the end; the rest are counted, so that memory does not grow with them. */
const namedFailures = 100;

interface FailureList {
  readonly add: (text: string) => void;
  readonly count: () => number;
  readonly print: () => void;
}

function failureList(): FailureList {
  const named: string[] = [];
  let count = 0;
  return {
    add: (text) => {
      count += 1;
      if (named.length < namedFailures) named.push(text);
    },
    count: () => count,
    print: () => {
      for (const text of named) process.stderr.write(`chancery: ${text}\n`);
      if (count > named.length) process.stderr.write(`chancery: ${count - named.length} more failed\n`);
      if (count > 0) process.exitCode = 1;
    },
  };
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
