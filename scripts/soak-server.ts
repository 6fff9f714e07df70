import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/package-root.js';

/**
 * The long proof of the server: readers of the sample ledger, each thinking a second between requests, while documents
 * are taken in and slow clients hold their connections: `node dist/scripts/soak-server.js [--readers 200] [--seconds 60]`.
 */
const { values } = parseArgs({
  options: { readers: { type: 'string', default: '200' }, seconds: { type: 'string', default: '60' } },
});
const readers = Number(values.readers);
const slowest95 = 300;
const paths = [
  '/',
  '/api/overview',
  '/api/overview?type=ASSAULT',
  '/api/overview?from=2022-01-01&to=2025-12-31',
  '/api/events?limit=20',
  '/api/stories?actor=MLI',
  '/api/actor?id=BFA',
  '/api/actor?id=MLI',
  '/api/pair?a=FRA&b=MLI',
  '/api/search?words=memorandum',
  '/api/relations?asOf=2025-08-15&actor=MLI',
];

const folder = mkdtempSync(join(tmpdir(), 'chancery-soak-'));
const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
const ledger = join(folder, 'news.duckdb');
spawnSync(process.execPath, [
  ...[main, 'ingest', join(packageRoot(), 'examples', 'sahel', 'reports.jsonl')],
  ...['--known-at', 'published', '--ledger', ledger],
]);
const server = spawn(process.execPath, [main, 'serve', '--ledger', ledger, '--port', '0']);
const base = await address(server);
const until = Date.now() + Number(values.seconds) * 1000;
const times: number[] = [];
let errors = 0;
let kept = 0;
const slow = Array.from({ length: 50 }, () => slowClient(Number(new URL(base).port)));
await Promise.all([ingesting(), ...Array.from({ length: readers }, (_, seat) => reading(seat))]);
for (const socket of slow) socket.destroy();
server.kill('SIGINT');
await new Promise((ended) => server.once('close', ended));
rmSync(folder, { recursive: true, force: true });
times.sort((a, b) => a - b);
const at = (share: number): number => Math.round(times[Math.floor(times.length * share)] ?? 0);
const result = { requests: times.length, errors, ingested: kept, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
process.stdout.write(`${JSON.stringify(result)}\n`);
if (errors > 0 || kept === 0 || result.p95 > slowest95) process.exitCode = 1;

async function address({ stdout }: ChildProcess): Promise<string> {
  for await (const chunk of stdout ?? []) {
    const found = /http:\S+/.exec(String(chunk))?.[0];
    if (found !== undefined) return found.replace(/\/$/, '');
  }
  throw new Error('server did not start');
}

/** One reader: the pages in turn, each reader from another one on. */
async function reading(seat: number): Promise<void> {
  await wait((1000 * seat) / readers);
  for (let turn = seat; Date.now() < until; turn += 1) {
    const begun = performance.now();
    try {
      const answer = await fetch(base + paths[turn % paths.length]);
      await answer.arrayBuffer();
      if (!answer.ok) errors += 1;
    } catch {
      errors += 1;
    }
    times.push(performance.now() - begun);
    await wait(1000);
  }
}

async function ingesting(): Promise<void> {
  const text =
    'Mali accused France of arming rebels near Gao. The two ministers met in Bamako on Monday and signed an accord.';
  while (Date.now() < until) {
    const body = JSON.stringify({ text: `${text} Copy ${kept}.`, published: '2025-10-01' });
    const answer = await fetch(`${base}/api/ingest`, { method: 'POST', body });
    if (answer.ok && (await answer.text()).includes('"added"')) kept += 1;
    else errors += 1;
  }
}

/** A client that sends its request letter by letter and never ends. */
function slowClient(port: number): ReturnType<typeof connect> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /api/overview HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
  const timer = setInterval(() => socket.write('a'), 2000);
  socket.once('close', () => clearInterval(timer));
  return socket;
}
