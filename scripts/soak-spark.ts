import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';

/** The Spark job over many documents, with an executor killed in the middle: `CHANCERY_SPARK_PYTHON=python3 node dist/scripts/soak-spark.js [DOCUMENTS]`. */
const root = packageRoot();
const python = process.env.CHANCERY_SPARK_PYTHON;
const chancery = `${process.execPath} ${join(root, 'dist', 'src', 'cli', 'main.js')}`;
const reports = join(root, 'examples', 'sahel', 'reports.jsonl');
if (python === undefined) {
  process.stdout.write('skipped: CHANCERY_SPARK_PYTHON names no Python with pyspark\n');
} else {
  const job = [join(root, 'spark', 'check_job.py'), '--chancery', chancery, '--reports', reports];
  const options = ['--documents', process.argv[2] ?? '100000', '--partitions', '64'];
  const { status } = spawnSync(python, [...job, ...options], { stdio: ['ignore', 'inherit', 'inherit'] });
  process.exitCode = status === 0 ? 0 : 1;
}
