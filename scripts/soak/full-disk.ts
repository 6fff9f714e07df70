import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';
import { documents, problems } from './kill-test.js';

export interface FullDiskReport {
  readonly acknowledged: number;
  /** What the ingesting process said at its end. */
  readonly said: string;
  /** What was lost, doubled or half; empty when all is well. */
  readonly wrong: readonly string[];
}

/** Ingests where no file may grow beyond so many blocks of 1,024 bytes, as on a full disk, and looks at the ledger afterwards. */
export async function fullDisk(blocks: number): Promise<FullDiskReport> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-full-'));
  const path = join(folder, 'ledger.duckdb');
  const script = join(packageRoot(), 'dist', 'scripts', 'soak', 'ingest-until-killed.js');
  try {
    const command = `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`;
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', command, 'bash', process.execPath, script, path, '1', String(documents)],
      { encoding: 'utf8' },
    );
    const acknowledged = new Set(
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split(' ')[0] ?? ''),
    );
    return {
      acknowledged: acknowledged.size,
      said: /ChanceryError: .*/.exec(stderr)?.[0] ?? stderr.slice(0, 200),
      wrong: await problems(path, acknowledged),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
