import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { ChanceryError, messageOf } from '../errors.js';
import type { Sentence } from '../records/sentence.js';

interface ParseFlags {
  readonly html?: boolean;
  readonly output?: string;
  readonly model?: string;
  readonly workers?: string;
  readonly input?: string;
}

/** `chancery parse INPUT…` */
export function addParse(program: Command): void {
  program
    .command('parse')
    .description('Read the sentences of texts: words, tags, dependency trees and entity spans, as CoNLL-U.')
    .argument('<input...>', 'files, folders, or - for standard input')
    .option('--html', 'a page with the trees and spans drawn')
    .option('-o, --output <file>', 'write to a file')
    .option('--workers <number>', 'texts read at a time (default: one a core)')
    .option('--model <folder>', 'language model to use in place of the shipped one')
    .option('--input <kind>', 'what standard input holds: text or jsonl')
    .addHelpText('after', '\nExample:\n  chancery parse article.txt --html -o article.html')
    .action(runParse);
}

/** Notices printed for one text; the rest are counted. */
const shownNotices = 5;

interface Job {
  readonly from: string;
  readonly text: string;
  readonly sentences: AsyncGenerator<Sentence>;
  readonly notices: string[];
}

async function runParse(inputs: readonly string[], flags: ParseFlags): Promise<void> {
  const workers = flags.workers === undefined ? availableParallelism() : Number(flags.workers);
  if (!Number.isInteger(workers) || workers < 1) {
    throw new ChanceryError('usage', `workers must be a whole number from 1: ${flags.workers}`);
  }
  if (flags.input !== undefined && flags.input !== 'text' && flags.input !== 'jsonl') {
    throw new ChanceryError('usage', `unknown input: ${flags.input} (text or jsonl)`);
  }
  const { readInputs } = await import('../read/read-inputs.js');
  const { openLanguagePool } = await import('../language/language-pool.js');
  const { openLanguageModel } = await import('../language/language-model.js');
  const { toConllu } = await import('../language/conllu.js');
  const { drawSentence, pageFoot, pageHead } = await import('../language/parse-page.js');
  await (await openLanguageModel(flags.model)).close();
  const out = flags.output === undefined ? process.stdout : createWriteStream(flags.output);
  const closed = new AbortController();
  const broken = new Promise<never>((_, reject) => {
    out.once('error', (cause: NodeJS.ErrnoException) => {
      closed.abort();
      if (cause.code === 'EPIPE' && out === process.stdout) process.exit(0);
      reject(new ChanceryError('bad_input', `cannot write: ${messageOf(cause)}`, { cause }));
    });
  });
  broken.catch(() => {});
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await Promise.race([once(out, 'drain'), broken]);
  };
  const pool = openLanguagePool({ workers, ...(flags.model === undefined ? {} : { model: flags.model }) });
  const failures: string[] = [];
  const finish = async (job: Job, number: number): Promise<void> => {
    await write(flags.html ? '' : `# newdoc id = ${job.from.replace(/[\r\n]/g, ' ')}\n`);
    try {
      for await (const sentence of job.sentences) {
        const id = `${number}-${sentence.index + 1}`;
        await write(flags.html ? drawSentence(sentence, id) : toConllu(sentence, job.text, id));
      }
    } catch (error) {
      if (closed.signal.aborted) throw error;
      failures.push(`${job.from}: ${messageOf(error)}`);
    }
    for (const notice of job.notices.slice(0, shownNotices)) process.stderr.write(`chancery: ${job.from}: ${notice}\n`);
    const more = job.notices.length - shownNotices;
    if (more > 0) process.stderr.write(`chancery: ${job.from}: ${more} more of these\n`);
  };
  try {
    if (flags.html) await write(pageHead(`Parse of ${inputs.join(', ')}`));
    const jobs: Job[] = [];
    let number = 0;
    const settings = flags.input === undefined ? {} : { input: flags.input as 'text' | 'jsonl' };
    for await (const item of readInputs(inputs, settings)) {
      if (item.kind === 'failure') {
        failures.push(`${item.from}: ${item.message}`);
        continue;
      }
      const notices: string[] = [];
      const sentences = pool.sentences(item.doc.text, { notice: (message) => notices.push(message) });
      jobs.push({ from: item.from, text: item.doc.text, sentences, notices });
      const job = jobs.length > workers ? jobs.shift() : undefined;
      if (job) await finish(job, ++number);
    }
    for (const job of jobs) await finish(job, ++number);
    if (flags.html) await write(pageFoot);
    if (out !== process.stdout) {
      out.end();
      await Promise.race([once(out, 'finish'), broken]);
    }
  } catch (cause) {
    throw cause instanceof ChanceryError
      ? cause
      : new ChanceryError('bad_input', `cannot write: ${messageOf(cause)}`, { cause });
  } finally {
    await pool.close();
  }
  for (const failure of failures) process.stderr.write(`chancery: ${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
}
