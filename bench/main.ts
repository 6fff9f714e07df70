import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/package-root.js';
import { actorsBench } from './actors.js';
import type { Bench } from './bench.js';
import { codingBench } from './coding.js';
import { eventsBench } from './events.js';
import { languageBench } from './language.js';
import { readingBench } from './reading.js';
import { scalingBench } from './scaling.js';

const usual: readonly Bench[] = [languageBench, actorsBench, codingBench, eventsBench, readingBench];
/** With those that take the whole machine for minutes, and run only by name. */
const benches: readonly Bench[] = [...usual, scalingBench];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: join(packageRoot(), '..', 'shared', 'data') },
    model: { type: 'string' },
    save: { type: 'boolean', default: false },
  },
});

const unknown = positionals.find((name) => !benches.some((bench) => bench.name === name));
if (unknown !== undefined) {
  process.stderr.write(`unknown bench: ${unknown} (one of ${benches.map((bench) => bench.name).join(', ')})\n`);
  process.exit(2);
}
for (const bench of positionals.length === 0 ? usual : benches.filter((one) => positionals.includes(one.name))) {
  const figures = await bench.run({ data: values.data, ...(values.model ? { model: values.model } : {}) });
  process.stdout.write(`${bench.name}\n`);
  for (const { name, value, unit } of figures) {
    process.stdout.write(`  ${name.padEnd(52)} ${value.toFixed(value < 10 ? 2 : 0).padStart(8)} ${unit}\n`);
  }
  if (!values.save) continue;
  const folder = join(packageRoot(), 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  const machine = { cores: availableParallelism(), load, processor: cpus()[0]?.model ?? '', node: process.version };
  writeFileSync(join(folder, `${bench.name}.json`), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
}
