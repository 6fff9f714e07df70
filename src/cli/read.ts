import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import type { Format, ReadItem, ReadSettings } from '../read/read-item.js';

interface ReadFlags {
  readonly date?: string;
  readonly output?: string;
  readonly explain?: boolean;
  readonly input?: string;
  readonly allowPrivate?: boolean;
  readonly nearDuplicates?: boolean;
  readonly follow?: boolean;
  readonly textField?: string;
  readonly titleField?: string;
  readonly dateField?: string;
  readonly idField?: string;
  readonly urlField?: string;
  readonly publisherField?: string;
  readonly languageField?: string;
}

/** `chancery read INPUT…` */
export function addRead(program: Command): void {
  program
    .command('read')
    .description('Turn pages, feeds, archives, exports, PDF and plain text into documents, one JSON object a line.')
    .argument('<input...>', 'files, globs, folders, web addresses, or - for standard input')
    .option('--date <day>', 'publication date of inputs that have none, YYYY-MM-DD')
    .option('--explain', 'show what was recognised, removed and decided')
    .option(
      '--input <format>',
      'what the inputs hold, in place of what they look like: text, html, feed, jsonl, csv, …',
    )
    .option('--text-field <name>', 'column that holds the text')
    .option('--title-field <name>', 'column that holds the title')
    .option('--date-field <name>', 'column that holds the publication date')
    .option('--id-field <name>', 'column that holds the id')
    .option('--url-field <name>', 'column that holds the address')
    .option('--publisher-field <name>', 'column that holds the publisher')
    .option('--language-field <name>', 'column that holds the language')
    .option('--near-duplicates', 'tie copies of one text together: `near` names the earliest and how alike they are')
    .option('--follow', 'read the linked pages of short items also of feeds in files')
    .option('--no-follow', 'take the text of feeds alone, also of feeds from the web')
    .option('--allow-private', 'fetch also from private and loopback addresses')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', "\nExample:\n  chancery read article.html feed.xml 'exports/*.csv' --explain")
    .action(runRead);
}

async function runRead(inputs: readonly string[], flags: ReadFlags): Promise<void> {
  const { readInputs } = await import('../read/read-inputs.js');
  const { formats } = await import('../read/read-item.js');
  if (flags.date !== undefined && !/^\d{4}-\d{2}-\d{2}/.test(flags.date))
    throw new ChanceryError('usage', `not a date (YYYY-MM-DD): ${flags.date}`);
  const input = formats.find((format) => format === flags.input);
  if (flags.input !== undefined && input === undefined)
    throw new ChanceryError('usage', `unknown input: ${flags.input} (one of ${formats.join(', ')})`);
  const out = flags.output === undefined ? process.stdout : createWriteStream(flags.output);
  out.on('error', (error: NodeJS.ErrnoException) => {
    process.stderr.write(error.code === 'EPIPE' ? '' : `chancery: cannot write: ${error.message}\n`);
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  const failures: string[] = [];
  const twins = flags.nearDuplicates ? (await import('../read/near-duplicates.js')).openNearDuplicates() : null;
  for await (const item of readInputs(inputs, settingsOf(flags, input))) {
    if (item.kind === 'failure') failures.push(`${item.from}: ${item.message}`);
    else {
      const near = twins?.add(item.from, item.doc.text);
      const line = { ...shown(item, flags.explain === true), ...(near ? { near } : {}) };
      if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
    }
  }
  if (out !== process.stdout) await new Promise((done) => (out as ReturnType<typeof createWriteStream>).end(done));
  for (const failure of failures) process.stderr.write(`chancery: ${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
}

function settingsOf(flags: ReadFlags, input: Format | undefined): ReadSettings {
  const given = {
    text: flags.textField,
    title: flags.titleField,
    date: flags.dateField,
    id: flags.idField,
    uri: flags.urlField,
    publisher: flags.publisherField,
    language: flags.languageField,
  };
  const fields = Object.fromEntries(Object.entries(given).filter((entry) => entry[1] !== undefined));
  return {
    ...(flags.date ? { date: flags.date } : {}),
    ...(input ? { input } : {}),
    ...(flags.allowPrivate ? { allowPrivate: true } : {}),
    ...(flags.follow === undefined ? {} : { follow: flags.follow }),
    fields,
  };
}

/** Without `--explain` a line is the document and where it came from; with it, how it was read as well. */
function shown(item: Extract<ReadItem, { kind: 'document' }>, explain: boolean): object {
  const { doc, from, reading } = item;
  if (explain) return { from, ...doc, reading: reading ?? null };
  return { from, ...doc };
}
