import type { Draft } from '../draft-event.js';
import { dependentsBy, pathToRoot, type SentenceTree } from '../sentence-tree.js';
import type { Day } from './days.js';
import type { TimeRange } from './resolve-time.js';
import type { FoundTime, TimeSetting } from './time-setting.js';

/** Acts that happen at a time of their own, one after another, where speech may come later. */
const deeds = new Set(['ASSAULT', 'COERCE', 'PROTEST', 'MOBILIZE', 'RETREAT', 'AID']);

/** Whether a deed told with a day of its own sets the scene for those after it. */
export function setsScene(draft: Draft, found: TimeRange, published: Day | null): boolean {
  return (
    deeds.has(draft.type) &&
    draft.status === 'actual' &&
    found.first === found.last &&
    published !== null &&
    found.last <= published
  );
}

/** The day of the scene for a deed told in the simple past right after a dated one: "Protesters blocked the road on Thursday. Police fired tear gas." */
export function sceneOf(draft: Draft, { doc, memory }: TimeSetting): FoundTime | null {
  if (!memory.scene || !deeds.has(draft.type)) return null;
  const { sentence } = draft.tree;
  const { time, sentence: last } = memory.scene;
  const goesOn =
    draft.status === 'actual' &&
    sentence.index - last.index <= 1 &&
    !doc.text.slice(last.span.start, sentence.span.start).includes('\n\n') &&
    toldAsPast(draft.tree, draft.predicate.word);
  if (!goesOn) {
    memory.scene = null;
    return null;
  }
  memory.scene = { time, sentence };
  const note = `"${time.span?.text ?? ''}", told for the act before`;
  return { time, reasons: [{ field: 'time', by: 'discourse', score: null, note }] };
}

/** Whether the clause of a word is in the simple past: "fired", "was hit", but not "has fired" or "had been hit". */
function toldAsPast(tree: SentenceTree, word: number): boolean {
  const verb = pathToRoot(tree, word).find(
    (above) => ['VERB', 'AUX'].includes(tree.tokens[above]?.upos ?? '') && isFiniteClause(tree, above),
  );
  if (verb === undefined) return false;
  const token = tree.tokens[verb];
  const shares = token?.deprel === 'conj' && token.head >= 0 && dependentsBy(tree, verb, 'nsubj', 'aux').length === 0;
  if (shares && tree.tokens[token.head]?.upos === 'VERB') return toldAsPast(tree, token.head);
  const helpers = dependentsBy(tree, verb, 'aux', 'cop').map((child) => tree.tokens[child]);
  if (helpers.length === 0) return token?.feats.Tense === 'Past';
  return helpers.every((helper) => helper?.lemma === 'be' && helper.feats.Tense === 'Past');
}

function isFiniteClause(tree: SentenceTree, verb: number): boolean {
  return (
    tree.tokens[verb]?.feats.VerbForm === 'Fin' ||
    tree.tokens[verb]?.xpos === 'VBD' ||
    dependentsBy(tree, verb, 'aux').some((child) => tree.tokens[child]?.feats.VerbForm === 'Fin')
  );
}
