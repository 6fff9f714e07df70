import { textBlocks } from '../read/text-blocks.js';
import { type SentenceEnd, sentenceEnds } from './sentence-ends.js';
import { tokenize, type Word } from './tokenize.js';

/** Words between two ends of a sentence that need no model. */
export interface WordGroup {
  readonly words: readonly Word[];
  readonly ends: readonly SentenceEnd[];
}

/** Characters of one block that are divided at a time, so that memory stays bounded on a line of any length. */
const windowLength = 20_000;
const cutSearch = 400;

/** The word groups of a text, in order; none runs over one of `cuts`. `notice` hears where a text without sentence ends had to be cut. */
export function* wordGroups(
  text: string,
  notice: (message: string) => void,
  cuts: readonly number[] = [],
): Generator<WordGroup> {
  for (const block of textBlocks(text, cuts)) {
    let from = block.start;
    while (from < block.end) {
      const to = windowEnd(text, from, block.end);
      const words = tokenize(text, from, to);
      const ends = sentenceEnds(words);
      if (to < block.end) {
        const cut = lastCertainEnd(ends);
        if (cut > 0) {
          yield* groups(words.slice(0, cut), ends.slice(0, cut));
          from = words[cut - 1]?.end ?? to;
          continue;
        }
        notice(`text without a sentence end was cut: at offset ${to}`);
      }
      yield* groups(words, ends);
      from = to;
    }
  }
}

function windowEnd(text: string, from: number, end: number): number {
  const limit = from + windowLength;
  if (limit >= end) return end;
  for (let at = limit; at > limit - cutSearch; at -= 1) if (/\s/.test(text.charAt(at))) return at;
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff ? limit + 1 : limit;
}

function lastCertainEnd(ends: readonly SentenceEnd[]): number {
  for (let index = ends.length - 2; index >= ends.length / 2; index -= 1) if (ends[index] === 'yes') return index + 1;
  return 0;
}

function* groups(words: readonly Word[], ends: readonly SentenceEnd[]): Generator<WordGroup> {
  let start = 0;
  for (let index = 0; index < words.length; index += 1) {
    if (ends[index] !== 'yes') continue;
    yield { words: words.slice(start, index + 1), ends: ends.slice(start, index + 1) };
    start = index + 1;
  }
}
