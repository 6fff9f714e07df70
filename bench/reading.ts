import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';
import { openNearDuplicates } from '../src/read/near-duplicates.js';
import { recordLine } from '../src/read/read-bytes.js';
import { readPage } from '../src/read/read-page.js';
import { readText } from '../src/read/read-text.js';
import type { Bench, Figure } from './bench.js';

const rounds = 60;
const pageLength = 100_000;
const articleWords = 400;

/** Pages, plain text, lines of JSON and near-duplicates, in one thread and processor time. */
export const readingBench: Bench = { name: 'reading', run: async () => figures() };

function figures(): readonly Figure[] {
  const articles = articlesOf(rounds);
  const pages = articles.map((text, index) => pageOf(text, index));
  const lines = articles.map((text) => JSON.stringify({ text, published: '2024-01-01' }));
  const twins = openNearDuplicates();
  return [
    { name: 'pages of 100 KB a core-second', value: rate(pages, (page) => readPage(page, null)), unit: '1/s' },
    { name: '400-word texts a core-second', value: rate(articles, (text) => readText(text)), unit: '1/s' },
    {
      name: '400-word lines of JSON a core-second',
      value: rate(lines, (line) => recordLine(line, '', {})),
      unit: '1/s',
    },
    { name: 'texts compared a core-second', value: rate(articles, (text) => twins.add(text, text)), unit: '1/s' },
  ];
}

function rate<Item>(items: readonly Item[], work: (item: Item) => unknown): number {
  for (const item of items.slice(0, 10)) work(item);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const begun = process.cpuUsage();
    for (const item of items) work(item);
    const { user, system } = process.cpuUsage(begun);
    best = Math.min(best, (user + system) / 1e6);
  }
  return items.length / best;
}

function articlesOf(count: number): readonly string[] {
  const words = readFileSync(join(packageRoot(), 'examples', 'sahel', 'reports.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => String(JSON.parse(line).text).split(/(?<=\s)/));
  return Array.from({ length: count }, (_, index) => {
    const start = (index * articleWords) % (words.length - articleWords);
    return words.slice(start, start + articleWords).join('');
  });
}

/** An article among navigation, teasers, styles and scripts, as news sites have it. */
function pageOf(text: string, number: number): string {
  const story = text
    .split(/\n+/)
    .map((paragraph) => `<p class="story-text">${paragraph}</p>`)
    .join('\n');
  const head = `<!doctype html><html lang="en"><head><title>Story ${number} | Example</title><style>${'.x{color:red}'.repeat(1000)}</style><script>${'var a=1;'.repeat(2000)}</script></head><body><main><article><h1>Story ${number}</h1>${story}</article><aside class="rail">`;
  const teaser = (n: number): string =>
    `<div class="card"><a href="/s/${n}"><img src="/i/${n}.jpg" alt="x"><h3>Headline ${n} of the day in the north</h3></a><p class="dek">Officials said that the talks of day ${n} would go on, in spite of it all.</p></div>\n`;
  let page = head;
  for (let n = 0; page.length < pageLength; n += 1) page += teaser(n);
  return `${page}</aside></main></body></html>`;
}
