import { cameoOf, label2021 } from '../ontology/cameo.js';
import type { Status } from '../records/event.js';
import { statuses } from '../records/event.js';
import type { Sentence } from '../records/sentence.js';
import { type Codebook, cueWeights } from './codebook.js';
import { clauseWords } from './draft-event.js';
import { argmax, type HeadLabels, headOf, sigmoid, softmax } from './head-labels.js';
import { baseRelation, type SentenceTree, treeOf } from './sentence-tree.js';
import { rewriteByStatus } from './status.js';

/** Raw outputs of the encoder's marked pass by output name. */
export type MarkedRun = (
  words: readonly string[],
  marks: readonly number[],
) => Promise<Readonly<Record<string, Float32Array>>>;

/** The answer for a pair: type, modes, status, its CAMEO code and the label of the 2021 table; `type` null where the coder abstains. */
export interface PairAnswer {
  readonly type: string | null;
  readonly modes: readonly string[];
  readonly status: Status;
  readonly cameo: string | null;
  readonly label2021: string | null;
  readonly confidence: number;
  readonly distribution: ReadonlyMap<string, number>;
}

export interface PairQuestion {
  readonly sentence: Sentence;
  /** Words of the marked source and target; empty where unnamed. */
  readonly source: readonly number[];
  readonly target: readonly number[];
}

export interface PairParts {
  readonly labels: HeadLabels;
  readonly codebook: Codebook;
  readonly marked: MarkedRun;
  readonly weights?: PairWeights;
}

/** Weights of the log-linear mix of the marked pass, the shared pass and the cues. */
export interface PairWeights {
  readonly pair: number;
  readonly trigger: number;
  readonly cue: number;
}

/** Set on the held-out batches of the corpus and on plv-dev; re-check with `npm run eval -- events`. */
export const pairWeights: PairWeights = { pair: 1, trigger: 0.25, cue: 0.6 };

/** What the marked source does to the marked target in a sentence. */
export async function typePair(
  question: PairQuestion,
  { labels, codebook, marked, weights = pairWeights }: PairParts,
): Promise<PairAnswer> {
  const { sentence, source, target } = question;
  const tree = treeOf(sentence);
  const marks = sentence.tokens.map((_, word) => (source.includes(word) ? 1 : target.includes(word) ? 2 : 0));
  const outputs = await marked(
    sentence.tokens.map((token) => token.text),
    marks,
  );
  const size = labels.types.length;
  const pair = softmax(outputs.pair ?? new Float32Array(size), 0, size);
  const { mass, word } = triggerMass(tree, source, target, labels);
  const cues = cueMass(tree, labels, codebook);
  const scores = new Float32Array(size);
  for (let index = 1; index < size; index++) {
    scores[index] =
      weights.pair * Math.log((pair[index] ?? 0) + 1e-4) +
      weights.trigger * Math.log((mass[index] ?? 0) + 1e-2) +
      weights.cue * (cues[index] ?? 0);
  }
  scores[0] = Number.NEGATIVE_INFINITY;
  const row = softmax(scores, 0, size);
  const { best, told } = jointly(row, outputs.pairStatus, labels);
  const { type, status } = rewriteByStatus(labels.types[best] ?? '', told);
  const modes = modesOf(outputs.pairMode, type, labels);
  const contexts = labels.contexts.filter((_, index) => sigmoid(outputs.pairContext?.[index] ?? -9) > 0.5);
  const clause = clauseWords(tree, word);
  const lemmas = new Set(
    (clause.length > 2 ? clause : tree.tokens.map((_, index) => index)).map(
      (index) => tree.tokens[index]?.lemma.toLowerCase() ?? '',
    ),
  );
  const cameo = cameoOf({
    type,
    modes,
    contexts,
    status,
    object: null,
    verb: tree.tokens[word]?.lemma.toLowerCase() ?? '',
    lemmas,
  });
  return {
    type,
    modes,
    status,
    cameo,
    label2021: label2021(type, cameo),
    confidence: row[best] ?? 0,
    distribution: new Map(labels.types.map((label, index) => [label, row[index] ?? 0])),
  };
}

/** Types of the triggers of the shared pass, each weighted by how surely source and target stand in its roles; and the best trigger's word. */
function triggerMass(
  tree: SentenceTree,
  source: readonly number[],
  target: readonly number[],
  labels: HeadLabels,
): { readonly mass: Float64Array; readonly word: number } {
  const size = labels.types.length;
  const count = tree.tokens.length;
  const triggers = headOf(tree.sentence, 'trigger');
  const roles = headOf(tree.sentence, 'role');
  const mass = new Float64Array(size);
  let word = Math.max(
    0,
    tree.tokens.findIndex((token) => token.head < 0),
  );
  let strongest = 0;
  if (triggers.length < count * size) return { mass, word };
  const sourceRole = labels.roles.indexOf('source');
  const targetRole = labels.roles.indexOf('target');
  const width = labels.roles.length;
  for (let at = 0; at < count; at++) {
    const row = softmax(triggers, at * size, size);
    const eventness = 1 - (row[0] ?? 1);
    if (eventness < 0.05) continue;
    const roleOf = (words: readonly number[], wanted: number, other: number): number =>
      words.length === 0
        ? 0.5
        : Math.max(
            ...words.map((each) => {
              const found = softmax(roles, (at * count + each) * width, width);
              return (found[wanted] ?? 0) + 0.5 * (found[other] ?? 0);
            }),
          );
    const weight =
      eventness * (0.05 + roleOf(source, sourceRole, targetRole)) * (0.05 + roleOf(target, targetRole, sourceRole));
    for (let index = 1; index < size; index++) mass[index] = (mass[index] ?? 0) + weight * (row[index] ?? 0);
    if (weight > strongest) {
      strongest = weight;
      word = at;
    }
  }
  const total = mass.reduce((sum, value) => sum + value, 0);
  if (total > 0) for (let index = 0; index < size; index++) mass[index] = (mass[index] ?? 0) / total;
  return { mass, word };
}

/** The cues of each type in the sentence by their weight, those of its root in full. */
function cueMass(tree: SentenceTree, labels: HeadLabels, codebook: Codebook): Float64Array {
  const mass = new Float64Array(labels.types.length);
  tree.tokens.forEach((token, word) => {
    const cue = codebook.cueOf(tree, word);
    const index = cue ? labels.types.indexOf(cue.type) : -1;
    const weight = cue ? cue.weight / cueWeights.lemma : 0;
    if (index > 0) mass[index] = (mass[index] ?? 0) + weight * (baseRelation(token.deprel) === 'root' ? 1 : 0.5);
  });
  return mass;
}

/** Statuses in which a type can stand after PLOVER's rewrites; the others are unlikely together. */
function fits(type: string, status: Status): boolean {
  if (status === 'planned') return type === 'AGREE' || type === 'CONCEDE';
  if (status === 'threatened') return type === 'THREATEN';
  return type !== 'THREATEN' || status !== 'actual';
}

/** What an unlikely pair of type and status costs, in log probability; set on the held-out batches of the corpus. */
const misfit = 2;

/** The likeliest type and status together. */
function jointly(
  row: Float64Array,
  logits: Float32Array | undefined,
  labels: HeadLabels,
): { readonly best: number; readonly told: Status } {
  const told = logits ? softmax(logits, 0, labels.statuses.length) : null;
  if (!told) return { best: argmax(row), told: 'actual' };
  let best = argmax(row);
  let status: Status = 'actual';
  let highest = Number.NEGATIVE_INFINITY;
  labels.types.forEach((type, index) => {
    if (index === 0) return;
    labels.statuses.forEach((name, at) => {
      const known = statuses.find((each) => each === name);
      if (!known) return;
      const score =
        Math.log((row[index] ?? 0) + 1e-6) + 0.5 * Math.log((told[at] ?? 0) + 1e-4) - (fits(type, known) ? 0 : misfit);
      if (score <= highest) return;
      highest = score;
      best = index;
      status = known;
    });
  });
  return { best, told: status };
}

function modesOf(logits: Float32Array | undefined, type: string, labels: HeadLabels): readonly string[] {
  if (!logits) return [];
  return labels.modes
    .map((label, index) => ({ label, score: sigmoid(logits[index] ?? -9) }))
    .filter(({ label, score }) => label.startsWith(`${type}/`) && score > 0.5)
    .sort((a, b) => b.score - a.score)
    .map(({ label }) => label.slice(type.length + 1));
}
