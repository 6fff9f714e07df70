import type { Command } from 'commander';
import { ChanceryError, messageOf } from '../errors.js';
import type { CoderPool } from '../events/coder-pool.js';
import type { IngestItem, IngestReceipt, Ledger } from '../ledger/ledger.js';
import type { ReadItem } from '../read/read-inputs.js';
import type { Event } from '../records/event.js';
import { showProgress } from './progress.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface Flags extends LedgerFlags {
  readonly date?: string;
  readonly knownAt?: string;
  readonly recode?: boolean;
  readonly text: boolean;
  readonly minConfidence?: string;
  readonly codebook?: string;
  readonly input?: string;
  readonly receipts?: boolean;
  readonly follow?: boolean;
  readonly allowPrivate?: boolean;
}

/** `chancery ingest INPUT…` */
export function addIngest(program: Command): void {
  const command = program
    .command('ingest')
    .description('Code texts and keep them in the ledger; what it holds already is passed over.')
    .argument('<input...>', 'files, folders, web addresses, or - for standard input; or the lake of the Spark job');
  withLedgerFlag(command)
    .option('--date <day>', 'publication date of texts that have none, YYYY-MM-DD')
    .option('--known-at <time>', 'when the ledger came to know it: a date, a date-time, or `published`')
    .option('--recode', 'code again what an older version coded')
    .option('--no-text', 'keep the events without the articles’ text; search then finds titles alone')
    .option('--min-confidence <number>', 'leave out events under this confidence, 0 to 1')
    .option('--codebook <folder>', 'codebook to use in place of the shipped one')
    .option('--input <kind>', 'what standard input holds: text or jsonl')
    .option('--follow', 'read the linked pages of short items also of feeds in files')
    .option('--no-follow', 'take the text of feeds alone, also of feeds from the web')
    .option('--allow-private', 'fetch also from private and loopback addresses')
    .option('--receipts', 'one JSON line for each document that is on disk')
    .addHelpText('after', '\nExample:\n  chancery ingest reports/ --known-at published')
    .action(runIngest);
}

async function runIngest(inputs: readonly string[], flags: Flags): Promise<void> {
  const { bareDay, databaseTime } = await import('../ledger/days.js');
  if (flags.date !== undefined && bareDay(flags.date) === null)
    throw new ChanceryError('usage', `not a date (YYYY-MM-DD): ${flags.date}`);
  if (flags.knownAt !== undefined && flags.knownAt !== 'published') databaseTime(flags.knownAt);
  if (flags.input !== undefined && flags.input !== 'text' && flags.input !== 'jsonl')
    throw new ChanceryError('usage', `unknown input: ${flags.input} (text or jsonl)`);
  const minConfidence = flags.minConfidence === undefined ? undefined : Number(flags.minConfidence);
  if (minConfidence !== undefined && !(minConfidence >= 0 && minConfidence <= 1))
    throw new ChanceryError('usage', `confidence must be from 0 to 1: ${flags.minConfidence}`);
  await useLedger(
    flags,
    async (ledger) => {
      const { openCoderPool } = await import('../events/coder-pool.js');
      const { isLake, readLake } = await import('../ledger/read-lake.js');
      const coder = openCoderPool({
        ...(minConfidence === undefined ? {} : { minConfidence }),
        ...(flags.codebook === undefined ? {} : { codebook: flags.codebook }),
      });
      const failures: string[] = [];
      const outcomes = new Map<IngestReceipt['outcome'], number>();
      let events = 0;
      let done = 0;
      let copies = 0;
      const progress = showProgress('documents', null);
      const languages = new Map<string, number>();
      const [lake = ''] = inputs;
      const version = await coder.version().catch(async (error) => {
        await coder.close();
        throw error;
      });
      const coded =
        inputs.length === 1 && isLake(lake)
          ? readLake(lake)
          : codeItems(inputs, flags, { ledger, coder, version, failures, languages });
      const receipts = ledger.ingest(coded, {
        recode: flags.recode === true,
        noText: !flags.text,
        coder: version,
      });
      try {
        for await (const receipt of receipts) {
          outcomes.set(receipt.outcome, (outcomes.get(receipt.outcome) ?? 0) + 1);
          events += receipt.events;
          if (receipt.copyOf !== undefined) copies += 1;
          done += 1;
          progress.step(done);
          if (flags.receipts) process.stdout.write(`${JSON.stringify(receipt)}\n`);
        }
      } finally {
        progress.end();
        await coder.close();
      }
      const parts = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`);
      process.stderr.write(
        `${parts.join(', ') || 'nothing'}; ${events} events kept${copies > 0 ? `; ${copies} near-duplicates tied` : ''}\n`,
      );
      for (const [language, count] of languages)
        process.stderr.write(`chancery: ${count} kept and not coded, language not read yet: ${language}\n`);
      for (const failure of failures) process.stderr.write(`chancery: ${failure}\n`);
      if (failures.length > 0) process.exitCode = 1;
    },
    { create: true, write: true },
  );
}

interface Coding {
  readonly ledger: Ledger;
  readonly coder: CoderPool;
  readonly version: Event['coder'];
  readonly failures: string[];
  readonly languages: Map<string, number>;
}

async function* codeItems(
  inputs: readonly string[],
  flags: Flags,
  { ledger, coder, version, failures, languages }: Coding,
): AsyncGenerator<IngestItem> {
  const { readInputs } = await import('../read/read-inputs.js');
  const { inOrder } = await import('../events/in-order.js');
  const { isOtherLanguage } = await import('./other-language.js');
  const versionText = `${version.version} ${version.model} ${version.data}`;
  const settings = {
    ...(flags.date ? { date: flags.date } : {}),
    ...(flags.input ? { input: flags.input as 'text' | 'jsonl' } : {}),
    ...(flags.follow === undefined ? {} : { follow: flags.follow }),
    ...(flags.allowPrivate ? { allowPrivate: true } : {}),
  };
  const answerOf = async (item: ReadItem): Promise<IngestItem> => {
    if (item.kind === 'failure') throw new ChanceryError(item.code, item.message);
    const { doc } = item;
    const knownAt = flags.knownAt === 'published' ? doc.published : flags.knownAt;
    const facts = knownAt ? { knownAt } : {};
    const held = await ledger.holds(doc.id, doc.revision);
    if (held && (!flags.recode || held.coder === versionText)) return { doc, events: [], ...facts };
    if (isOtherLanguage(doc)) {
      languages.set(doc.language ?? '', (languages.get(doc.language ?? '') ?? 0) + 1);
      return { doc, events: [], ...facts };
    }
    return { doc, events: await coder.code(doc), ...facts };
  };
  for await (const { item, answer } of inOrder(readInputs(inputs, settings), coder.workers, answerOf)) {
    try {
      yield await answer;
    } catch (error) {
      failures.push(`${item.from}: ${messageOf(error)}`);
    }
  }
}
