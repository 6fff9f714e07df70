import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/ledger/database.js';
import { packageRoot } from '../../src/package-root.js';
import { madeItems, mulberry } from './made-items.js';

const documents = 4000;
const latestKill = 1500;

export interface KillReport {
  readonly kills: number;
  readonly acknowledged: number;
  /** What was lost, doubled or half; empty when all is well. */
  readonly wrong: readonly string[];
}

/** Kills an ingesting process at random moments and looks at the ledger after each: every acknowledged document is there once and whole, none half. */
export async function killTest(kills: number, seed = 1): Promise<KillReport> {
  const random = mulberry(seed);
  const folder = mkdtempSync(join(tmpdir(), 'chancery-kill-'));
  const path = join(folder, 'ledger.duckdb');
  const acknowledged = new Set<string>();
  const wrong: string[] = [];
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const corpus = 1 + (kill % 3);
      for (const id of await ingestAndKill(path, { seed: corpus, after: random() * latestKill })) acknowledged.add(id);
      wrong.push(...(await problems(path, acknowledged)).map((problem) => `kill ${kill + 1}: ${problem}`));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { kills, acknowledged: acknowledged.size, wrong };
}

async function ingestAndKill(
  path: string,
  { seed, after }: { readonly seed: number; readonly after: number },
): Promise<readonly string[]> {
  const script = join(packageRoot(), 'dist', 'scripts', 'soak', 'ingest-until-killed.js');
  const child = spawn(process.execPath, [script, path, String(seed), String(documents)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  let timer: NodeJS.Timeout | null = null;
  child.stdout.on('data', (part: Buffer) => {
    printed += part.toString();
    timer ??= setTimeout(() => child.kill('SIGKILL'), after);
  });
  await new Promise((done) => child.on('close', done));
  if (timer) clearTimeout(timer);
  const lines = printed.split('\n');
  return lines.slice(0, -1).map((line) => line.split(' ')[0] ?? '');
}

async function problems(path: string, acknowledged: ReadonlySet<string>): Promise<readonly string[]> {
  const expected = new Map<string, number>();
  for (const seed of [1, 2, 3])
    for (const item of madeItems(documents, seed)) expected.set(item.doc.id, item.events.length);
  const db = await openDatabase(path);
  try {
    const rows = await db.all(
      `select d.id, count(distinct d.key)::integer as documents, count(e.key)::integer as events,
         (select count(*) from parties p join events x on x.key = p.event_key where x.document_key = any_value(d.key) and p.role = 'source')::integer as sources
       from documents d left join events e on e.document_key = d.key group by d.id`,
    );
    const held = new Map(rows.map((row) => [String(row.id), row]));
    const lost = [...acknowledged].filter((id) => !held.has(id)).map((id) => `acknowledged and lost: ${id}`);
    const bad = rows.flatMap((row) => {
      const id = String(row.id);
      if (Number(row.documents) !== 1) return [`there ${row.documents} times: ${id}`];
      if (Number(row.events) !== expected.get(id)) return [`${row.events} of ${expected.get(id)} events: ${id}`];
      return Number(row.sources) < Number(row.events) ? [`parties are missing: ${id}`] : [];
    });
    return [...lost, ...bad];
  } finally {
    db.close();
  }
}
