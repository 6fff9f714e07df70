import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/ledger/database.js';
import { packageRoot } from '../../src/package-root.js';
import { madeItems, mulberry } from './made-items.js';

/** Several groups of a commit, so that a kill also meets one half written. */
export const documents = 12_000;
const latestKill = 1500;
/** Kills of one ledger before the next is begun, so that there is always something left to write. */
const killsOfOne = 6;

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
  const acknowledged = new Set<string>();
  const wrong: string[] = [];
  let total = 0;
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      if (kill % killsOfOne === 0) acknowledged.clear();
      const before = acknowledged.size;
      const path = join(folder, `ledger-${Math.floor(kill / killsOfOne)}.duckdb`);
      const corpus = 1 + (kill % 3);
      for (const id of await ingestAndKill(path, { seed: corpus, after: random() * latestKill })) acknowledged.add(id);
      wrong.push(...(await problems(path, acknowledged)).map((problem) => `kill ${kill + 1}: ${problem}`));
      total += acknowledged.size - before;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { kills, acknowledged: total, wrong };
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

let counted: ReadonlyMap<string, number> | null = null;

function expectedEvents(): ReadonlyMap<string, number> {
  counted ??= new Map(
    [1, 2, 3].flatMap((seed) =>
      Array.from(madeItems(documents, seed), (item) => [item.doc.id, item.events.length] as const),
    ),
  );
  return counted;
}

/** What is lost, doubled or half in the ledger. */
export async function problems(path: string, acknowledged: ReadonlySet<string>): Promise<readonly string[]> {
  const expected = expectedEvents();
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
