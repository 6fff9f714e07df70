import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';
import { sampleArticles } from './articles.js';
import type { Bench, Figure } from './bench.js';

const articles = 96;
const processes = [1, 2, 4, 8];

/** The same articles dealt out to 1 to 8 processes of one worker each, on one core and on two: whole processes, their start included. */
export const scalingBench: Bench = { name: 'scaling', run };

async function run(): Promise<readonly Figure[]> {
  const texts = sampleArticles(articles);
  const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;
  const cores = canPin ? [1, 2].filter((count) => count <= availableParallelism()) : [availableParallelism()];
  const figures: Figure[] = [];
  for (const core of cores) {
    for (const count of processes) {
      const begun = performance.now();
      const shares = Array.from({ length: count }, (_, part) => texts.filter((_, at) => at % count === part));
      const busy = await Promise.all(shares.map((share) => coded(share, canPin ? core : null)));
      const wall = (performance.now() - begun) / 1000;
      const cpu = busy.reduce((sum, each) => sum + each, 0);
      const name = `${core} ${core === 1 ? 'core' : 'cores'}, ${count} ${count === 1 ? 'process' : 'processes'}`;
      figures.push(
        { name: `${name}: wall`, value: wall, unit: 's' },
        { name: `${name}: CPU time of all`, value: cpu, unit: 's' },
        { name: `${name}: articles a second`, value: articles / wall, unit: '1/s' },
        { name: `${name}: articles a CPU second`, value: articles / cpu, unit: '1/s' },
        { name: `${name}: share of the cores that it got`, value: (100 * cpu) / (wall * core), unit: '%' },
      );
    }
  }
  return figures;
}

/** CPU seconds of a process that codes the texts, on the first so many cores. */
function coded(texts: readonly string[], cores: number | null): Promise<number> {
  const report = "process.on('exit', () => process.stderr.write(`cpu ${JSON.stringify(process.cpuUsage())}\\n`))";
  const node = [
    process.execPath,
    '--import',
    `data:text/javascript,${encodeURIComponent(report)}`,
    join(packageRoot(), 'dist', 'src', 'cli', 'main.js'),
    ...['code', '-', '--input', 'jsonl', '--workers', '1'],
  ];
  const pinned = cores === null ? node : ['taskset', '-c', `0-${cores - 1}`, ...node];
  const [command = '', ...words] = pinned;
  const child = spawn(command, words, { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stdin.end(
    texts.map((text, id) => `${JSON.stringify({ id: String(id), text, published: '2024-01-01' })}\n`).join(''),
  );
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => {
      const found = /^cpu (.*)$/m.exec(said);
      if (status !== 0 || !found) reject(new Error(`chancery ended with ${status}: ${said}`));
      else {
        const { user, system } = JSON.parse(found[1] ?? '') as NodeJS.CpuUsage;
        resolve((user + system) / 1e6);
      }
    });
  });
}
