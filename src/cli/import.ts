import { createReadStream, createWriteStream, existsSync, mkdirSync, type WriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';

interface ImportFlags {
  readonly from: string;
  readonly output: string;
}

const kinds = ['followthemoney', 'wikidata', 'petrarch'] as const;
const shownBad = 20;

/** `chancery import FILE --from KIND` */
export function addImport(program: Command): void {
  program
    .command('import')
    .description(
      'Turn an actor list into dictionary files of your own: FollowTheMoney JSON lines, Wikidata results, PETRARCH.',
    )
    .argument('<file...>', 'files to read (.gz too)')
    .requiredOption('--from <kind>', kinds.join(', '))
    .option('-o, --output <folder>', 'folder for the dictionary files', 'actors')
    .addHelpText(
      'after',
      '\nExample:\n  chancery import peps.ftm.json --from followthemoney -o actors\n  CHANCERY_ACTORS=actors chancery who "Jane Roe"',
    )
    .action(runImport);
}

async function runImport(files: readonly string[], flags: ImportFlags): Promise<void> {
  const kind = kinds.find((one) => one === flags.from);
  if (kind === undefined) throw new ChanceryError('usage', `unknown kind: ${flags.from} (${kinds.join(', ')})`);
  for (const file of files) if (!existsSync(file)) throw new ChanceryError('usage', `no such file: ${file}`);
  const { lineOf } = await import('../actors/import-rows.js');
  mkdirSync(flags.output, { recursive: true });
  let bad = 0;
  for (const file of files) {
    const name = basename(file)
      .replace(/\.gz$/, '')
      .replace(/\.[^.]*$/, '');
    const people = sheet(join(flags.output, `${name}.people.tsv`), [
      'name',
      'aliases',
      'country',
      'office',
      'sectors',
      'from',
      'to',
      'id',
    ]);
    const actors = sheet(join(flags.output, `${name}.actors.tsv`), [
      'id',
      'name',
      'aliases',
      'country',
      'sectors',
      'from',
      'to',
    ]);
    const roles = sheet(join(flags.output, `${name}.roles.tsv`), ['words', 'kind', 'sectors', 'slug']);
    const report = (line: number, why: string) => {
      bad += 1;
      if (bad <= shownBad) process.stderr.write(`chancery: ${file}:${line}: ${why}; left out\n`);
    };
    const sink = {
      person: (row: Parameters<typeof lineOf>[0]) => people.write(lineOf(row, people.columns)),
      actor: (row: Parameters<typeof lineOf>[0]) => actors.write(lineOf(row, actors.columns)),
      role: (words: string, sectors: string) => roles.write([words, 'people', sectors, ''].join('\t')),
      bad: report,
    };
    const drained = async () => {
      for (const one of [people, actors, roles]) await one.drained();
    };
    const lines = () => linesOf(file, drained);
    if (kind === 'followthemoney')
      await (await import('../actors/import-follow-the-money.js')).importFollowTheMoney(lines, sink);
    else if (kind === 'wikidata')
      await (await import('../actors/import-wikidata.js')).importWikidata(() => chunksOf(file, drained), sink);
    else await (await import('../actors/import-petrarch.js')).importPetrarch(lines, sink);
    for (const one of [people, actors, roles]) await one.close();
    process.stdout.write(
      `${file}: ${people.count()} offices of people, ${actors.count()} other actors, ${roles.count()} roles\n`,
    );
  }
  if (bad > shownBad) process.stderr.write(`chancery: ${bad - shownBad} more lines left out\n`);
  if (bad > 0) process.exitCode = 1;
}

/** A dictionary file that is made with its first row. */
function sheet(path: string, columns: readonly string[]) {
  let out: WriteStream | null = null;
  let rows = 0;
  let full: Promise<void> | null = null;
  return {
    columns,
    count: () => rows,
    write(line: string | null) {
      if (line === null) return;
      if (out === null) {
        out = createWriteStream(path);
        out.write(`${columns.join('\t')}\n`);
      }
      rows += 1;
      const stream = out;
      if (!stream.write(`${line}\n`)) full ??= new Promise((resolve) => stream.once('drain', () => resolve()));
    },
    async drained() {
      if (full === null) return;
      await full;
      full = null;
    },
    close: () => new Promise<void>((resolve) => (out === null ? resolve() : out.end(() => resolve()))),
  };
}

/** A longer line is cut, so that it cannot be read and is named. */
const longestLine = 16_000_000;
const readAtOnce = 1 << 20;

async function* chunksOf(file: string, drained: () => Promise<void>): AsyncGenerator<string> {
  const bytes = createReadStream(file, { highWaterMark: readAtOnce });
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  const decoder = new StringDecoder('utf8');
  for await (const chunk of input) {
    await drained();
    yield decoder.write(chunk as Buffer);
  }
  yield decoder.end();
}

async function* linesOf(file: string, drained: () => Promise<void>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunksOf(file, drained)) {
    const lines = chunk.split('\n');
    for (const [index, piece] of lines.entries()) {
      if (rest.length < longestLine) rest += piece;
      if (index === lines.length - 1) continue;
      yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
      rest = '';
    }
  }
  if (rest !== '') yield rest;
}
