import { abbreviationOf, languageData } from './language-data.js';
import type { Word } from './tokenize.js';

/** Whether a sentence ends after a word, by rule; `open` leaves it to the model. */
export type SentenceEnd = 'no' | 'open' | 'yes';

const terminal = /^(?:[.!?…。！？।؟]+|[!?.…]{2,})$/u;
const closer = /^(?:["”’»)\]}]|''|’’)$/u;
const startsLower = /^\p{Ll}/u;
const startsUpper = /^[\p{Lu}\p{Lt}]/u;
const drawn = /^([-=_*#~+])\1{3,}$/;
const address = /^(?:https?:\/\/|www\.)/i;
const opener = /^(?:["“‘«([{¿¡'`]|``|‘‘|[-–—*•]+)$/u;
const abbreviation = /^\p{L}.*\.$/u;

/** For each word of a block, whether a sentence ends after it. The last word always ends one. */
export function sentenceEnds(words: readonly Word[]): SentenceEnd[] {
  const ends: SentenceEnd[] = words.map(() => 'no');
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word) continue;
    if (isLineOfItsOwn(words, index) && index + 1 < words.length) {
      ends[index] = 'yes';
      continue;
    }
    const isTerminal = terminal.test(word.text);
    if (word.text === '[...]') ends[index] = 'open';
    if (!isTerminal && !abbreviation.test(word.text)) continue;
    let last = index;
    while (last + 1 < words.length && isCloser(words, last + 1)) last += 1;
    last = afterCitations(words, last);
    if (last + 1 >= words.length) continue;
    const verdict = isTerminal ? afterTerminal(words, index, last) : afterAbbreviation(words, index, last);
    ends[last] = verdict;
    index = Math.max(index, last);
  }
  if (ends.length > 0) ends[ends.length - 1] = 'yes';
  return ends;
}

/** Rules drawn with characters, addresses before another address or a capital, and the `>` of forwarded mail stand apart from what follows. */
function isLineOfItsOwn(words: readonly Word[], index: number): boolean {
  const word = words[index]?.text ?? '';
  const next = words[index + 1]?.text ?? '';
  if (words[index + 2]?.text === ':' && languageData().captionLabels.has(next)) return !/^[,:("“‘'[]$/.test(word);
  if (drawn.test(word)) return startsUpper.test(next);
  if (drawn.test(next)) return !opener.test(word);
  if (address.test(word)) return address.test(next) || startsUpper.test(next);
  return /^>{1,2}$/.test(word) && /^[\p{Lu}\p{Nd}]/u.test(next);
}

/** A closing mark that stands against the word before it, so that it belongs to the sentence that ends. */
function isCloser(words: readonly Word[], index: number): boolean {
  const word = words[index];
  const before = words[index - 1];
  if (!word || !before || !(closer.test(word.text) || word.text === "'")) return false;
  if (word.start === before.end) return true;
  return /^[)\]}”»]$/.test(word.text);
}

/** The index of the last bracket of citations such as `[12]` that are written against the full stop. */
function afterCitations(words: readonly Word[], from: number): number {
  let last = from;
  for (;;) {
    const [open, number, close] = [words[last + 1], words[last + 2], words[last + 3]];
    if (open?.text !== '[' || close?.text !== ']') return last;
    if (!number || !/^[\p{Nd}a-z]{1,4}$/u.test(number.text)) return last;
    last += 3;
  }
}

function afterTerminal(words: readonly Word[], index: number, last: number): SentenceEnd {
  const mark = words[index]?.text ?? '';
  const next = firstWordAfter(words, last);
  const glued = words[last]?.end === words[last + 1]?.start;
  if (terminal.test(words[last + 1]?.text ?? '')) return 'no';
  if (/^[。！？।]+$/u.test(mark)) return 'yes';
  const strong = /[!?]/.test(mark);
  if (next === null) return 'yes';
  if (address.test(next.text)) return 'yes';
  if (startsLower.test(next.text)) return glued || last > index || !strong ? 'open' : 'yes';
  if (glued && !startsUpper.test(next.text)) return 'no';
  if (strong && last > index && startsUpper.test(next.text)) return 'open';
  return !glued && startsUpper.test(next.text) && isListNumber(words, index) ? 'open' : 'yes';
}

function afterAbbreviation(words: readonly Word[], index: number, last: number): SentenceEnd {
  const word = words[index];
  const next = firstWordAfter(words, last);
  if (!word || next === null) return 'no';
  const data = languageData();
  const kind = abbreviationOf(word.text);
  if (kind === 'title' || kind === 'number') return 'no';
  if (!startsUpper.test(next.text) || words[last + 1]?.start === words[last]?.end) return 'no';
  if (/^\p{Lu}\.$/u.test(word.text)) return 'no';
  return data.starters.has(next.text) ? 'yes' : 'open';
}

/** Marks that no sentence begins with. */
export function cannotStart(word: Word | undefined): boolean {
  return word !== undefined && (terminal.test(word.text) || /^[,;:)\]}”»%]$/.test(word.text));
}

function isListNumber(words: readonly Word[], index: number): boolean {
  return index === 1 && /^(?:\p{Nd}{1,3}|[a-zA-Z]|[ivxIVX]+)$/u.test(words[0]?.text ?? '');
}

function firstWordAfter(words: readonly Word[], last: number): Word | null {
  for (let index = last + 1; index < Math.min(words.length, last + 4); index += 1) {
    const word = words[index];
    if (word && !opener.test(word.text)) return word;
  }
  return null;
}
