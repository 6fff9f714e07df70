import type { EventFilter, Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { overview } from '../../src/server/overview.js';
import { serverLedgerOptions } from '../../src/server/settings.js';

export interface PageTimes {
  readonly median: number;
  readonly p95: number;
  readonly most: number;
  /** Milliseconds of processor time, the median. */
  readonly processor: number;
}

export interface PagesReport {
  /** Milliseconds from opening to the first answer, in which the columns are read. */
  readonly firstAnswer: number;
  readonly megabytes: number;
  /** Share of all questions that took less than 200 ms. */
  readonly under200: number;
  readonly pages: Readonly<Record<string, PageTimes>>;
}

/** Times what the explorer's pages ask, each time under another filter, so that no answer is given from memory. */
export async function timePages(path: string, runs = 9): Promise<PagesReport> {
  const began = performance.now();
  const ledger = await openLedger(path, { readOnly: true, ...serverLedgerOptions() });
  await ledger.counts(['type'], { documents: false });
  const firstAnswer = Math.round(performance.now() - began);
  const pages: Record<string, PageTimes> = {};
  const all: number[] = [];
  let asked = 0;
  const fresh = (): EventFilter => {
    asked += 1;
    return { minConfidence: asked / 1e5 };
  };
  for (const [name, ask] of questions(ledger, fresh)) {
    const times: number[] = [];
    const processor: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const start = performance.now();
      const used = process.cpuUsage();
      await ask();
      const { user, system } = process.cpuUsage(used);
      times.push(performance.now() - start);
      processor.push((user + system) / 1000);
    }
    all.push(...times);
    pages[name] = {
      median: share(times, 0.5),
      p95: share(times, 0.95),
      most: share(times, 1),
      processor: share(processor, 0.5),
    };
    process.stderr.write(`${name}: ${JSON.stringify(pages[name])}\n`);
  }
  const megabytes = Math.round(process.memoryUsage().rss / 1e6);
  await ledger.close();
  const under200 = Math.round((all.filter((time) => time < 200).length / all.length) * 1000) / 1000;
  return { firstAnswer, megabytes, under200, pages };
}

function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0);
}

type Question = readonly [name: string, ask: () => Promise<unknown>];

function questions(ledger: Ledger, fresh: () => EventFilter): readonly Question[] {
  const year = { from: '2020-01-01', to: '2020-12-31' };
  const front = (filter: EventFilter) => () => overview(ledger, { ...fresh(), ...filter }, 'quad');
  const newest = async () => (await ledger.events({ limit: 1 })).items[0];
  return [
    ['front page', front({})],
    ['front page by type', () => overview(ledger, fresh(), 'type')],
    ['front page of a year', front(year)],
    ['front page of an actor', front({ actor: 'MLI' })],
    ['front page of the most frequent actor', front({ actor: 'USA' })],
    ['front page of a type', front({ types: ['ASSAULT'] })],
    ['front page of a context', front({ contexts: ['military'] })],
    ['front page of a country', front({ country: 'UKR' })],
    ['front page of a publisher', front({ publisher: 'Paper 3' })],
    ['front page of all statuses', front({ statuses: 'all' })],
    [
      'front page from confidence 0.8',
      () => overview(ledger, { minConfidence: 0.8 + (fresh().minConfidence ?? 0) }, 'quad'),
    ],
    ['front page of what people corrected', front({ checked: 'yes' })],
    ['latest events', () => ledger.events(fresh())],
    ['events of a pair', () => ledger.events({ ...fresh(), actor: 'RUS', pairedWith: 'UKR' })],
    ['events of a type in a year', () => ledger.events({ ...fresh(), ...year, types: ['ASSAULT'] })],
    ['map of a year', () => ledger.places({ ...fresh(), ...year })],
    ['actors by their first letter', () => ledger.actors({ prefix: 'm' })],
    ['actor page', () => ledger.actor('MLI', fresh())],
    ['pair page', () => ledger.pair('RUS', 'UKR', fresh())],
    ['relations as of a day', () => ledger.relations({ kinds: ['membership'], asOf: '2020-01-01' })],
    ['stories of an actor', () => ledger.stories({ ...fresh(), actor: 'MLI', limit: 20 })],
    ['a story', async () => ledger.story((await newest())?.story ?? '')],
    ['an event', async () => ledger.event((await newest())?.id ?? '')],
    ['a document', async () => ledger.document((await newest())?.document.id ?? '')],
    ['search', () => ledger.search({ words: 'report' })],
    ['what changed in three days', () => ledger.diff({ from: '2020-01-01', to: '2020-01-03' })],
    ['status', () => ledger.status()],
  ];
}
