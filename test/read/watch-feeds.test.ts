import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { feedsOfOpml } from '../../src/read/read-opml.js';
import { type WatchReport, watchFeeds } from '../../src/read/watch-feeds.js';
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
