import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodedEvaluation, evaluateCoded } from '../src/evaluate/evaluate-coded.js';
import { evaluatePairs } from '../src/evaluate/evaluate-pairs.js';
import { evaluateRecords } from '../src/evaluate/evaluate-records.js';
import { type Coder, openCoder } from '../src/events/open-coder.js';
import { packageRoot } from '../src/package-root.js';
import type { Evaluation, EvaluationOptions, Measured } from './evaluation.js';

const files = { pairs: 'events/plv-dev.tsv', records: 'events/gsr-dev.json' } as const;

/** Events: marked pairs, PLOVER records, and the project's own gold reports, development and test half. */
export const eventsEvaluation: Evaluation = { name: 'events', run };

async function run({ data, model }: EvaluationOptions): Promise<Measured> {
  const coder = await openCoder(model === undefined ? {} : { model });
  const scores: Record<string, number> = {};
  const corpora: Record<string, string> = {};
  const skipped: string[] = [];
  const read = (name: string, path: string): string | null => {
    if (!existsSync(path)) {
      skipped.push(name);
      return null;
    }
    const text = readFileSync(path, 'utf8');
    corpora[name] = createHash('sha256').update(text).digest('hex').slice(0, 16);
    return text;
  };
  const pairs = read(files.pairs, join(data, files.pairs));
  if (pairs !== null) {
    const { types, quads } = await evaluatePairs(pairs, files.pairs, coder);
    scores['plv-dev.type.macro-f1'] = types.macroF1;
    scores['plv-dev.type.accuracy'] = types.accuracy;
    scores['plv-dev.quad.macro-f1'] = quads.macroF1;
    for (const { label, f1 } of types.labels) scores[`plv-dev.type.${label}`] = f1;
  }
  const records = read(files.records, join(data, files.records));
  if (records !== null) {
    const { fields } = await evaluateRecords(records, files.records, coder);
    for (const [field, { f1 }] of Object.entries(fields)) scores[`gsr-dev.${field.replaceAll(' ', '-')}`] = f1;
  }
  for (const half of ['dev', 'test']) {
    const folder = join(packageRoot(), 'eval', 'gold', half);
    if (!existsSync(folder)) {
      skipped.push(`gold/${half}`);
      continue;
    }
    const source = readdirSync(folder)
      .filter((file) => file.endsWith('.cev'))
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n\n');
    corpora[`gold/${half}`] = createHash('sha256').update(source).digest('hex').slice(0, 16);
    note(scores, `gold-${half}`, await goldScores(source, half, coder));
  }
  await coder.close();
  return { scores, corpora, of: { model: coder.version.model, data: coder.version.data }, skipped };
}

function goldScores(source: string, half: string, coder: Coder): Promise<CodedEvaluation> {
  return evaluateCoded(source, `gold/${half}`, coder);
}

function note(scores: Record<string, number>, name: string, found: CodedEvaluation): void {
  scores[`${name}.trigger.f1`] = found.triggers.f1;
  scores[`${name}.trigger-and-type.f1`] = found.typed.f1;
  scores[`${name}.event.f1`] = found.events.f1;
  scores[`${name}.event.precision`] = found.events.precision;
  scores[`${name}.event.recall`] = found.events.recall;
  scores[`${name}.event-strict.f1`] = found.strict.f1;
  for (const [field, { right, asked }] of Object.entries(found.fields))
    if (asked > 0) scores[`${name}.${field}`] = right / asked;
}
