import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fullDisk } from '../../scripts/soak/full-disk.js';
import { killTest } from '../../scripts/soak/kill-test.js';
import { packageRoot } from '../../src/package-root.js';

const compiled = existsSync(join(packageRoot(), 'dist', 'scripts', 'soak', 'ingest-until-killed.js'));

test.skipIf(!compiled)(
  'killed at random moments, the ledger holds every acknowledged document once and whole',
  async () => {
    const { acknowledged, wrong } = await killTest(4, 11);
    expect(wrong).toEqual([]);
    expect(acknowledged).toBeGreaterThan(0);
  },
  120_000,
);

test.skipIf(!compiled || process.platform === 'win32')(
  'on a full disk ingesting ends with a clear error, and what was acknowledged is there',
  async () => {
    const { said, wrong } = await fullDisk(12_000);
    expect(wrong).toEqual([]);
    expect(said).toMatch(/no space left for the ledger/);
  },
  120_000,
);
