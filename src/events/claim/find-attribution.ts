import { eventWords } from '../event-words.js';
import { baseRelation, dependentsBy, pathToRoot, type SentenceTree } from '../sentence-tree.js';

/** The words by which a clause is put on somebody's word: the attributing verb or preposition, and who speaks. */
export interface Attribution {
  readonly words: readonly number[];
  /** Head of the speaker's phrase; null when nobody is named. */
  readonly speaker: number | null;
}

/** Who says the clause of `word`: a governing verb of saying, one beside it ("…, X said"), or "according to X"; null in the document's own voice. */
export function findAttribution(tree: SentenceTree, word: number): Attribution | null {
  const path = pathToRoot(tree, word);
  for (let step = 0; step < path.length; step++) {
    const at = path[step] ?? word;
    const beside = besides(tree, at, path[step - 1] ?? -1, word);
    if (beside && !dividedFrom(tree, word, beside)) return beside;
    const above = path[step + 1];
    if (above === undefined) break;
    const relation = baseRelation(tree.tokens[at]?.deprel ?? '');
    if (
      isReporting(tree, above) &&
      ['ccomp', 'parataxis', 'xcomp', 'dep', 'obj', 'advcl'].includes(relation) &&
      !(relation === 'xcomp' && step === 0 && at === word && above === word)
    ) {
      if (relation === 'advcl' || relation === 'obj') continue;
      const governing = { words: [above], speaker: speakerOf(tree, above) };
      if (!dividedFrom(tree, word, governing)) return governing;
    }
  }
  return null;
}

/** Whether a semicolon stands between the clause and the words that would attribute it: "…, he said**;** the army fired". */
function dividedFrom(tree: SentenceTree, word: number, { words }: Attribution): boolean {
  const at = words[0] ?? word;
  return tree.tokens.slice(Math.min(at, word), Math.max(at, word)).some(({ text }) => text === ';');
}

function besides(tree: SentenceTree, at: number, below: number, word: number): Attribution | null {
  for (const child of tree.dependents[at] ?? []) {
    if (child === below || child === word) continue;
    const token = tree.tokens[child];
    if (!token) continue;
    const relation = baseRelation(token.deprel);
    if (
      (relation === 'parataxis' || relation === 'ccomp' || relation === 'advcl') &&
      isReporting(tree, child) &&
      !hasContent(tree, child)
    ) {
      if (relation === 'advcl' && !(tree.dependents[child] ?? []).some((mark) => tree.tokens[mark]?.lemma === 'as'))
        continue;
      return { words: [child], speaker: speakerOf(tree, child) };
    }
    if (relation === 'obl' || relation === 'nmod') {
      const cases = dependentsBy(tree, child, 'case');
      const according = cases.find((each) => tree.tokens[each]?.text.toLowerCase() === 'according');
      if (according !== undefined) {
        const to = (tree.dependents[according] ?? []).filter((each) => tree.tokens[each]?.deprel === 'fixed');
        return { words: [according, ...to], speaker: child };
      }
    }
  }
  return null;
}

/** Whether the verb of saying has a content clause of its own and so does not attribute its neighbour. */
function hasContent(tree: SentenceTree, verb: number): boolean {
  return dependentsBy(tree, verb, 'ccomp').length > 0;
}

function isReporting(tree: SentenceTree, word: number): boolean {
  const token = tree.tokens[word];
  return token !== undefined && token.upos === 'VERB' && eventWords().reporting.has(token.lemma.toLowerCase());
}

/** A noun right before its verb without a preposition, whatever the parse calls it: "…, the **ministry** said". */
function isBareNominal(tree: SentenceTree, word: number): boolean {
  const token = tree.tokens[word];
  return (
    token !== undefined &&
    ['NOUN', 'PROPN', 'PRON'].includes(token.upos) &&
    ['obl', 'obj', 'dep', 'appos'].includes(token.deprel) &&
    !dependentsBy(tree, word, 'case').some((child) => child < word)
  );
}

function speakerOf(tree: SentenceTree, verb: number): number | null {
  const own = (tree.dependents[verb] ?? []).find(
    (child) =>
      baseRelation(tree.tokens[child]?.deprel ?? '') === 'nsubj' && tree.tokens[child]?.deprel !== 'nsubj:pass',
  );
  if (own !== undefined) return own;
  if (isBareNominal(tree, verb - 1)) return verb - 1;
  const token = tree.tokens[verb];
  if (token && ['conj', 'advcl', 'xcomp'].includes(baseRelation(token.deprel)) && token.head >= 0)
    return speakerOf(tree, token.head);
  if (token && baseRelation(token.deprel) === 'acl' && token.head >= 0) return token.head;
  return null;
}
