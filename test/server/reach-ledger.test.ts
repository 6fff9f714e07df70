import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.js';
import { packageRoot } from '../../src/package-root.js';
import { readOwner } from '../../src/server/owner-file.js';
import { reachLedger } from '../../src/server/reach-ledger.js';
import { remoteLedger } from '../../src/server/remote-ledger.js';
import { sampleItems } from './sample-ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'chancery-reach-'));
const path = join(folder, 'news.duckdb');
const items = sampleItems().slice(0, 40);
const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
let owner: Ledger;
let remote: Ledger;

/** Another process. */
async function command(...args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const child = spawn(process.execPath, [main, ...args, '--ledger', path]);
  const ended = new Promise<number>((done) => child.once('close', (status) => done(status ?? -1)));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, out, err };
}

beforeAll(async () => {
  owner = await reachLedger(path);
  for await (const receipt of owner.ingest(items.slice(0, 30))) void receipt;
  const said = readOwner(path);
  if (said === null) throw new Error('no owner file');
  remote = remoteLedger(path, said);
});

afterAll(async () => {
  await owner.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a ledger that another process has open', () => {
  it('answers the same through its owner', async () => {
    expect(await remote.events({ actor: 'MLI', limit: 5 })).toEqual(await owner.events({ actor: 'MLI', limit: 5 }));
    expect(await remote.relations()).toEqual(await owner.relations());
    expect(await remote.counts(['type'])).toEqual(await owner.counts(['type']));
    expect(await remote.holds('no-such', 'x')).toBeNull();
    const rows = async (ledger: Ledger): Promise<readonly unknown[]> => {
      const all = [];
      for await (const row of ledger.panel({ unit: 'actor', period: 'year' } as never)) all.push(row);
      return all;
    };
    expect(await rows(remote)).toEqual(await rows(owner));
  });

  it('keeps documents through its owner, with a receipt for each', async () => {
    const outcomes = [];
    for await (const receipt of remote.ingest(items.slice(25))) outcomes.push(receipt.outcome);
    expect(outcomes).toEqual([...Array(5).fill('unchanged'), ...Array(10).fill('added')]);
    expect((await owner.status()).documents).toBe(40);
  });

  it('rejects as the owner would', async () => {
    await expect(remote.event('no-such-event')).rejects.toMatchObject({ code: 'not_found' });
    const stranger = remoteLedger(path, { url: readOwner(path)?.url ?? '', token: 'wrong', pid: 1 });
    await expect(stranger.status()).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('is not locked for a command', { timeout: 60_000 }, async () => {
    const { status, out, err } = await command('events', '--limit', '2', '--format', 'jsonl');
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(2);
  });

  it('says where it is to its user alone', () => {
    expect(statSync(`${path}.owner`).mode & 0o077).toBe(0);
  });
});

describe('what an owner left behind', () => {
  it('is passed over when the owner is gone, and taken away at the end', async () => {
    const other = join(folder, 'other.duckdb');
    const file = `${other}.owner`;
    writeFileSync(file, JSON.stringify({ url: 'http://127.0.0.1:9/', token: 'x', pid: 1 }));
    const ledger = await reachLedger(other);
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
    await ledger.close();
    expect(existsSync(file)).toBe(false);
  });
});
