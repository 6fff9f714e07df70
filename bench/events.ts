import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCoder } from '../src/events/open-coder.js';
import { openLanguageModel } from '../src/language/language-model.js';
import { packageRoot } from '../src/package-root.js';
import { makeDocument } from '../src/read/make-document.js';
import type { Bench, BenchOptions, Figure } from './bench.js';

/** Words by which an article is reckoned, as in the design's table. */
const articleWords = 400;

/** The whole pipeline on the sample reports against the bare encoder on the same sentences, one thread, processor time. */
export const eventsBench: Bench = { name: 'events', run };

async function run(options: BenchOptions): Promise<readonly Figure[]> {
  const folder = options.model === undefined ? {} : { model: options.model };
  const coder = await openCoder(folder);
  const model = await openLanguageModel(options.model);
  const docs = readFileSync(join(packageRoot(), 'examples', 'sahel', 'reports.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((row) => makeDocument(row.text, { published: row.published }));
  for (const doc of docs.slice(0, 10)) await coder.code(doc);
  let whole = 0;
  let bare = 0;
  let words = 0;
  let events = 0;
  const begun = performance.now();
  let aside = 0;
  for (const doc of docs) {
    const start = cpuTime();
    const read = await coder.read(doc);
    const between = cpuTime();
    const paused = performance.now();
    for (const sentence of read.sentences)
      await model.run(
        sentence.tokens.map((token) => token.text),
        { heads: ['language', 'events'] },
      );
    aside += performance.now() - paused;
    bare += cpuTime() - between;
    whole += between - start;
    words += read.sentences.reduce((sum, sentence) => sum + sentence.tokens.length, 0);
    events += read.events.length;
  }
  const seconds = (performance.now() - begun - aside) / 1000;
  await coder.close();
  await model.close();
  return [
    { name: 'whole pipeline to bare encoder', value: whole / bare, unit: 'x' },
    {
      name: `articles of ${articleWords} words a second, one thread, by the clock`,
      value: words / articleWords / seconds,
      unit: '1/s',
    },
    {
      name: `articles of ${articleWords} words a second of processor time`,
      value: words / articleWords / (whole / 1000),
      unit: '1/s',
    },
    { name: 'events a report', value: events / docs.length, unit: '' },
  ];
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
