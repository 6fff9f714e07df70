import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rawText, readConllu } from '../eval/conllu.js';
import { openLanguageModel } from '../src/language/language-model.js';
import { openLanguagePool } from '../src/language/language-pool.js';
import { openLanguage } from '../src/language/open-language.js';
import { packageRoot } from '../src/package-root.js';
import type { Bench, BenchOptions, Figure } from './bench.js';

/** Characters of the long line in the memory run; `npm run soak` reads 5 MB. */
const longLine = 300_000;
/** Times that the texts are read after a first reading, in which the runtime still compiles. */
const rounds = 3;

export const languageBench: Bench = { name: 'language', run };

async function run(options: BenchOptions): Promise<readonly Figure[]> {
  const texts = newsTexts(options.data);
  const folder = options.model === undefined ? {} : { model: options.model };
  const language = await openLanguage(folder);
  const model = await openLanguageModel(options.model);
  for (const text of texts) await language.parse(text);
  let stage = 0;
  let bare = 0;
  let sentences = 0;
  let words = 0;
  let elapsed = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const text of texts) {
      const begun = performance.now();
      const start = cpuTime();
      const read = await language.parse(text);
      const between = cpuTime();
      elapsed += performance.now() - begun;
      for (const sentence of read) await model.run(sentence.tokens.map((token) => token.text));
      bare += cpuTime() - between;
      stage += between - start;
      sentences += read.length;
      words += read.reduce((sum, sentence) => sum + sentence.tokens.length, 0);
    }
  }
  await language.close();
  await model.close();
  const pooled = await poolTimes(texts, folder);
  const cold = coldRun(texts[0] ?? '', options.model);
  return [
    { name: 'words a sentence', value: words / sentences, unit: '' },
    { name: 'sentences a second, one thread', value: (sentences / elapsed) * 1000, unit: '1/s' },
    { name: 'words a second, one thread', value: (words / elapsed) * 1000, unit: '1/s' },
    { name: 'sentences a second, all cores', value: (pooled.sentences / pooled.elapsed) * 1000, unit: '1/s' },
    { name: 'words a second, all cores', value: (pooled.words / pooled.elapsed) * 1000, unit: '1/s' },
    { name: 'cores that the run got', value: pooled.busy / pooled.elapsed, unit: '' },
    {
      name: 'sentences a second of processor time, times the cores',
      value: ((pooled.sentences * pooled.cores) / pooled.busy) * 1000,
      unit: '1/s',
    },
    { name: 'processor time a sentence', value: stage / sentences, unit: 'ms' },
    { name: 'stage to bare encoder', value: stage / bare, unit: 'x' },
    { name: 'share of the bare encoder', value: (bare / stage) * 100, unit: '%' },
    { name: 'first sentence from a cold start', value: cold.first, unit: 'ms' },
    { name: `peak memory after one line of ${longLine / 1000} kB`, value: cold.memory, unit: 'MB' },
  ];
}

/** Milliseconds of processor time of this process: unlike the clock it hardly changes while the machine does other work. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Ordinary news: GUM's, where it is there, else the sample articles. */
export function newsTexts(data: string): readonly string[] {
  const file = join(data, 'treebanks', 'gum', 'dev.conllu');
  if (!existsSync(file)) {
    const sample = readFileSync(join(packageRoot(), 'examples', 'lake-talks.txt'), 'utf8');
    return Array.from({ length: 20 }, () => sample);
  }
  const news = readConllu(file).filter((sentence) => sentence.document.startsWith('GUM_news'));
  const documents = [...new Set(news.map((sentence) => sentence.document))];
  const texts = documents.map((document) => rawText(news.filter((sentence) => sentence.document === document)));
  return [...texts, ...texts, ...texts];
}

async function poolTimes(texts: readonly string[], folder: { readonly model?: string }) {
  const pool = openLanguagePool(folder);
  let sentences = 0;
  let words = 0;
  const read = async (text: string): Promise<void> => {
    for await (const sentence of pool.sentences(text)) {
      sentences += 1;
      words += sentence.tokens.length;
    }
  };
  await Promise.all([...texts, ...texts].map(read));
  sentences = 0;
  words = 0;
  const begun = performance.now();
  const start = cpuTime();
  await Promise.all(
    Array.from({ length: rounds }, () => texts)
      .flat()
      .map(read),
  );
  const elapsed = performance.now() - begun;
  const busy = cpuTime() - start;
  await pool.close();
  return { elapsed, busy, sentences, words, cores: pool.workers };
}

function coldRun(text: string, model = ''): { readonly first: number; readonly memory: number } {
  const script = join(packageRoot(), 'dist', 'bench', 'first-sentence.js');
  const printed = execFileSync(process.execPath, [script, model, text, String(longLine)], { encoding: 'utf8' });
  const [first = 0, memory = 0] = printed.split(' ').map(Number);
  return { first, memory };
}
