import type { EventObject, Quantity } from '../../records/event.js';
import { type Span, spanOf } from '../../records/span.js';
import { coordinated, nounPhrase } from '../party/noun-phrase.js';
import { baseRelation, dependentsBy, headIn, type SentenceTree, subtree } from '../sentence-tree.js';
import { objectWords, readNumber } from './read-number.js';

/** What is signed, demanded, given: the phrase at `head`, its kind and the quantity stated in it; `parties` are heads of other phrases. */
export function objectAt(
  text: string,
  tree: SentenceTree,
  head: number,
  parties: ReadonlySet<number> = new Set(),
): EventObject {
  const [first, last] = objectPhrase(tree, head, parties);
  const span = spanOf(text, tree.tokens[first]?.start ?? 0, tree.tokens[last]?.end ?? 0);
  const quantity = quantityIn(text, tree, first, last);
  return { span, kind: kindOf(tree, head, quantity), quantity };
}

/**
 * The words of the thing alone: with what is coordinated with it, without an apposition, the receiver before it ("gave **Somalia**
 * two boats") and the place, time, receiver or origin behind it ("a treaty **in Suva**").
 */
function objectPhrase(tree: SentenceTree, head: number, parties: ReadonlySet<number>): readonly [number, number] {
  const [start, end] = nounPhrase(tree, head);
  const cut = (tree.dependents[head] ?? [])
    .filter((child) => child > head && standsApart(tree, child, parties))
    .map((child) => subtree(tree, child)[0] ?? child);
  let last = Math.min(end, ...cut.map((word) => word - 1));
  for (const member of coordinated(tree, head)) {
    const [first, memberEnd] = nounPhrase(tree, member);
    if (first > last && first - last <= 3 && tree.tokens[member]?.upos !== 'PRON') last = memberEnd;
  }
  if (opensQuote(tree, start, last) && /^["”]$/.test(tree.tokens[last + 1]?.text ?? '')) last += 1;
  while (last > head && tree.tokens[last]?.upos === 'PUNCT' && !/^["”'’)]/.test(tree.tokens[last]?.text ?? ''))
    last -= 1;
  let first = start;
  for (const party of parties) {
    const inner = party < head && party >= start && tree.tokens[party]?.head === head;
    const owns = dependentsBy(tree, party, 'case').length > 0 || tree.tokens[party]?.upos === 'ADJ';
    if (inner && !owns && baseRelation(tree.tokens[party]?.deprel ?? '') !== 'det') first = Math.max(first, party + 1);
  }
  return [first, last];
}

/** Whether a quotation opened between two words is still open after them. */
function opensQuote(tree: SentenceTree, first: number, last: number): boolean {
  const marks = tree.tokens.slice(first, last + 1).filter(({ text }) => /^["“”]$/.test(text));
  return marks.length % 2 === 1;
}

/** Whether a phrase behind a thing is no part of its name. */
function standsApart(tree: SentenceTree, word: number, parties: ReadonlySet<number>): boolean {
  const relation = baseRelation(tree.tokens[word]?.deprel ?? '');
  if (relation === 'appos') return true;
  if (relation !== 'nmod' && relation !== 'obl') return false;
  const marks = dependentsBy(tree, word, 'case').map((mark) => tree.tokens[mark]?.lemma.toLowerCase() ?? '');
  if (marks.includes(objectWords().partOf)) return false;
  const sum = ['SYM', 'NUM'].includes(tree.tokens[tree.tokens[word]?.head ?? -1]?.upos ?? '');
  if (parties.has(word) || (!sum && marks.some((mark) => objectWords().apart.has(mark)))) return true;
  return tree.sentence.entities.some(
    ({ kind, first, last }) => (kind === 'place' || kind === 'time') && headIn(tree, first, last) === word,
  );
}

function kindOf(tree: SentenceTree, head: number, quantity: Quantity | null): EventObject['kind'] {
  const { kinds, currencies } = objectWords();
  const token = tree.tokens[head];
  const lemma = token?.lemma.toLowerCase() ?? '';
  const kind = kinds.get(lemma) ?? kinds.get(token?.text.toLowerCase() ?? '');
  if (kind) return kind as EventObject['kind'];
  if (quantity?.unit && Object.values(currencies).includes(quantity.unit)) return 'money';
  return 'other';
}

/** The first number between two words, with the unit that stands at it: a currency code, or the noun that is counted. */
export function quantityIn(text: string, tree: SentenceTree, first: number, last: number): Quantity | null {
  const { vague, currencies } = objectWords();
  for (let index = first; index <= last; index++) {
    const token = tree.tokens[index];
    if (!token) continue;
    const starts =
      token.upos === 'NUM' ||
      currencies[token.text.toLowerCase()] !== undefined ||
      vague[token.text.toLowerCase()] !== undefined;
    if (!starts || token.feats.NumType === 'Ord') continue;
    let end = index;
    while (end < last && isNumberPart(tree, end + 1)) end += 1;
    const span = spanOf(text, token.start, tree.tokens[end]?.end ?? token.end);
    const value = readNumber(span.text);
    if (!value || /^(1[89]|20)\d\d$/.test(span.text)) continue;
    return {
      span,
      value: value.low,
      upper: value.high === value.low ? null : value.high,
      unit: unitAt(tree, index, end, last),
    };
  }
  return null;
}

function isNumberPart(tree: SentenceTree, index: number): boolean {
  const token = tree.tokens[index];
  if (!token) return false;
  const word = token.text.toLowerCase();
  if (token.upos === 'NUM' || objectWords().scales[word] !== undefined) return true;
  return ['to', '-', '–'].includes(word) && tree.tokens[index + 1]?.upos === 'NUM';
}

function unitAt(tree: SentenceTree, first: number, last: number, limit: number): string | null {
  const { currencies } = objectWords();
  for (let index = first; index <= last; index++) {
    const currency =
      currencies[tree.tokens[index]?.text.toLowerCase() ?? ''] ??
      currencies[(tree.tokens[index]?.text ?? '').replace(/[\d.,]+.*$/, '').toLowerCase()];
    if (currency) return currency;
  }
  for (let index = last + 1; index <= Math.min(limit, last + 4); index++) {
    const token = tree.tokens[index];
    if (token?.upos === 'NOUN' || token?.upos === 'PROPN')
      return currencies[token.lemma.toLowerCase()] ?? token.lemma.toLowerCase();
  }
  return null;
}

/** The span of a number that stands at or before `head`, for counts of people. */
export function countAt(
  text: string,
  tree: SentenceTree,
  head: number,
): { readonly span: Span; readonly low: number; readonly high: number } | null {
  const [first, last] = nounPhrase(tree, head);
  const quantity = quantityIn(text, tree, Math.max(0, first - 2), Math.max(head, Math.min(last, head)));
  return quantity ? { span: quantity.span, low: quantity.value, high: quantity.upper ?? quantity.value } : null;
}
