/**
 * Fits the confidence of events anew: codes the held-out batches of the corpus and the development half of the gold reports with the
 * model as it is, prints the reliability table of `docs/accuracy.md` and the logistic fit for `data/events/calibration.json`.
 * Some four minutes on two cores: `npm run build && node dist/scripts/calibrate.js`; with `--write` it also changes the file.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodedEvaluation, evaluateCoded } from '../src/evaluate/evaluate-coded.js';
import { type Coder, openCoder } from '../src/events/open-coder.js';
import { packageRoot } from '../src/package-root.js';

type Judged = CodedEvaluation['judged'][number];
interface Fit {
  readonly slope: number;
  readonly intercept: number;
}

const file = join(packageRoot(), 'data', 'events', 'calibration.json');
/** Reckoning day for texts of the corpus that have none. */
const undated = '2019-05-15';
/** As `training/corpus.py` holds batches out. */
const heldOutShare = 60n;

const isHeldOut = (batch: string): boolean =>
  BigInt(`0x${createHash('sha256').update(`0${batch}`).digest('hex')}`) % 1000n < heldOutShare;

function coded(folder: string): readonly string[] {
  const names = readdirSync(join(packageRoot(), folder)).filter((name) => name.endsWith('.cev'));
  return names.sort().map((name) => readFileSync(join(packageRoot(), folder, name), 'utf8'));
}

async function judge(texts: readonly string[], coder: Coder): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const text of texts) judged.push(...(await evaluateCoded(text, 'calibrate', coder, undated)).judged);
  return judged;
}

const logit = (share: number): number => Math.log(share / (1 - share));
const bound = (share: number): number => Math.min(0.999, Math.max(0.001, share));

/** Logistic fit by Newton's steps of "right" on the log-odds of the raw score. */
function fit(scores: readonly { readonly x: number; readonly right: boolean }[]): Fit {
  let [slope, intercept] = [1, 0];
  for (let step = 0; step < 50; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (const { x, right } of scores) {
      const p = 1 / (1 + Math.exp(-(slope * x + intercept)));
      const [miss, weight] = [(right ? 1 : 0) - p, p * (1 - p)];
      g0 += miss;
      g1 += miss * x;
      h00 += weight;
      h01 += weight * x;
      h11 += weight * x * x;
    }
    const det = h00 * h11 - h01 * h01;
    intercept += (h11 * g0 - h01 * g1) / det;
    slope += (h00 * g1 - h01 * g0) / det;
  }
  return { slope, intercept };
}

function row(judged: readonly Judged[], low: number, confidence: (told: number) => number): string {
  const within = judged.filter((each) => {
    const told = confidence(each.confidence);
    return told >= low && (told < low + 0.1 || (low >= 0.9 && told <= 1));
  });
  const right = within.filter((each) => each.right).length;
  return `${within.length} | ${within.length === 0 ? '–' : (right / within.length).toFixed(2)}`;
}

const old = JSON.parse(readFileSync(file, 'utf8')) as Fit & { readonly note: string };
const coder = await openCoder({ minConfidence: 0 });
const held = coded('training/corpus').filter((text) => isHeldOut(/^## batch:\s*(.*)$/m.exec(text)?.[1]?.trim() ?? ''));
const corpus = await judge(held, coder);
const gold = await judge(coded('eval/gold/dev'), coder);
await coder.close();

const raw = (told: number): number => (logit(bound(told)) - old.intercept) / old.slope;
const found = fit(corpus.map(({ confidence, right }) => ({ x: raw(confidence), right })));
const again = (told: number): number => 1 / (1 + Math.exp(-(found.slope * raw(told) + found.intercept)));
process.stdout.write(`${corpus.length} events of the held-out batches, ${gold.length} of the development half\n`);
for (const [name, confidence] of [
  ['as it is', (told: number): number => told],
  ['fitted anew', again],
] as const) {
  process.stdout.write(
    `\n${name}\n| confidence | held-out: events | right | gold, development half: events | right |\n|---|---|---|---|---|\n`,
  );
  for (let low = 0.1; low < 0.95; low += 0.1)
    process.stdout.write(
      `| ${low.toFixed(1)}–${(low + 0.1).toFixed(1)} | ${row(corpus, low - 1e-9, confidence)} | ${row(gold, low - 1e-9, confidence)} |\n`,
    );
}
const next = { note: old.note, slope: Number(found.slope.toFixed(4)), intercept: Number(found.intercept.toFixed(4)) };
process.stdout.write(`\nslope ${next.slope}, intercept ${next.intercept} (now ${old.slope}, ${old.intercept})\n`);
if (process.argv.includes('--write')) writeFileSync(file, `${JSON.stringify(next, null, 2)}\n`);
