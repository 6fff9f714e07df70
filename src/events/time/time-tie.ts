import type { Draft } from '../draft-event.js';
import { eventWords } from '../event-words.js';
import { baseRelation, dependentsBy, pathToRoot, type SentenceTree } from '../sentence-tree.js';
import { timeWords } from './resolve-time.js';
import type { TimePhrase } from './time-phrase.js';

/** How an expression belongs to the act, the surest first. */
export const timeTies = ['own', 'clause', 'role head', 'shared', 'speech', 'said'] as const;
export type TimeTie = (typeof timeTies)[number];

export const tieNotes: Readonly<Record<TimeTie, string>> = {
  own: '',
  clause: 'on the verb of the clause',
  'role head': '',
  shared: 'shared with the clause beside it',
  speech: 'when it was said',
  said: 'when it was told',
};

/** Least probability by which the role head dates an act by an expression that hangs on another act; on a clause inside its own. */
const sureRole = 0.5;
const plainRole = 0.8;

/** How the expression belongs to the act; null when it dates something else. `past`: whether it names days before publication. */
export function timeTieOf(phrase: TimePhrase, draft: Draft, siblings: readonly Draft[], past: boolean): TimeTie | null {
  const { tree, predicate } = draft;
  if (timeWords().deadlines.includes(phrase.mark) || countsTimes(tree, phrase)) return null;
  const role = roleOf(phrase, draft);
  if (phrase.offset !== null) return measuredClause(tree, predicate.word, phrase.offset) ? 'own' : null;
  if (inWhenClause(tree, predicate.word, phrase)) return 'own';
  const triggers = new Set(siblings.flatMap((sibling) => sibling.predicate.words));
  const anchor = anchorOf(phrase, tree, triggers, new Set(predicate.words), role > 0);
  if (anchor === null) return null;
  if (predicate.words.includes(anchor)) return innerAct(phrase, draft, siblings, past) ? null : 'own';
  const down = relationsUpTo(tree, clauseWord(tree, predicate.word, anchor), anchor);
  const act = siblings.find((sibling) => sibling.predicate.words.includes(anchor));
  if (act) {
    const inner = innerAct(phrase, act, siblings, past);
    if (inner) return inner === draft ? 'own' : null;
  }
  const sharesClause =
    (down?.every((relation) => (act ? sharing : lightly).has(relation)) ?? false) &&
    !isCause(tree, predicate.word, anchor);
  if (!act && eventWords().reporting.has(tree.tokens[anchor]?.lemma.toLowerCase() ?? '')) {
    if (down?.every((relation) => relation === 'conj') && down.length > 0) return 'shared';
    if (!down && role === 0) return tellsOf(tree, anchor, predicate.word) ? 'said' : null;
    return spokenHere(draft) ? 'speech' : 'said';
  }
  if (sharesClause) return act ? 'shared' : 'clause';
  if (act && down && spokenHere(draft) && down.every((relation) => relation === 'ccomp' || relation === 'xcomp'))
    return 'speech';
  if (onContent(tree, predicate.word, anchor, past && spokenHere(draft)) || saysWhen(tree, predicate.word, anchor))
    return 'clause';
  if (closesCoordination(phrase, tree, predicate.word, anchor)) return 'shared';
  const below = pathToRoot(tree, anchor).includes(predicate.word);
  if (!act) return role > 0 && (!below || role >= plainRole) ? 'role head' : null;
  const beside = tree.tokens[predicate.word]?.feats.VerbForm === 'Part' && anchor < predicate.word;
  return !below && (beside ? role > 0 : role >= sureRole) ? 'role head' : null;
}

/** Probability by which the role head takes the expression for the time of the act; 0 below the least that counts. */
function roleOf(phrase: TimePhrase, draft: Draft): number {
  const words = draft.arguments.time.filter(({ word }) => phrase.first <= word && word <= phrase.last);
  return Math.max(0, ...words.map(({ score }) => score));
}

/** Whether a verb is in the present tense, or in the perfect, which no past day goes with: "condemns", "has sent". */
function toldAsNow(tree: SentenceTree, word: number, past: boolean): boolean {
  const isPresent = (index: number): boolean => {
    const feats = tree.tokens[index]?.feats;
    return feats?.Tense === 'Pres' && feats.VerbForm === 'Fin';
  };
  if (isPresent(word)) return true;
  const helpers = dependentsBy(tree, word, 'aux');
  return past && helpers.some((child) => tree.tokens[child]?.lemma === 'have' && isPresent(child));
}

/** Whether the act is told in the clause or phrase that an "after" or "before" opens, by which a time is measured. */
function measuredClause(tree: SentenceTree, word: number, mark: number): boolean {
  const opened = tree.tokens[mark]?.head ?? -1;
  const down = relationsUpTo(tree, word, opened);
  return down?.every((relation) => lightly.has(relation)) ?? false;
}

/** The act inside a statement made now that the expression dates instead: "condemns the **killing** on Sunday", "denies that soldiers **fired** on Sunday". */
function innerAct(phrase: TimePhrase, draft: Draft, siblings: readonly Draft[], past: boolean): Draft | null {
  const { tree, predicate } = draft;
  if (!toldAsNow(tree, predicate.word, past && !timeWords().since.includes(phrase.mark))) return null;
  const inner = siblings.filter(
    (other) =>
      predicate.word < other.predicate.word &&
      other.predicate.word < phrase.first &&
      (past || roleOf(phrase, other) >= sureRole) &&
      pathToRoot(tree, other.predicate.word).includes(predicate.word),
  );
  return inner.at(-1) ?? null;
}

const sharing = new Set(['conj', 'advcl']);
const lightly = new Set(['conj', 'advcl', 'obj', 'nsubj', 'xcomp', 'obl', 'nmod']);

/** The relations from `word` up to `above`; null when `above` does not govern it. */
function relationsUpTo(tree: SentenceTree, word: number, above: number): readonly string[] | null {
  const path = pathToRoot(tree, word);
  const end = path.indexOf(above);
  return end < 0 ? null : path.slice(0, end).map((each) => baseRelation(tree.tokens[each]?.deprel ?? ''));
}

/** Whether the act stands in a phrase of cause or circumstance, which has a time of its own: "resigned on Monday because of **protests**". */
function isCause(tree: SentenceTree, word: number, anchor: number): boolean {
  const path = pathToRoot(tree, word);
  return path
    .slice(0, Math.max(0, path.indexOf(anchor)))
    .some((each) =>
      dependentsBy(tree, each, 'case').some((mark) =>
        timeWords().circumstances.includes(tree.tokens[mark]?.lemma.toLowerCase() ?? ''),
      ),
    );
}

const ofVerb = new Set(['obj', 'obl', 'nsubj']);

/** The verb of whose clause an event noun is the object or the like: "came under **fire**"; else the word itself. */
function clauseWord(tree: SentenceTree, word: number, anchor: number): number {
  const token = tree.tokens[word];
  const verb = token?.head ?? -1;
  const light = token?.upos === 'NOUN' && ofVerb.has(baseRelation(token.deprel)) && tree.tokens[verb]?.upos === 'VERB';
  return light && verb !== anchor ? verb : word;
}

/** Whether the act is told in a clause that says what happened at the time: "since May 5, **when** the plane was shot down". */
export function inWhenClause(tree: SentenceTree, word: number, phrase: TimePhrase): boolean {
  const path = pathToRoot(tree, word);
  const end = path.findIndex((each) => phrase.first <= each && each <= phrase.last);
  if (end <= 0) return false;
  const clause = path[end - 1] ?? word;
  return dependentsBy(tree, clause, 'advmod', 'mark').some((child) =>
    timeWords().when.includes(tree.tokens[child]?.lemma.toLowerCase() ?? ''),
  );
}

const clauses = new Set(['root', 'ccomp', 'xcomp', 'advcl', 'acl', 'parataxis', 'conj', 'csubj']);

/** The act or clause that the expression hangs on: the verb just before it, or the first trigger or verb above it; null where it only describes a thing. */
function anchorOf(
  phrase: TimePhrase,
  tree: SentenceTree,
  triggers: ReadonlySet<number>,
  own: ReadonlySet<number>,
  role: boolean,
): number | null {
  const before = phrase.first - (phrase.mark === '' ? 1 : 2);
  if (tree.tokens[before]?.upos === 'VERB') return before;
  const path = pathToRoot(tree, phrase.head);
  for (const [step, word] of path.slice(1).entries()) {
    if (own.has(word) || triggers.has(word)) return word;
    const token = tree.tokens[word];
    if (!token) return null;
    const below = baseRelation(tree.tokens[path[step] ?? -1]?.deprel ?? '');
    if (token.upos === 'VERB' || token.upos === 'AUX') return word;
    if (clauses.has(baseRelation(token.deprel)) && dependentsBy(tree, word, 'cop', 'nsubj').length > 0) return word;
    const describes = below === 'compound' || below === 'amod' || eventWords().belonging.has(phrase.mark);
    if (step === 0 && describes && !role) return null;
  }
  return null;
}

const speeches = new Set(['AGREE', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'SUPPORT', 'CONCEDE']);

/** Whether the act is done by saying it, so that it happened when it was said. */
export function spokenHere({ type, status }: Draft): boolean {
  return speeches.has(type) && (status === 'actual' || status === 'planned' || status === 'threatened');
}

/** Whether a verb of saying tells the act: "**said** that rebels attacked", "rebels attacked, the army **said**". */
function tellsOf(tree: SentenceTree, verb: number, word: number): boolean {
  return (
    baseRelation(tree.tokens[verb]?.deprel ?? '') === 'parataxis' && pathToRoot(tree, verb).slice(1).includes(word)
  );
}

/** Whether the expression closes a coordination that the act opens, of verbs with one subject and tense: "**stormed** the post and burned it on Sunday". */
function closesCoordination(phrase: TimePhrase, tree: SentenceTree, word: number, anchor: number): boolean {
  const up = relationsUpTo(tree, anchor, word);
  if (up?.length !== 1 || up[0] !== 'conj' || phrase.first < anchor) return false;
  const [first, last] = [tree.tokens[word], tree.tokens[anchor]];
  return (
    first?.feats.Tense !== undefined &&
    first.feats.Tense === last?.feats.Tense &&
    first.feats.VerbForm === last.feats.VerbForm &&
    dependentsBy(tree, anchor, 'nsubj', 'aux').length === 0
  );
}

/** Whether the expression only says how often: "for the third time **this month**". */
function countsTimes(tree: SentenceTree, { first, mark }: TimePhrase): boolean {
  const before = tree.tokens[first - (mark === '' ? 1 : 2)];
  return before?.upos === 'NOUN' && timeWords().occasions.includes(before.lemma.toLowerCase());
}

/** Whether a past day stands on what was promised or threatened then: "threatened to leave the treaty **in March**". */
function onContent(tree: SentenceTree, word: number, anchor: number, past: boolean): boolean {
  return (
    past &&
    tree.tokens[word]?.feats.Tense === 'Past' &&
    tree.tokens[anchor]?.feats.VerbForm === 'Inf' &&
    relationsUpTo(tree, anchor, word)?.join() === 'xcomp'
  );
}

/** Whether the expression stands in the clause that says when the act happens: "will be expelled when ministers meet **on Friday**". */
function saysWhen(tree: SentenceTree, word: number, anchor: number): boolean {
  return (
    relationsUpTo(tree, anchor, word)?.join() === 'advcl' &&
    dependentsBy(tree, anchor, 'advmod', 'mark').some((child) =>
      timeWords().when.includes(tree.tokens[child]?.lemma.toLowerCase() ?? ''),
    )
  );
}
