import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchSafely } from '../../src/read/fetch-safely.js';
import { isPrivateAddress } from '../../src/read/private-address.js';
import { type LocalServer, openLocalServer } from './local-server.js';

let server: LocalServer;
beforeAll(async () => {
  server = await openLocalServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else if (path === '/metadata') response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end();
    else if (path === '/elsewhere')
      response.writeHead(302, { location: server.address.replace('127.0.0.1', 'localhost') }).end();
    else if (path === '/file') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    else if (path === '/bomb')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)));
    else if (path === '/endless') {
      response.writeHead(200, { 'content-type': 'application/rss+xml' });
      const timer = setInterval(() => response.write('<item><title>x</title></item>'.repeat(2000)), 2);
      response.on('close', () => clearInterval(timer));
    } else if (path === '/slow') response.writeHead(200).write('x');
    else if (path === '/large') response.writeHead(200, { 'content-length': 10_000_000_000 }).write('x');
    else if (path === '/gone') response.writeHead(410).end();
    else response.writeHead(200, { 'content-type': 'text/html; charset=ISO-8859-1' }).end('<p>ok');
  });
});
afterAll(() => server.close());

const open = { allowPrivate: true, timeout: 2000, largest: 1_000_000 };

describe('fetching', () => {
  it('gives bytes, type, charset and the final address', async () => {
    expect(await fetchSafely(`${server.address}/a`, open)).toMatchObject({
      status: 200,
      mediaType: 'text/html',
      charset: 'ISO-8859-1',
      url: `${server.address}/a`,
    });
  });

  it.each([
    ['/loop', 'refused', 'redirects'],
    ['/file', 'refused', 'only http'],
    ['/bomb', 'too_large', 'unpacks to over'],
    ['/endless', 'too_large', 'over 1000000'],
    ['/slow', 'timeout', '2 s'],
    ['/large', 'too_large', '10000000000 bytes'],
    ['/gone', 'not_found', '410'],
  ])('%s is refused as %s', async (path, code, words) => {
    await expect(fetchSafely(server.address + path, open)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::a00:1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost/',
  ])('%s is refused without the flag', async (address) => {
    await expect(fetchSafely(address, { timeout: 2000 })).rejects.toMatchObject({ code: 'refused' });
  });

  it.each(['/metadata', '/elsewhere'])('refuses a redirect to a private address: %s', async (path) => {
    const allowedHosts = [new URL(server.address).host];
    const fetched = fetchSafely(server.address + path, { allowedHosts, timeout: 2000 });
    await expect(fetched).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('private address'),
    });
  });

  it('knows public addresses from the others', () => {
    expect(['8.8.8.8', '2606:4700::1111'].map(isPrivateAddress)).toEqual([false, false]);
    expect(['240.0.0.1', '224.0.0.1', '0.0.0.0', '::', '2002:7f00:1::', 'x'].map(isPrivateAddress)).not.toContain(
      false,
    );
  });
});
