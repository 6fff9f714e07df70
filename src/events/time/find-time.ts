import type { EventTime } from '../../records/event.js';
import type { Span } from '../../records/span.js';
import type { Draft } from '../draft-event.js';
import { treeDistance, wordsSpan } from '../sentence-tree.js';
import { entryTime } from './entry-time.js';
import { readPhrase } from './read-phrase.js';
import { formatRange, looksBack, type TimeRange } from './resolve-time.js';
import { timePhrasesOf } from './time-phrase.js';
import { sceneOf, setsScene } from './time-scene.js';
import type { FoundTime, TimeSetting } from './time-setting.js';
import { type TimeTie, tieNotes, timeTieOf, timeTies } from './time-tie.js';

/** Days up to which a time carries the story on, so that "a day later" reckons from it; a year is background. */
const longestLine = 31;

interface Candidate {
  readonly span: Span;
  readonly days: TimeRange;
  readonly tie: TimeTie;
  readonly distance: number;
}

/**
 * When the act happened: the expression that governs it, found by syntax and by the role head; one shared with the clause it is
 * coordinated with or hangs on; for an act of speech the time at which it was said; the entry of a live blog; the day of the deed
 * before it; the day on which it was told; else publication.
 */
export function findTime(draft: Draft, siblings: readonly Draft[], setting: TimeSetting): FoundTime {
  const { doc, published, memory } = setting;
  const { tree } = draft;
  const found = candidates(draft, siblings, setting);
  const dated = found.find(({ tie }) => tie !== 'said');
  if (dated) {
    if (dated.days.last - dated.days.first <= longestLine && !looksBack(dated.span.text)) {
      memory.last = dated.days.first;
      memory.sentence = tree.sentence.index;
    }
    const answer = timeOf(dated);
    if (answer.time && setsScene(draft, dated.days, published))
      memory.scene = { time: answer.time, sentence: tree.sentence };
    return answer;
  }
  if (published === null)
    return {
      time: null,
      reasons: [{ field: 'time', by: 'none', score: null, note: 'no expression and no publication date' }],
    };
  const entry = entryTime(doc.text, tree.sentence.span.start, published);
  if (entry)
    return {
      time: { span: entry.span, ...formatRange(entry.range), basis: 'expression' },
      reasons: [{ field: 'time', by: 'entry', score: null, note: `"${entry.span.text}" before the entry` }],
    };
  const scene = sceneOf(draft, setting);
  if (scene) return scene;
  if (found[0]) return timeOf(found[0]);
  return {
    time: { span: null, ...formatRange({ first: published, last: published, precision: 'day' }), basis: 'publication' },
    reasons: [{ field: 'time', by: 'publication', score: null, note: 'no expression in the sentence' }],
  };
}

function timeOf({ span, days, tie, distance }: Candidate): FoundTime {
  const time: EventTime = { span, ...formatRange(days), basis: 'expression' };
  const note = [`"${span.text}", ${distance} edges from the trigger`, tieNotes[tie]].filter(Boolean).join(', ');
  return { time, reasons: [{ field: 'time', by: tie === 'role head' ? tie : 'syntax', score: null, note }] };
}

/** The expressions of the sentence that date the act, the surest first. */
function candidates(draft: Draft, siblings: readonly Draft[], setting: TimeSetting): readonly Candidate[] {
  const { tree } = draft;
  const { doc, published } = setting;
  const found: Candidate[] = [];
  for (const phrase of timePhrasesOf(tree, doc)) {
    const words = wordsSpan(doc.text, tree, phrase.first, phrase.last);
    const span = phrase.offset === null ? words : wordsSpan(doc.text, tree, phrase.first, phrase.offset);
    const days = readPhrase(words, phrase, draft, setting);
    if (!days) continue;
    const tie = timeTieOf(phrase, draft, siblings, published !== null && days.last < published);
    if (tie) found.push({ span, days, tie, distance: treeDistance(tree, phrase.head, draft.predicate.word) });
  }
  return found.sort((a, b) => timeTies.indexOf(a.tie) - timeTies.indexOf(b.tie) || a.distance - b.distance);
}
