import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { ChanceryError, messageOf } from '../errors.js';
import type { Party } from '../records/party.js';
import { painter } from './colours.js';

interface WhoFlags {
  readonly date?: string;
  readonly context?: string;
  readonly batch?: string;
  readonly unknown?: readonly string[];
  readonly dictionary?: readonly string[];
  readonly format?: string;
  readonly output?: string;
}

/** `chancery who "PHRASE"` */
export function addWho(program: Command): void {
  program
    .command('who')
    .description('Say who a phrase means on a day: country, sector, name, office, and why.')
    .argument('[phrase...]', 'the words to resolve')
    .option('--date <day>', 'the day of the text, YYYY-MM-DD')
    .option('--context <words>', 'words around the phrase, or the country that the text is about')
    .option(
      '--batch <file>',
      'a tab-separated file with columns text, context, date; answers are appended as out_ columns',
    )
    .option('--unknown <input...>', 'list the most frequent names in these texts that the dictionary does not have')
    .option('--dictionary <file...>', 'your own dictionary files or folders, which win over the shipped one')
    .option('--format <name>', 'text or json')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', '\nExample:\n  chancery who "the Malian defence minister" --date 2025-08-14')
    .action(runWho);
}

const shownUnknown = 50;
const day = /^\d{4}-\d{2}-\d{2}$/;

async function runWho(words: readonly string[], flags: WhoFlags): Promise<void> {
  const phrase = words.join(' ');
  if (flags.date !== undefined && !day.test(flags.date)) {
    throw new ChanceryError('usage', `not a date (YYYY-MM-DD): ${flags.date}`);
  }
  if (flags.format !== undefined && flags.format !== 'text' && flags.format !== 'json') {
    throw new ChanceryError('usage', `unknown format: ${flags.format} (text or json)`);
  }
  const { openActors } = await import('../actors/open-actors.js');
  const actors = openActors(flags.dictionary === undefined ? {} : { dictionaries: flags.dictionary });
  const print = (text: string) => writeAll(flags.output, text);
  if (flags.batch !== undefined) return print(await answerBatch(flags.batch, flags, actors));
  if (flags.unknown !== undefined) return print(await listUnknown(flags.unknown, actors));
  if (phrase.trim() === '') throw new ChanceryError('usage', 'nothing to resolve: give a phrase, --batch or --unknown');
  const party = actors.resolvePhrase(phrase, { date: flags.date ?? today(), context: flags.context ?? null });
  await print(flags.format === 'json' ? `${JSON.stringify(party)}\n` : describe(party, flags.output === undefined));
}

const today = () => new Date().toISOString().slice(0, 10);

async function writeAll(path: string | undefined, text: string): Promise<void> {
  const out = path === undefined ? process.stdout : createWriteStream(path);
  await new Promise<void>((resolve, reject) => {
    out.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EPIPE' && out === process.stdout) process.exit(0);
      reject(new ChanceryError('bad_input', `cannot write: ${messageOf(cause)}`, { cause }));
    });
    if (out === process.stdout) out.write(text, () => resolve());
    else out.end(text, () => resolve());
  });
}

function describe(party: Party, toTerminal: boolean): string {
  const paint = painter(toTerminal ? process.stdout : {});
  const line = (label: string, value: string | null) => (value ? `  ${paint(label.padEnd(8), 'dim')} ${value}\n` : '');
  const head =
    party.basis === 'unknown'
      ? paint('unknown', 'yellow')
      : paint(party.name ?? party.actor ?? party.span.text, 'bold');
  const members = party.members.map((member) => `${member.name ?? member.actor ?? member.country ?? '?'}`).join('; ');
  return (
    `${head}\n` +
    line('country', party.country) +
    line('sector', party.sectors.join(' ')) +
    line('office', party.office) +
    line('actor', party.actor) +
    line('members', members) +
    line('basis', party.basis) +
    line('because', party.explanation)
  );
}

const batchColumns = ['country', 'sector', 'sector2', 'name', 'office', 'actor', 'basis', 'explanation'] as const;

type OpenedActors = Awaited<ReturnType<typeof importActors>>;
const importActors = async () => (await import('../actors/open-actors.js')).openActors();

async function answerBatch(path: string, flags: WhoFlags, actors: OpenedActors): Promise<string> {
  if (!existsSync(path)) throw new ChanceryError('usage', `no such file: ${path}`);
  const { readPhraseTable } = await import('../actors/phrase-table.js');
  const table = readPhraseTable(readFileSync(path, 'utf8'));
  if (!table.columns.includes('text')) throw new ChanceryError('bad_input', `no column text: ${path}`);
  const clean = (value: string | null | undefined) => (value ?? '').replace(/[\t\r\n]+/g, ' ');
  const lines = [[...table.columns, ...batchColumns.map((column) => `out_${column}`)].join('\t')];
  for (const row of table.rows) {
    const date = row.date && day.test(row.date) ? row.date : (flags.date ?? today());
    const party = actors.resolvePhrase(row.text ?? '', { date, context: row.context || flags.context || null });
    const answers = [
      party.country,
      party.sectors[0],
      party.sectors[1],
      party.name,
      party.office,
      party.actor,
      party.basis,
      party.explanation,
    ];
    lines.push([...table.columns.map((column) => clean(row[column])), ...answers.map(clean)].join('\t'));
  }
  return `${lines.join('\n')}\n`;
}

async function listUnknown(inputs: readonly string[], actors: OpenedActors): Promise<string> {
  const { readInputs } = await import('../read/read-inputs.js');
  const counts = new Map<string, { count: number; context: string }>();
  const failures: string[] = [];
  for await (const item of readInputs(inputs, {})) {
    if (item.kind === 'failure') {
      failures.push(`${item.from}: ${item.message}`);
      continue;
    }
    for (const { name, context } of actors.document(item.doc, []).unknown) {
      const known = counts.get(name);
      if (known) known.count += 1;
      else counts.set(name, { count: 1, context });
    }
  }
  for (const failure of failures) process.stderr.write(`chancery: ${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
  const sorted = [...counts].sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1)).slice(0, shownUnknown);
  return `count\tname\tcontext\n${sorted.map(([name, { count, context }]) => `${count}\t${name.replace(/\s+/g, ' ')}\t${context}\n`).join('')}`;
}
