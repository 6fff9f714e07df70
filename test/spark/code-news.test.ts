import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelPath, packageRoot } from '../../src/package-root.js';

const root = packageRoot();
/** A Python that has pyspark; named by `CHANCERY_SPARK_PYTHON`, since importing it takes seconds. */
const python = process.env.CHANCERY_SPARK_PYTHON ?? '';
const canCode = 'types' in (JSON.parse(readFileSync(modelPath('en', 'model.json'), 'utf8')).labels ?? {});
const missing =
  python === '' ? 'CHANCERY_SPARK_PYTHON names no Python with pyspark' : canCode ? '' : 'the model has no event heads';

describe('the Spark job', () => {
  it.skipIf(missing !== '')(
    `gives exactly the lines of one process, also when an executor is killed${missing && ` (skipped: ${missing})`}`,
    { timeout: 600_000 },
    () => {
      const main = join(root, 'dist', 'src', 'cli', 'main.js');
      const documents = process.env.CHANCERY_SPARK_DOCUMENTS ?? '100';
      const reports = join(root, 'examples', 'sahel', 'reports.jsonl');
      const { stdout, status } = spawnSync(
        python,
        [
          join(root, 'spark', 'check_job.py'),
          '--chancery',
          `${process.execPath} ${main}`,
          '--reports',
          reports,
          '--documents',
          documents,
        ],
        { encoding: 'utf8' },
      );
      const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
      expect(result).toMatchObject({ lost: 0, twice: 0, executor_killed: true });
      expect(status).toBe(0);
    },
  );
});
