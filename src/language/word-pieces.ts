import { readFileSync } from 'node:fs';
import { ChanceryError, messageOf } from '../errors.js';

/** BERT pieces and case shapes of one word. */
export interface Pieces {
  readonly ids: readonly number[];
  /** Case shape of the first piece, 1 to 8; further pieces have 8 more. */
  readonly shape: number;
}

export interface WordPieces {
  of(word: string): Pieces;
  /** Place of a lower-case word in the vocabulary, the lower the more frequent; none when it is no piece of its own. */
  rank(word: string): number | undefined;
}

const unknown = 100;
const longestToken = 100;
const cacheSize = 50_000;
const folds: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201A\u201B\u2032]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033]/g, '"'],
  [/[\u2012-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
  [/[\u00A0\u202F]/g, ' '],
];
const dropped = /[\uFFFD\p{Cf}\p{Cn}\p{Co}\p{Cs}]|(?![\t\n\r])\p{Cc}/gu;
const ideograph =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;
const marks = /\p{Mn}/gu;
const punctuation = /[!-/:-@[-`{-~]|\p{P}/gu;
const plain = /^[a-z]+$/;

/**
 * The piece encoder of a vocabulary file (one piece a line, id = line number), equal to BERT uncased on every word.
 * Throws `environment` when the file cannot be read.
 */
export function openWordPieces(vocabulary: string, piecesPerWord: number): WordPieces {
  const ids = new Map<string, number>();
  try {
    for (const [id, piece] of readFileSync(vocabulary, 'utf8').split('\n').entries())
      if (piece !== '') ids.set(piece, id);
  } catch (cause) {
    throw new ChanceryError('environment', `vocabulary cannot be read: ${vocabulary}: ${messageOf(cause)}`, { cause });
  }
  const cache = new Map<string, Pieces>();
  const of = (word: string): Pieces => {
    const known = cache.get(word);
    if (known) return known;
    const found: number[] = [];
    for (const token of basicTokens(word)) {
      if (found.length >= piecesPerWord) break;
      appendPieces(token, ids, found);
    }
    if (found.length === 0) found.push(unknown);
    const pieces = { ids: found.slice(0, piecesPerWord), shape: caseShape(word) };
    if (cache.size >= cacheSize) cache.clear();
    cache.set(word, pieces);
    return pieces;
  };
  return { of, rank: (word) => ids.get(word) };
}

function basicTokens(word: string): readonly string[] {
  const lower = word.toLowerCase();
  if (plain.test(lower)) return [lower];
  let text = word;
  for (const [pattern, replacement] of folds) text = text.replace(pattern, replacement);
  return text
    .replace(dropped, '')
    .replace(ideograph, ' $& ')
    .toLowerCase()
    .normalize('NFD')
    .replace(marks, '')
    .replace(punctuation, ' $& ')
    .split(/\s+/u)
    .filter((token) => token !== '');
}

function appendPieces(token: string, vocabulary: ReadonlyMap<string, number>, into: number[]): void {
  const whole = vocabulary.get(token);
  if (whole !== undefined) {
    into.push(whole);
    return;
  }
  const chars = Array.from(token);
  if (chars.length > longestToken) {
    into.push(unknown);
    return;
  }
  const before = into.length;
  let start = 0;
  while (start < chars.length) {
    let end = chars.length;
    let id: number | undefined;
    for (; end > start; end -= 1) {
      id = vocabulary.get((start > 0 ? '##' : '') + chars.slice(start, end).join(''));
      if (id !== undefined) break;
    }
    if (id === undefined) {
      into.length = before;
      into.push(unknown);
      return;
    }
    into.push(id);
    start = end;
  }
}

const digit = /\p{Nd}/u;

/** The case shape of a word, 1 to 8, as the model's contract numbers them. */
export function caseShape(word: string): number {
  let uppers = 0;
  let lowers = 0;
  let digits = 0;
  let lowerFirst = false;
  for (const char of word) {
    if (char.toLowerCase() !== char) {
      uppers += 1;
      lowerFirst ||= lowers > 0;
    } else if (char.toUpperCase() !== char) lowers += 1;
    else if (digit.test(char)) digits += 1;
  }
  if (digits > 0) return uppers + lowers > 0 ? 3 : 2;
  if (uppers === 0) return lowers > 0 ? 4 : 1;
  if (uppers + lowers === 1) return 5;
  if (lowers === 0) return 6;
  return uppers === 1 && !lowerFirst ? 7 : 8;
}
