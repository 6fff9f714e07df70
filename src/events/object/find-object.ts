import type { EventObject, Quantity } from '../../records/event.js';
import { type Span, spanOf } from '../../records/span.js';
import { nounPhrase } from '../party/noun-phrase.js';
import type { SentenceTree } from '../sentence-tree.js';
import { objectWords, readNumber } from './read-number.js';

/** What is signed, demanded, given: the phrase at `head`, its kind and the quantity stated in it. */
export function objectAt(text: string, tree: SentenceTree, head: number): EventObject {
  const [first, last] = nounPhrase(tree, head);
  const span = spanOf(text, tree.tokens[first]?.start ?? 0, tree.tokens[last]?.end ?? 0);
  const quantity = quantityIn(text, tree, first, last);
  return { span, kind: kindOf(tree, head, quantity), quantity };
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
