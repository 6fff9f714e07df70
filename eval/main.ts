import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/package-root.js';
import { actorsEvaluation } from './actors.js';
import type { Evaluation } from './evaluation.js';
import { eventsEvaluation } from './events.js';
import { type Floors, lowered, problemsOf, raised, readFloors, writeFloors } from './floors.js';
import { languageEvaluation } from './language.js';
import { storiesEvaluation } from './stories.js';

const evaluations: readonly Evaluation[] = [languageEvaluation, actorsEvaluation, eventsEvaluation, storiesEvaluation];

const usage = `npm run eval -- [NAME…] [--data FOLDER] [--model FOLDER] [--pin] [--lower SCORE=VALUE --reason TEXT]
evaluations: ${evaluations.map((evaluation) => evaluation.name).join(', ')}
--pin raises the floors in eval/floors.json to what was measured; --lower is the only way down and keeps its reason.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: join(packageRoot(), '..', 'shared', 'data') },
    model: { type: 'string' },
    pin: { type: 'boolean', default: false },
    lower: { type: 'string', multiple: true, default: [] },
    reason: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function stop(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

if (values.help) stop(usage, 0);
const chosen = positionals.length === 0 ? evaluations : evaluations.filter((one) => positionals.includes(one.name));
const unknown = positionals.find((name) => !evaluations.some((one) => one.name === name));
if (unknown !== undefined) stop(`unknown evaluation: ${unknown}\n${usage}`, 2);
if (values.lower.length > 0 && !values.reason) stop('--lower needs --reason', 2);
if (!existsSync(values.data)) stop(`skipped: no measuring sets at ${values.data}`, 0);

let wrong = 0;
for (const evaluation of chosen) {
  const started = performance.now();
  const measured = await evaluation.run({ data: values.data, ...(values.model ? { model: values.model } : {}) });
  const all = readFloors();
  let floors: Floors = all[evaluation.name] ?? { corpora: {}, floors: {}, lowered: [] };
  for (const change of values.lower) {
    const [score = '', to = ''] = change.split('=');
    floors = lowered(floors, { score, to: Number(to), reason: values.reason ?? '' });
  }
  if (values.pin) floors = raised(floors, measured);
  if (values.pin || values.lower.length > 0) writeFloors({ ...all, [evaluation.name]: floors });
  process.stdout.write(`${evaluation.name} (${Math.round((performance.now() - started) / 1000)} s)\n`);
  for (const [score, value] of Object.entries(measured.scores)) {
    const floor = floors.floors[score];
    process.stdout.write(`  ${score.padEnd(44)} ${value.toFixed(4)}${floor === undefined ? '' : `  floor ${floor}`}\n`);
  }
  for (const file of measured.skipped) process.stdout.write(`  skipped, absent: ${file}\n`);
  const problems = problemsOf(floors, measured);
  for (const problem of problems) process.stdout.write(`  ${problem}\n`);
  wrong += problems.length;
  const results = join(packageRoot(), 'eval', 'results');
  mkdirSync(results, { recursive: true });
  const rounded = Object.entries(measured.scores).map(([score, value]) => [score, Math.round(value * 10_000) / 10_000]);
  const result = { of: measured.of, corpora: measured.corpora, scores: Object.fromEntries(rounded) };
  if (!values.model) writeFileSync(join(results, `${evaluation.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}
if (wrong > 0) process.exitCode = 1;
