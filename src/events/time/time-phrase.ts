import type { Document } from '../../records/document.js';
import type { Entity } from '../../records/sentence.js';
import { dependentsBy, headIn, type SentenceTree } from '../sentence-tree.js';
import { timeWords } from './resolve-time.js';

/** A time expression: its words and the word by which it hangs on the sentence. */
export interface TimePhrase {
  readonly first: number;
  readonly last: number;
  readonly head: number;
  /** The preposition before it; empty where there is none. */
  readonly mark: string;
  /** The "after" or "before" behind it, of which it says by how much: "**a day after** rebels attacked". */
  readonly offset: number | null;
}

/** The time expressions of a sentence outside its dateline; "June 5, 1998", "1998 to 2000" and "Monday and Tuesday" are one each. */
export function timePhrasesOf(tree: SentenceTree, doc: Document): readonly TimePhrase[] {
  const { ranges, pairs, trailing, offsets } = timeWords();
  const entities = tree.sentence.entities.filter((entity) => entity.kind === 'time');
  const found: TimePhrase[] = [];
  for (const entity of entities) {
    if (found.some((phrase) => entity.first <= phrase.last) || inDateline(tree, entity, doc)) continue;
    let { first, last } = wholeDate(tree, entity);
    const word = (index: number): string => tree.tokens[index]?.text.toLowerCase() ?? '';
    const next = entities.find((other) => other.first === last + 2);
    const second = next ? wholeDate(tree, next).last : last + 2;
    if (ranges.includes(word(last + 1)) && (next || /^\d{2,4}$/.test(word(last + 2)))) last = second;
    else if (pairs.includes(word(last + 1)) && next) last = second;
    const behind = tree.tokens[last + 1];
    const adverb = offsets[word(last + 1)] !== undefined && behind?.upos === 'ADV';
    if (trailing.includes(word(last + 1)) || adverb) last += 1;
    first = Math.max(first, (found.at(-1)?.last ?? -1) + 1);
    const head = headIn(tree, first, last);
    const marks = dependentsBy(tree, head, 'case').map((child) => tree.tokens[child]?.lemma.toLowerCase() ?? '');
    const measures = !adverb && offsets[word(last + 1)] !== undefined && isLength(word(first), word(last));
    found.push({ first, last, head, mark: marks[0] ?? '', offset: measures ? last + 1 : null });
  }
  return found;
}

/** Whether the words say how long: "a day", "three weeks", "hours", but not "last week". */
function isLength(first: string, last: string): boolean {
  const { numbers, units } = timeWords();
  return units[last] !== undefined && (first === last || numbers[first] !== undefined || /^\d+$/.test(first));
}

const dayNumber = /^(?:[12]?\d|3[01])(?:st|nd|rd|th)?$/;
const yearNumber = /^(?:1[5-9]|20)\d\d$/;

/** An expression with the day and year around it that the entity spans have cut off: "**14** August", "August **2013**", "August 14**, 2013**". */
function wholeDate(
  tree: SentenceTree,
  { first, last }: Pick<Entity, 'first' | 'last'>,
): { first: number; last: number } {
  const word = (index: number): string => tree.tokens[index]?.text.toLowerCase() ?? '';
  const { months, pairs } = timeWords();
  const isMonth = (index: number): boolean => months[word(index).replace(/\.$/, '')] !== undefined;
  const isDay = (index: number): boolean => dayNumber.test(word(index));
  let from = first;
  let to = last;
  if (isMonth(from) && isDay(from - 1)) from -= 1;
  if (isDay(from) && isMonth(from + 1) && pairs.includes(word(from - 1)) && isDay(from - 2)) from -= 2;
  if (isMonth(to) ? isDay(to + 1) : isDay(to) && isMonth(to + 1)) to += 1;
  const dated = isMonth(to) || (isDay(to) && isMonth(to - 1));
  if (dated && yearNumber.test(word(to + 1))) to += 1;
  else if (dated && word(to + 1) === ',' && yearNumber.test(word(to + 2))) to += 2;
  return { first: from, last: to };
}

function inDateline(tree: SentenceTree, entity: Entity, doc: Document): boolean {
  const start = tree.tokens[entity.first]?.start ?? 0;
  return (doc.asides ?? []).some(
    ({ kind, span }) => (kind === 'dateline' || kind === 'byline') && span.start <= start && start < span.end,
  );
}
