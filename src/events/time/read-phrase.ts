import type { Span } from '../../records/span.js';
import type { Draft } from '../draft-event.js';
import { eventWords } from '../event-words.js';
import { dependentsBy, pathToRoot, type SentenceTree } from '../sentence-tree.js';
import type { Day } from './days.js';
import { leansBack, looksBack, resolveTime, type TimeRange, timeWords } from './resolve-time.js';
import type { TimePhrase } from './time-phrase.js';
import type { TimeMemory, TimeSetting } from './time-setting.js';
import { inWhenClause } from './time-tie.js';

/** The days that an expression of the sentence names for the act; null when none. */
export function readPhrase(
  span: Span,
  phrase: TimePhrase,
  draft: Draft,
  { published, memory }: TimeSetting,
): TimeRange | null {
  if (published === null && !/\b\d{4}\b/.test(span.text)) return null;
  const day = published ?? 0;
  const future = looksAhead(draft, phrase);
  if (phrase.offset !== null) return readOffset(span, phrase.offset, draft.tree, day, memory);
  const from = leansBack(span.text)
    ? (toldBefore(draft.tree, phrase, day, memory) ?? toldLately(span.text, draft.tree, memory) ?? day)
    : day;
  const found = resolveTime(span.text, { published: from, future });
  if (!found || published === null) return found;
  if (
    timeWords().since.includes(phrase.mark) &&
    found.first < day &&
    !inWhenClause(draft.tree, draft.predicate.word, phrase)
  )
    return { first: found.first, last: day, precision: 'range' };
  if (future || !told.has(draft.status) || found.first > day || found.last <= day) return found;
  return { ...found, last: day };
}

const told = new Set(['actual', 'alleged', 'negated', 'denied']);

/** "a day **after** rebels attacked": the day of the sentence less one, or publication less one. */
function readOffset(
  span: Span,
  mark: number,
  tree: SentenceTree,
  published: Day,
  memory: TimeMemory,
): TimeRange | null {
  const direction = timeWords().offsets[tree.tokens[mark]?.text.toLowerCase() ?? ''] ?? '';
  const from = toldBefore(tree, { first: mark }, published, memory) ?? published;
  return resolveTime(`${span.text} ${direction}`, { published: from, future: false });
}

/** The day told before in the sentence: of the last act, or of an expression; null when there is none. */
function toldBefore(
  tree: SentenceTree,
  phrase: Pick<TimePhrase, 'first'>,
  published: Day,
  memory: TimeMemory,
): Day | null {
  if (memory.last !== null && memory.sentence === tree.sentence.index) return memory.last;
  const before = tree.sentence.entities.filter((entity) => entity.kind === 'time' && entity.last < phrase.first);
  for (const { first, last } of before.reverse()) {
    const text = tree.tokens
      .slice(first, last + 1)
      .map((token) => token.text)
      .join(' ');
    const found = leansBack(text) ? null : resolveTime(text, { published, future: false });
    if (found) return found.first;
  }
  return null;
}

/** Sentences for which a day told before is what "the day before" reckons from. */
const lately = 2;

/** The day of the text before from which an expression reckons; one that looks back must be near. */
function toldLately(expression: string, tree: SentenceTree, { last, sentence }: TimeMemory): Day | null {
  return looksBack(expression) && tree.sentence.index - sentence > lately ? null : last;
}

const ahead = new Set(['planned', 'threatened', 'hypothetical']);

/** Whether the expression looks ahead: "will meet on Monday", but not "promised on Monday". */
function looksAhead({ tree, status }: Draft, phrase: TimePhrase): boolean {
  const governor = pathToRoot(tree, phrase.head)
    .slice(1)
    .find((word) => ['VERB', 'AUX'].includes(tree.tokens[word]?.upos ?? ''));
  if (governor === undefined || timeWords().towards.includes(phrase.mark)) return ahead.has(status);
  const helpers = dependentsBy(tree, governor, 'aux').map((word) => tree.tokens[word]?.lemma.toLowerCase() ?? '');
  if (helpers.some((lemma) => eventWords().futureModals.has(lemma))) return true;
  return ahead.has(status) && tree.tokens[governor]?.feats.Tense !== 'Past';
}
