import { type Codebook, type Cue, cueWeights } from '../codebook.js';
import { argmax, type HeadLabels, headOf, softmax } from '../head-labels.js';
import { dependentsBy, type SentenceTree } from '../sentence-tree.js';
import { type Judgement, judgementAt } from './judgement.js';

/** A word that says an act, with the type it is taken for. */
export interface Predicate {
  readonly word: number;
  /** Words of the trigger, in order: the word and its particle. */
  readonly words: readonly number[];
  readonly type: string;
  /** Probability that the word says an event of this type. */
  readonly score: number;
  /** Probability of each label of the trigger head, cues of the codebook counted in. */
  readonly distribution: Float64Array;
  readonly by: 'model' | 'codebook';
  readonly note: string;
}

export interface PredicateOptions {
  readonly labels: HeadLabels;
  readonly codebook: Codebook;
  /** Least probability that a word is a trigger at all. */
  readonly minimum: number;
}

const predicateTags = new Set(['VERB', 'NOUN', 'PROPN', 'ADJ', 'AUX', 'ADV', 'X']);
const contradicting = new Set(['mark', 'case', 'det', 'punct', 'cc', 'nummod']);

/** The words of a sentence that say events, each with its type, best first in reading order. */
export function findPredicates(
  tree: SentenceTree,
  { labels, codebook, minimum }: PredicateOptions,
): readonly Predicate[] {
  const logits = headOf(tree.sentence, 'trigger');
  const size = labels.types.length;
  const silent = logits.length < tree.tokens.length * size;
  const found: Predicate[] = [];
  tree.tokens.forEach((token, word) => {
    if (!predicateTags.has(token.upos) || contradicting.has(token.deprel)) return;
    const words = triggerWords(tree, word);
    const judgement = judgementAt(tree, word);
    const spoken = isDescription(tree, word) ? null : codebook.cueOf(tree, word);
    const cue = judgement?.type ? toneOf(tree, judgement, judgement.type) : spoken;
    if (silent) {
      if (cue)
        found.push({
          word,
          words,
          type: cue.type,
          score: cue.strength,
          distribution: new Float64Array(size),
          by: 'codebook',
          note: cue.note,
        });
      return;
    }
    const refused = judgement ? otherSpeech(judgement) : codebook.notAt(tree, word);
    const against = judgement ? 2 * cueWeights.added : cueWeights.not;
    const row = softmax(
      weighed(logits.slice(word * size, (word + 1) * size), labels, { cue, refused, against }),
      0,
      size,
    );
    if (cue && !labels.types.includes(cue.type)) {
      if (cue.strength >= minimum)
        found.push({
          word,
          words,
          type: cue.type,
          score: cue.strength,
          distribution: row,
          by: 'codebook',
          note: cue.note,
        });
      return;
    }
    if (1 - (row[0] ?? 1) < minimum) return;
    row[0] = 0;
    const best = argmax(row);
    const type = labels.types[best];
    if (type === undefined || best === 0) return;
    const score = row[best] ?? 0;
    found.push({
      word,
      words,
      type,
      score,
      distribution: row,
      by: 'model',
      note: cue ? `cue ${cue.note}` : 'trigger head',
    });
  });
  return found;
}

/** A noun inside what a thing is said to be: "defence is the largest area of **cooperation**". It takes no cue. */
function isDescription(tree: SentenceTree, word: number): boolean {
  let at = word;
  for (let steps = 0; steps < 4 && ['nmod', 'compound'].includes(tree.tokens[at]?.deprel ?? ''); steps += 1) {
    at = tree.tokens[at]?.head ?? -1;
    if (at < 0) return false;
    if (dependentsBy(tree, at, 'cop').length > 0) return true;
  }
  return false;
}

const speech = [
  'REQUEST',
  'AGREE',
  'CONCEDE',
  'PROTEST',
  'ASSAULT',
  'THREATEN',
  'COERCE',
  'SANCTION',
  'CONSULT',
  'REJECT',
  'ACCUSE',
  'SUPPORT',
];

/** Acts for which a verb of judging is easily mistaken. */
function otherSpeech({ type }: Judgement): readonly string[] {
  return speech.filter((each) => each !== type && (type !== null || !judging.includes(each)));
}
const judging = ['REJECT', 'ACCUSE', 'SUPPORT'];

function toneOf(tree: SentenceTree, { word }: Judgement, type: string): Cue {
  const note = `judged "${tree.tokens[word ?? 0]?.text ?? ''}"`;
  return { type, strength: 0.6, weight: cueWeights.added, note };
}

interface Evidence {
  readonly cue: Cue | null;
  readonly refused: readonly string[];
  readonly against: number;
}

/** The logits with what the codebook says for and against a type. */
function weighed(row: Float32Array, labels: HeadLabels, { cue, refused, against }: Evidence): Float32Array {
  const add = (type: string, weight: number): void => {
    const index = labels.types.indexOf(type);
    if (index > 0) row[index] = (row[index] ?? 0) + weight;
  };
  if (cue) add(cue.type, cue.weight);
  for (const type of refused) add(type, -against);
  return row;
}

/** The word with its particle ("pulled out"), in order. */
export function triggerWords(tree: SentenceTree, word: number): readonly number[] {
  const particles = (tree.dependents[word] ?? []).filter(
    (child) => tree.tokens[child]?.deprel === 'compound:prt' && child === word + 1,
  );
  return [word, ...particles];
}

/** Words that govern the predicate through a light verb, auxiliary or control: "agreed **to sign**" → `agreed`. */
export function governors(tree: SentenceTree, word: number): readonly number[] {
  const found: number[] = [];
  let at = word;
  for (let steps = 0; steps < 4; steps++) {
    const token = tree.tokens[at];
    if (!token || token.head < 0) break;
    if (
      !['xcomp', 'ccomp', 'conj', 'obj', 'advcl', 'acl', 'nmod', 'obl', 'csubj'].includes(
        token.deprel.split(':')[0] ?? '',
      )
    )
      break;
    at = token.head;
    found.push(at);
  }
  return found;
}

/** Whether the clause of the word is negated ("did not", "never", "no troops"). */
export function negation(tree: SentenceTree, word: number, negators: ReadonlySet<string>): number | null {
  for (const child of dependentsBy(tree, word, 'advmod', 'det', 'cc', 'aux', 'case')) {
    const token = tree.tokens[child];
    if (token && (token.feats.Polarity === 'Neg' || negators.has(token.text.toLowerCase()))) return child;
  }
  return null;
}
