import { eventWords } from '../event-words.js';
import { baseRelation, dependentsBy, pathToRoot, type SentenceTree } from '../sentence-tree.js';
import type { Argument } from './find-arguments.js';
import { isNominal } from './noun-phrase.js';
import { verbOf } from './settle-voice.js';

/**
 * Probabilities by the role head from which the tree is not asked: whether a target stands in the clause of another act, or in
 * a condition. Set on the held-out batches of the corpus, where lower and higher ones lose.
 */
const surelyShared = 0.7;
const surelyUnconditional = 0.5;

/** Targets without those that the tree puts elsewhere: with a coordinated verb, in a condition, in the outcome of an attack, and without what the act itself creates. */
export function weedTargets(
  tree: SentenceTree,
  predicate: number,
  type: string,
  targets: readonly Argument[],
): readonly Argument[] {
  const kept = targets.filter(
    ({ word, score }) =>
      !isCreated(tree, predicate, word) &&
      (score >= surelyShared || !isOfAnother(tree, predicate, word)) &&
      (score >= surelyUnconditional || !isConditional(tree, predicate, word)),
  );
  return type === 'ASSAULT' ? attacked(tree, predicate, kept) : kept;
}

/** Whether the word names a body that the act brings into being: "have formed **the alliance**". */
export function isCreated(tree: SentenceTree, predicate: number, word: number): boolean {
  const verb = verbOf(tree, predicate);
  return (
    eventWords().creating.has(tree.tokens[verb]?.lemma.toLowerCase() ?? '') &&
    tree.tokens[word]?.head === verb &&
    ['obj', 'nsubj:pass'].includes(tree.tokens[word]?.deprel ?? '')
  );
}

interface Way {
  readonly up: readonly number[];
  readonly down: readonly number[];
  readonly meeting: number;
}

function wayBetween(tree: SentenceTree, from: number, to: number): Way | null {
  const above = pathToRoot(tree, from);
  const path = pathToRoot(tree, to);
  const meeting = path.find((each) => above.includes(each));
  if (meeting === undefined) return null;
  return { up: above.slice(0, above.indexOf(meeting)), down: path.slice(0, path.indexOf(meeting)), meeting };
}

const complements = new Set(['obj', 'ccomp', 'xcomp', 'nsubj:pass']);
const objects = new Set(['obj', 'iobj', 'obl', 'ccomp', 'xcomp', 'advcl']);

/** Whether the word is the object of a verb coordinated with the predicate, which has an object of its own: "rejected the plan and **called on his party**". */
function isOfAnother(tree: SentenceTree, predicate: number, word: number): boolean {
  const way = wayBetween(tree, predicate, word);
  if (!way || !isVerb(tree, predicate)) return false;
  const relation = (each: number): string => tree.tokens[each]?.deprel ?? '';
  const joined =
    way.up.some((each) => relation(each) === 'conj') ||
    (way.meeting === predicate && relation(way.down.at(-1) ?? -1) === 'conj');
  if (!joined || !(tree.dependents[predicate] ?? []).some((each) => complements.has(relation(each)))) return false;
  const below = way.down.find((each) => isVerb(tree, tree.tokens[each]?.head ?? -1));
  const verb = below === undefined ? -1 : (tree.tokens[below]?.head ?? -1);
  return (
    below !== undefined && verb !== predicate && !way.up.includes(verb) && objects.has(baseRelation(relation(below)))
  );
}

/** Whether the word stands in a condition of the act: "will send troops if **the two sides** stop firing". */
function isConditional(tree: SentenceTree, predicate: number, word: number): boolean {
  return (
    wayBetween(tree, predicate, word)?.down.some(
      (each) =>
        baseRelation(tree.tokens[each]?.deprel ?? '') === 'advcl' &&
        dependentsBy(tree, each, 'mark').some((mark) =>
          eventWords().conditionals.has(tree.tokens[mark]?.lemma.toLowerCase() ?? ''),
        ),
    ) ?? false
  );
}

function isVerb(tree: SentenceTree, word: number): boolean {
  return tree.tokens[word]?.upos === 'VERB';
}

/** What an attack hit, where only its outcome names victims: "shelled **the port**, killing twelve people". */
function attacked(tree: SentenceTree, predicate: number, targets: readonly Argument[]): readonly Argument[] {
  const isOutcome = (word: number): boolean => {
    const way = wayBetween(tree, predicate, word);
    return (
      way?.meeting === predicate &&
      way.down.some(
        (each) =>
          baseRelation(tree.tokens[each]?.deprel ?? '') === 'advcl' && dependentsBy(tree, each, 'mark').length === 0,
      )
    );
  };
  if (targets.length === 0 || !targets.every(({ word }) => isOutcome(word))) return targets;
  const hit = (tree.dependents[predicate] ?? []).find((child) => tree.tokens[child]?.deprel === 'obj');
  if (hit === undefined || !['NOUN', 'PROPN', 'PRON'].includes(tree.tokens[hit]?.upos ?? '')) return targets;
  return [{ word: hit, score: surelyShared, by: 'syntax' }];
}

/** What an attack is aimed at: "opened fire **on a post**", "an attack **on the village**". */
export function aimOf(tree: SentenceTree, word: number): Argument | null {
  for (const head of [word, ...dependentsBy(tree, word, 'obj'), verbOf(tree, word)]) {
    const aim = dependentsBy(tree, head, 'obl', 'nmod').find(
      (child) =>
        isNominal(tree, child) &&
        dependentsBy(tree, child, 'case').some((mark) => eventWords().aiming.has(tree.tokens[mark]?.lemma ?? '')) &&
        !tree.sentence.entities.some(
          (entity) => ['time', 'event'].includes(entity.kind) && entity.first <= child && child <= entity.last,
        ),
    );
    if (aim !== undefined) return { word: aim, score: surelyShared, by: 'syntax' };
  }
  return null;
}
