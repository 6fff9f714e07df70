import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import type { SampledUnit } from '../evaluate/sample-sheet.js';

/** `chancery sample INPUT…` */
export function addSample(program: Command): void {
  program
    .command('sample')
    .description(
      'Draw a stratified random sample of coded sentences, a sheet for a person to judge; `chancery evaluate` reads it back.',
    )
    .argument('<input...>', 'files, folders, or - for standard input')
    .option('--size <number>', 'rows to draw', '200')
    .option('--seed <text>', 'the draw depends on it', 'chancery')
    .option('--date <day>', 'publication date of texts that have none, YYYY-MM-DD')
    .option('-o, --output <file>', 'write the sheet to a file')
    .addHelpText('after', '\nExample:\n  chancery sample articles/ --size 200 -o sheet.tsv')
    .action(runSample);
}

async function runSample(
  inputs: readonly string[],
  flags: { readonly size: string; readonly seed: string; readonly date?: string; readonly output?: string },
): Promise<void> {
  const size = Number(flags.size);
  if (!Number.isInteger(size) || size < 1) throw new ChanceryError('usage', `not a number of rows: ${flags.size}`);
  const { openCoder } = await import('../events/open-coder.js');
  const { readInputs } = await import('../read/read-inputs.js');
  const { drawSample, sheetColumns } = await import('../evaluate/sample-sheet.js');
  const coder = await openCoder();
  const units: SampledUnit[] = [];
  for await (const item of readInputs(inputs, flags.date ? { date: flags.date } : {})) {
    if (item.kind === 'failure') {
      process.stderr.write(`chancery: ${item.from}: ${item.message}\n`);
      process.exitCode = 1;
      continue;
    }
    const { events, sentences } = await coder.read(item.doc);
    for (const event of events) units.push({ doc: item.doc, sentence: event.sentence, event });
    const told = new Set(events.map((event) => event.sentence.start));
    for (const { span } of sentences)
      if (!told.has(span.start)) units.push({ doc: item.doc, sentence: span, event: null });
  }
  await coder.close();
  const lines = [sheetColumns.join('\t'), ...drawSample(units, size, flags.seed).map((row) => row.join('\t'))];
  const sheet = `${lines.join('\n')}\n`;
  if (flags.output === undefined) process.stdout.write(sheet);
  else await writeFile(flags.output, sheet);
}
