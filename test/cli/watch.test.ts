import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { modelPath, packageRoot } from '../../src/package-root.js';
import { type LocalServer, openLocalServer } from '../read/local-server.js';

const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
let server: LocalServer;
let folder: string;
let items = ['signing', 'raid'];
let status = 200;
let child: ChildProcess | null = null;
let killAt: string | null = null;
const stories: Readonly<Record<string, string>> = {
  signing: 'Mali and Russia signed a military agreement in Bamako on Thursday, officials said.',
  raid: 'Gunmen attacked a village in northern Mali on Friday and killed twelve people, the army said.',
  recall: 'France recalled its ambassador from Niamey on Saturday, the foreign ministry said.',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-watch-'));
  server = await openLocalServer(({ url = '', headers }, response) => {
    if (url === '/robots.txt') return void response.writeHead(404).end();
    const page = url.slice(1);
    if (page === killAt) child?.kill('SIGKILL');
    if (stories[page])
      return void response.end(`<article><p>${stories[page]}</p><p>${'It went on. '.repeat(40)}</p></article>`);
    if (status !== 200) return void response.writeHead(status).end();
    const etag = `"${items.join()}"`;
    if (headers['if-none-match'] === etag) return void response.writeHead(304).end();
    const list = items.map((name) => `<item><title>${name}</title><link>${server.address}/${name}</link></item>`);
    response.writeHead(200, { etag }).end(`<rss><channel><title>Local</title>${list.join('')}</channel></rss>`);
  });
});
afterAll(() => server.close());

async function watch(): Promise<{ readonly code: number | null; readonly said: string }> {
  const files = ['--ledger', join(folder, 'ledger.duckdb'), '--state', join(folder, 'state.json')];
  const running = spawn(process.execPath, [
    main,
    'watch',
    `${server.address}/feed`,
    '--once',
    '--allow-private',
    ...files,
  ]);
  child = running;
  let said = '';
  running.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const code = await new Promise<number | null>((resolve) => running.on('close', resolve));
  return { code, said };
}

async function kept(): Promise<readonly (string | null)[]> {
  const ledger = await openLedger(join(folder, 'ledger.duckdb'));
  try {
    return (await ledger.documents()).items.map((doc) => doc.title).sort();
  } finally {
    await ledger.close();
  }
}

const canCode = async (): Promise<boolean> =>
  'types' in (JSON.parse(await readFile(modelPath('en', 'model.json'), 'utf8')).labels ?? {});

describe.skipIf(!(await canCode()))('chancery watch (skipped where the model has no event heads)', () => {
  it('keeps each article once, over restarts, failures and a kill', { timeout: 180_000 }, async () => {
    const first = await watch();
    expect(first).toMatchObject({ code: 0, said: expect.stringContaining('2 new, 0 known') });
    expect(first.said.match(/^added: [1-9]/gm)).toHaveLength(2);

    expect(await watch()).toEqual({ code: 0, said: `${server.address}/feed: unchanged\n` });

    status = 503;
    expect(await watch()).toEqual({ code: 1, said: expect.stringContaining('failed: the server answers 503') });
    status = 200;

    items = ['signing', 'raid', 'recall'];
    killAt = 'recall';
    expect((await watch()).code).toBeNull();
    killAt = null;
    expect(await kept()).toEqual(['raid', 'signing']);

    const last = await watch();
    expect(last).toMatchObject({ code: 0, said: expect.stringContaining('1 new, 2 known') });
    expect(last.said.match(/^added/gm)).toHaveLength(1);
    expect(await kept()).toEqual(['raid', 'recall', 'signing']);
  });
});
