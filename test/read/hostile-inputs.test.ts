import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReadItem, readInputs } from '../../src/read/read-inputs.js';
import { type LocalServer, openLocalServer } from './local-server.js';

const levels = Array.from({ length: 20 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
const entities = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">${levels}]><rss><channel><item><title>&l20;</title><description>&l20;</description></item></channel></rss>`;
const bomb = zipSync({ 'a.txt': new Uint8Array(60_000_000) }, { level: 9 });
const pages: Readonly<Record<string, { readonly type: string; readonly body: string | Uint8Array }>> = {
  '/nested': { type: 'text/html', body: `${'<div>'.repeat(100_000)}words` },
  '/spans': { type: 'text/html', body: `<p>${'<b><i>'.repeat(50_000)}words` },
  '/tables': { type: 'text/html', body: `${'<table><tr><td>'.repeat(30_000)}words` },
  '/attributes': {
    type: 'text/html',
    body: `<p ${Array.from({ length: 300_000 }, (_, n) => `a${n}=1`).join(' ')}>words</p>`,
  },
  '/elements': { type: 'text/html', body: `<p>words</p>${'<br>'.repeat(400_000)}` },
  '/open': { type: 'text/html', body: '<'.repeat(1_000_000) },
  '/comment': { type: 'text/html', body: `<p>words</p>${'<!--'.repeat(300_000)}` },
  '/entities.xml': { type: 'application/rss+xml', body: entities },
  '/nested.xml': { type: 'application/rss+xml', body: `<rss><channel>${'<item><a>'.repeat(100_000)}` },
  '/bomb.zip': { type: 'application/zip', body: bomb },
  '/bomb.gz': { type: 'application/gzip', body: gzipSync(new Uint8Array(60_000_000)) },
  '/bombs.gz': { type: 'application/gzip', body: gzipSync(gzipSync(gzipSync(gzipSync(new Uint8Array(9_000_000))))) },
  '/json': { type: 'application/json', body: `${'['.repeat(200_000)}` },
};

let server: LocalServer;
beforeAll(async () => {
  server = await openLocalServer(({ url = '' }, response) => {
    const page = pages[url];
    if (page) response.writeHead(200, { 'content-type': page.type }).end(page.body);
    else if (url === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else if (url === '/metadata')
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
    else if (url === '/endless.rss') {
      response.writeHead(200, { 'content-type': 'application/rss+xml' });
      response.write('<rss><channel>');
      const timer = setInterval(() => response.write('<item><title>more</title></item>'.repeat(20_000)), 1);
      response.on('close', () => clearInterval(timer));
    } else if (url === '/packed') {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(120_000_000, 32)));
    } else response.writeHead(404).end();
  });
});
afterAll(() => server.close());

async function read(path: string): Promise<readonly ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const item of readInputs([server.address + path], { allowPrivate: true, follow: false })) items.push(item);
  return items;
}

describe('a hostile server', () => {
  it.each([
    ['/nested', 'too_large', 'nested too deep'],
    ['/spans', 'too_large', 'nested too deep'],
    ['/tables', 'too_large', 'nested too deep'],
    ['/elements', 'too_large', 'too many elements'],
    ['/entities.xml', 'too_large', 'entit'],
    ['/nested.xml', 'too_large', 'never closed'],
    ['/bomb.zip', 'too_large', 'unpacks to over'],
    ['/bomb.gz', 'too_large', 'unpacks to over'],
    ['/bombs.gz', 'too_large', 'compressed more than'],
    ['/packed', 'too_large', 'unpacks to over'],
    ['/endless.rss', 'too_large', 'answer of over'],
    ['/loop', 'refused', 'redirects'],
    ['/json', 'bad_input', 'not JSON'],
  ])('%s is refused in bounded time and memory', { timeout: 40_000 }, async (path, code, words) => {
    const before = process.memoryUsage().rss;
    expect(await read(path)).toMatchObject([
      { kind: 'failure', from: server.address + path, code, message: expect.stringContaining(words) },
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
  });

  it.each(['/attributes', '/open', '/comment'])('%s is read in bounded time', { timeout: 40_000 }, async (path) => {
    expect((await read(path)).map((item) => item.kind)).toEqual(['document']);
  });

  it('a redirect to the metadata of a cloud is refused where private addresses are not let through', async () => {
    const { fetchSafely } = await import('../../src/read/fetch-safely.js');
    const allowedHosts = [new URL(server.address).host];
    await expect(fetchSafely(`${server.address}/metadata`, { allowedHosts })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('169.254.169.254'),
    });
  });

  it('a line of 2 GB is dropped and the next is read', { timeout: 60_000 }, async () => {
    const part = Buffer.alloc(4_000_000, 120);
    async function* lines(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"text":"One."}\n{"text":"');
      for (let sent = 0; sent < 2_100_000_000; sent += part.length) yield part;
      yield Buffer.from('"}\n{"text":"Three."}\n');
    }
    const before = process.memoryUsage().rss;
    const items: ReadItem[] = [];
    for await (const item of readInputs(['-'], { stdin: Readable.from(lines()) })) items.push(item);
    expect(items).toMatchObject([
      { from: '-#1', doc: { text: 'One.' } },
      { kind: 'failure', from: '-#2', code: 'too_large' },
      { from: '-#3', doc: { text: 'Three.' } },
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });
});
