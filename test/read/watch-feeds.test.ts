import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readInputs } from '../../src/read/read-inputs.js';
import { feedsOfOpml } from '../../src/read/read-opml.js';
import { type WatchReport, watchFeeds } from '../../src/read/watch-feeds.js';
import { loadWatchState } from '../../src/read/watch-state.js';
import type { Document } from '../../src/records/document.js';
import { type LocalServer, openLocalServer } from './local-server.js';

let server: LocalServer;
let items = ['one', 'two'];
let status = 200;
let robots = '';
beforeAll(async () => {
  server = await openLocalServer((request, response) => {
    if (request.url === '/robots.txt') return void response.writeHead(200).end(robots);
    if (status !== 200) return void response.writeHead(status, { 'retry-after': '7200' }).end();
    const etag = `"${items.join()}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    const body = items.map((word) => {
      const [guid = '', text = word] = word.split('=');
      return `<item><guid isPermaLink="false">tag:${guid}</guid><title>${guid}</title><description>${text}</description></item>`;
    });
    response.writeHead(200, { etag }).end(`<rss><channel>${body.join('')}</channel></rss>`);
  });
});
afterAll(() => server.close());

async function look(
  state: string,
  path = '/feed',
): Promise<{ readonly titles: readonly (string | null)[]; readonly report: WatchReport | undefined }> {
  const titles: (string | null)[] = [];
  let report: WatchReport | undefined;
  const settings = { state, once: true, allowPrivate: true, random: () => 0.5 };
  for await (const item of watchFeeds([server.address + path], settings)) {
    if (item.kind === 'document') titles.push(item.doc.title);
    if (item.kind === 'report') report = item;
  }
  return { titles, report };
}

it('gives each item once across restarts, an edited one again, and says when a feed failed', async () => {
  const state = join(await mkdtemp(join(tmpdir(), 'chancery-watch-')), 'state.json');
  expect((await look(state)).titles).toEqual(['one', 'two']);
  expect((await look(state)).report).toMatchObject({ outcome: 'unchanged' });
  items = ['one', 'two=edited', 'three'];
  expect(await look(state)).toMatchObject({
    titles: ['two', 'three'],
    report: { outcome: 'read', fresh: 2, known: 1 },
  });
  status = 503;
  expect((await look(state)).report).toMatchObject({ outcome: 'failed', message: 'the server answers 503' });
  status = 200;
  robots = 'User-agent: *\nDisallow: /private';
  expect((await look(state, '/private/feed')).report).toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining('robots.txt'),
  });
});

it('remembers an item only when it is kept: a crash before that loses nothing', async () => {
  const state = join(await mkdtemp(join(tmpdir(), 'chancery-watch-')), 'state.json');
  robots = '';
  items = ['early', 'late'];
  const settings = { state, once: true, allowPrivate: true, kept: () => new Promise<void>(() => undefined) };
  const crashed = watchFeeds([`${server.address}/feed`], settings);
  const given = [await crashed.next(), await crashed.next()];
  expect(given.map((each) => (each.value?.kind === 'document' ? each.value.doc.title : null))).toEqual(items);
  const saved = await Promise.race([crashed.next(), new Promise((resolve) => setTimeout(resolve, 300, 'waits'))]);
  expect(saved).toBe('waits');
  expect((await look(state)).titles).toEqual(items);
});

it('gives an article once that two feeds show', async () => {
  const state = join(await mkdtemp(join(tmpdir(), 'chancery-watch-')), 'state.json');
  items = ['same', 'too'];
  expect((await look(state, '/world')).titles).toEqual(items);
  expect(await look(state, '/africa')).toMatchObject({ titles: [], report: { outcome: 'read', fresh: 0, known: 2 } });
});

it('asks with a growing pause after failures, and as late as the server wants', async () => {
  const state = join(await mkdtemp(join(tmpdir(), 'chancery-watch-')), 'state.json');
  status = 500;
  const pauses: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    await look(state);
    const [feed] = Object.values((await loadWatchState(state)).feeds);
    pauses.push(Math.round(((feed?.next ?? 0) - Date.now()) / 60_000));
  }
  status = 200;
  expect(pauses).toEqual([120, 120, 120, 240, 480, 960, 1440]);
  expect((await look(state)).report).toMatchObject({ outcome: 'read' });
  const [feed] = Object.values((await loadWatchState(state)).feeds);
  expect(feed?.failures).toBe(0);
});

it('reads the linked page where the feed has only a summary, and keeps the summary where there is none', async () => {
  const summaries = await openLocalServer((request, response) => {
    const { url = '' } = request;
    if (url === '/robots.txt') return void response.writeHead(200).end('User-agent: *\nDisallow: /closed');
    if (url === '/whole')
      return void response.end(`<article><p>${'Words of the whole story. '.repeat(40)}</p></article>`);
    if (url !== '/feed') return void response.writeHead(404).end();
    const entries = ['whole', 'gone', 'closed/x'].map(
      (path) => `<item><link>${summaries.address}/${path}</link><description>Summary.</description></item>`,
    );
    response.end(`<rss><channel>${entries.join('')}</channel></rss>`);
  });
  const docs: Document[] = [];
  for await (const item of readInputs([`${summaries.address}/feed`], { allowPrivate: true }))
    if (item.kind === 'document') docs.push(item.doc);
  await summaries.close();
  expect(docs.map((doc) => [doc.text.slice(0, 8), doc.notices?.[0] ?? null])).toEqual([
    ['Words of', null],
    ['Summary.', expect.stringContaining('the server answers 404')],
    ['Summary.', expect.stringContaining('robots.txt forbids it')],
  ]);
}, 20_000);

it('refuses a broken state, so that nothing is coded twice unnoticed', async () => {
  const state = join(await mkdtemp(join(tmpdir(), 'chancery-watch-')), 'state.json');
  await writeFile(state, '{"version": 1, "fee');
  await expect(look(state)).rejects.toMatchObject({ code: 'bad_data' });
});

it('finds the feeds of an OPML list', () => {
  const list =
    '<opml><body><outline text="a"><outline xmlUrl="http://e.org/1"/></outline><outline xmlUrl="http://e.org/2"/></body></opml>';
  expect(feedsOfOpml(list)).toEqual(['http://e.org/1', 'http://e.org/2']);
});
