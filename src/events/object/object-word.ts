import type { Draft } from '../draft-event.js';
import { eventWords } from '../event-words.js';
import { type HeadLabels, headOf, softmax } from '../head-labels.js';
import { isNominal, nounPhrase } from '../party/noun-phrase.js';
import { baseRelation, dependentsBy, pathToRoot, type SentenceTree, subtree } from '../sentence-tree.js';
import { objectWords } from './read-number.js';

export interface ObjectWord {
  readonly word: number;
  readonly by: 'role head' | 'syntax';
  readonly score: number;
}

export interface ObjectOptions {
  readonly labels: HeadLabels;
  readonly siblings: readonly Draft[];
  /** Whether the phrase at a word means somebody, and so a party rather than a thing. */
  readonly isActor: (word: number) => boolean;
}

/** Least probability by which the role head gives an object; set on the held-out batches of the corpus. */
const minimumRole = 0.1;

/** Acts that have a thing in their hands: it is given, signed, cut, imposed, refused, demanded, seized or destroyed. */
const handled = new Set([
  'AGREE',
  'AID',
  'SANCTION',
  'CONCEDE',
  'COOPERATE',
  'COERCE',
  'RETREAT',
  'MOBILIZE',
  'REJECT',
  'REQUEST',
  'THREATEN',
]);

/**
 * The word that heads what is signed, demanded, given, refused or seized: the role head's best, else the thing that the syntax
 * makes the object of the act or of the verb that it governs ("agreed to send **two battalions**"); null where there is none.
 */
export function objectWord(draft: Draft, { labels, siblings, isActor }: ObjectOptions): ObjectWord | null {
  const { tree, predicate, type } = draft;
  const scores = roleScores(tree, predicate.word, labels);
  const parties = partyWords(draft);
  const own = new Set(predicate.words);
  const free = (word: number): boolean => !own.has(word) && !parties.has(word) && isThing(tree, word);
  const marked = tree.tokens
    .map((_, word) => ({ word, score: scores[word] ?? 0 }))
    .filter(({ word, score }) => score >= minimumRole && free(word) && isNear(tree, word, predicate.word))
    .sort((a, b) => b.score - a.score || a.word - b.word)[0];
  if (marked) return { ...marked, by: 'role head' };
  if (!handled.has(type)) return null;
  const acts = new Set(siblings.filter((sibling) => sibling !== draft).map((sibling) => sibling.predicate.word));
  const word = thingsOf(tree, predicate.word, type).find((each) => free(each) && !acts.has(each) && !isActor(each));
  return word === undefined ? null : { word, by: 'syntax', score: scores[word] ?? 0 };
}

function roleScores(tree: SentenceTree, word: number, labels: HeadLabels): readonly number[] {
  const logits = headOf(tree.sentence, 'role');
  const size = labels.roles.length;
  const count = tree.tokens.length;
  const role = labels.roles.indexOf('object');
  if (logits.length < count * count * size || role < 0) return [];
  return tree.tokens.map((_, other) => softmax(logits, (word * count + other) * size, size)[role] ?? 0);
}

/** The words of the phrases of both sides, but not of the thing of which they are part. */
function partyWords({ tree, arguments: roles }: Draft): ReadonlySet<number> {
  const words = new Set<number>();
  for (const { word } of [...roles.source, ...roles.target, ...roles.speaker]) {
    const [first, last] = nounPhrase(tree, word);
    for (const inner of subtree(tree, word)) if (first <= inner && inner <= last) words.add(inner);
  }
  return words;
}

/** Whether the word heads a phrase that can be a thing: no pronoun, time or place. */
function isThing(tree: SentenceTree, word: number): boolean {
  const token = tree.tokens[word];
  if (!token || !isNominal(tree, word) || token.upos === 'ADJ' || token.upos === 'DET') return false;
  if (token.upos === 'PRON' && token.feats.PronType !== 'Ind' && token.feats.PronType !== 'Tot') return false;
  return !tree.sentence.entities.some(
    (entity) => entity.kind === 'time' && entity.first <= word && word <= entity.last,
  );
}

/** Edges between an act and a thing that the role head may join to it. */
const reach = 4;

function isNear(tree: SentenceTree, word: number, act: number): boolean {
  const end = pathToRoot(tree, word).indexOf(act);
  return (end >= 0 && end <= reach) || pathToRoot(tree, act).slice(0, 3).includes(word);
}

/** Acts whose thing stands behind a preposition too: "appealed **for vaccines**", "agreed **on the terms**". */
const asksFor = new Set(['REQUEST', 'AGREE']);

/** What the syntax puts into the act's hands, the likeliest first. */
function thingsOf(tree: SentenceTree, act: number, type: string): readonly number[] {
  const things = patients(tree, act);
  for (const inner of dependentsBy(tree, act, 'xcomp')) things.push(...patients(tree, inner));
  if (asksFor.has(type))
    things.push(
      ...dependentsBy(tree, act, 'obl').filter((child) =>
        dependentsBy(tree, child, 'case').some((mark) => objectWords().asked.has(tree.tokens[mark]?.lemma ?? '')),
      ),
    );
  if (tree.tokens[act]?.upos !== 'VERB')
    for (const child of dependentsBy(tree, act, 'nmod', 'acl'))
      if (tree.tokens[child]?.upos === 'VERB') things.push(...patients(tree, child));
      else if (
        dependentsBy(tree, child, 'case').some((mark) => eventWords().belonging.has(tree.tokens[mark]?.lemma ?? ''))
      )
        things.push(child);
  const token = tree.tokens[act];
  const modifies = token && baseRelation(token.deprel) === 'acl' && token.head >= 0;
  if (modifies && token.feats.VerbForm === 'Part' && token.feats.Tense === 'Past') things.push(token.head);
  return things;
}

function patients(tree: SentenceTree, verb: number): number[] {
  return (tree.dependents[verb] ?? []).filter((child) =>
    ['obj', 'nsubj:pass'].includes(tree.tokens[child]?.deprel ?? ''),
  );
}
