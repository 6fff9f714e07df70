import { type Span, spanOf } from '../../records/span.js';
import { baseRelation, dependentsBy, type SentenceTree, subtree } from '../sentence-tree.js';

const notPartOfPhrase = new Set([
  'cc',
  'conj',
  'parataxis',
  'punct',
  'discourse',
  'dep',
  'list',
  'reparandum',
  'mark',
  'advcl',
  'case',
  'cop',
  'nsubj',
  'aux',
  'dislocated',
  'vocative',
]);
/** The hour before an entry of a live blog. */
const clockTime = /^\d{1,2}[.:]\d{2}$/;
const clauseRelations = new Set(['acl', 'advcl', 'ccomp', 'csubj', 'xcomp']);

/**
 * The words of the noun phrase whose head is `head`: determiner, modifiers, prepositional attributes and apposition;
 * without preposition before it, coordinated members, clauses and edge punctuation. First and last word, both included.
 */
export function nounPhrase(tree: SentenceTree, head: number): readonly [first: number, last: number] {
  const words = new Set(
    subtree(tree, head, (child, parent) => {
      const relation = tree.tokens[child]?.deprel ?? '';
      const base = baseRelation(relation);
      if (parent === head && notPartOfPhrase.has(base)) return false;
      if (clauseRelations.has(base)) return false;
      if (base === 'punct') return parent !== head;
      if (parent === head && base === 'nummod' && clockTime.test(tree.tokens[child]?.text ?? '')) return false;
      return true;
    }),
  );
  let first = head;
  let last = head;
  while (words.has(first - 1) || (isInnerMark(tree, first - 1) && words.has(first - 2)))
    first -= words.has(first - 1) ? 1 : 2;
  while (words.has(last + 1) || (isInnerMark(tree, last + 1) && words.has(last + 2)))
    last += words.has(last + 1) ? 1 : 2;
  while (first < head && tree.tokens[first]?.upos === 'PUNCT' && !/^["“'‘(]/.test(tree.tokens[first]?.text ?? ''))
    first += 1;
  while (last > head && tree.tokens[last]?.upos === 'PUNCT' && !/^["”'’)]/.test(tree.tokens[last]?.text ?? ''))
    last -= 1;
  return [first, last];
}

function isInnerMark(tree: SentenceTree, index: number): boolean {
  return tree.tokens[index]?.upos === 'PUNCT';
}

/** The noun phrase of `head` as a span of the text. */
export function nounPhraseSpan(text: string, tree: SentenceTree, head: number): Span {
  const [first, last] = nounPhrase(tree, head);
  return spanOf(text, tree.tokens[first]?.start ?? 0, tree.tokens[last]?.end ?? 0);
}

/** The word and the members coordinated with it ("A, B and C" from A). */
export function coordinated(tree: SentenceTree, head: number): readonly number[] {
  return [head, ...dependentsBy(tree, head, 'conj').filter((member) => isNominal(tree, member))];
}

export function isNominal(tree: SentenceTree, index: number): boolean {
  return ['NOUN', 'PROPN', 'PRON', 'NUM', 'ADJ', 'X', 'DET', 'SYM'].includes(tree.tokens[index]?.upos ?? '');
}
