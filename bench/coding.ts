import { openCoder } from '../src/events/open-coder.js';
import { makeDocument } from '../src/read/make-document.js';
import { sampleArticles, wordsOfArticle } from './articles.js';
import type { Bench, BenchOptions, Figure } from './bench.js';

const articles = 40;

/** The whole pipeline on articles of about 400 words, in one thread; CPU time, so that other work on the machine counts less. */
export const codingBench: Bench = { name: 'coding', run };

async function run(options: BenchOptions): Promise<readonly Figure[]> {
  const texts = sampleArticles(articles);
  const coder = await openCoder(options.model === undefined ? {} : { model: options.model });
  await coder.code(makeDocument(texts[0] ?? '', { published: '2024-01-01' }));
  let words = 0;
  let events = 0;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  for (const text of texts) {
    events += (await coder.code(makeDocument(text, { published: '2024-01-01' }))).length;
    words += text.split(/\s+/).length;
  }
  const wall = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const busy = (user + system) / 1e6;
  await coder.close();
  return [
    { name: 'words an article', value: words / articles, unit: '' },
    { name: 'events an article', value: events / articles, unit: '' },
    { name: 'CPU time of 400 words', value: (busy / words) * wordsOfArticle * 1000, unit: 'ms' },
    { name: '400-word articles a core-hour', value: (3600 * words) / busy / wordsOfArticle, unit: '' },
    { name: '400-word articles a second, one thread, wall', value: words / wall / wordsOfArticle, unit: '1/s' },
    { name: 'share of a core that the run got', value: (busy / wall) * 100, unit: '%' },
  ];
}
