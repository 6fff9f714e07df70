import { abbreviationOf, languageData } from './language-data.js';
import { matchEnd, patterns } from './token-patterns.js';

/** A word with its place in the text. `joined`: written together with the word before as one token (`do` + `n't`). */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly joined: boolean;
}

const longestWord = 200;
const apostrophes = new Set(["'", '’', 'ʼ', '`', '´']);
const letter = /\p{L}/u;
const letterOrDigit = /[\p{L}\p{Nd}]/u;
const digit = /\p{Nd}/u;
const upper = /^\p{Lu}/u;
const decade = /^(?:\p{Nd}{1,2}|\p{Nd}*0|\p{Nd}{5,})$/u;
const roman = /^[IVXLC]+\b/;
const webTail = /[.,;:!?'"…\]}>*]+$/;

/**
 * Words of `text` after the conventions of UD English, in order, with offsets in UTF-16 units from `from` to `to`.
 * Every visible character lies in exactly one word. Linear in the length.
 *
 * @example tokenize("Mali's juntas can't").map((word) => word.text) // Mali 's juntas ca n't
 */
export function tokenize(text: string, from = 0, to = text.length): Word[] {
  const words: Word[] = [];
  const source = to === text.length ? text : text.slice(0, to);
  let at = from;
  let quoteOpen = false;
  const push = (start: number, end: number, joined = false): void => {
    let begin = start;
    let isJoined = joined;
    while (end - begin > longestWord) {
      const cut = begin + longestWord - (isHighSurrogate(source, begin + longestWord - 1) ? 1 : 0);
      words.push({ start: begin, end: cut, text: source.slice(begin, cut), joined: isJoined });
      begin = cut;
      isJoined = true;
    }
    words.push({ start: begin, end, text: source.slice(begin, end), joined: isJoined });
  };
  const pushParts = (start: number, lengths: readonly number[]): void => {
    let begin = start;
    for (const [index, length] of lengths.entries()) {
      push(begin, begin + length, index > 0);
      begin += length;
    }
  };
  while (at < to) {
    if (source.charCodeAt(at) === 32) {
      at += 1;
      continue;
    }
    const plain = plainWordEnd(source, at, to);
    if (plain > at) {
      const fused = languageData().contractions.get(source.slice(at, plain).toLowerCase());
      if (fused === undefined) push(at, plain);
      else
        pushParts(
          at,
          fused.map((part) => part.length),
        );
      at = plain;
      continue;
    }
    const gap = matchEnd(patterns.separator, source, at);
    if (gap > 0) {
      at = gap;
      continue;
    }
    const whole = wholeEnd(source, at);
    if (whole > at) {
      push(at, whole);
      at = whole;
      continue;
    }
    const char = source.charAt(at);
    if (!isWordStart(source, at)) {
      const end = punctuationEnd(source, at);
      if (apostrophes.has(char) || char === '‘') quoteOpen = opensQuote(source, at);
      push(at, end);
      at = end;
      continue;
    }
    const end = wordEnd(source, at, words);
    pushParts(at, splitClitics(source.slice(at, end)));
    at = end;
    const last = source.charAt(at - 1).toLowerCase();
    if (
      last === 's' &&
      apostrophes.has(source.charAt(at)) &&
      !letterOrDigit.test(source.charAt(at + 1)) &&
      !quoteOpen
    ) {
      if (source.charAt(at + 1) === source.charAt(at)) continue;
      push(at, at + 1, true);
      at += 1;
    }
  }
  return words;
}

function isHighSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}

/** The end of an ASCII word that plainly stands alone, or -1: most words of most texts take this short way. */
function plainWordEnd(text: string, at: number, to: number): number {
  let end = at;
  while (end < to && isAsciiLetter(text.charCodeAt(end))) end += 1;
  if (end === at || end - at > longestWord) return -1;
  const next = text.charCodeAt(end);
  return end === to || next === 32 || next === 44 || next === 10 ? end : -1;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function isWordStart(text: string, at: number): boolean {
  return matchEnd(patterns.word, text, at) > at;
}

function opensQuote(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  return (
    (before === '' || !letterOrDigit.test(before)) && letterOrDigit.test(text.charAt(at + 1)) && !/[.,!?]/.test(before)
  );
}

/** Forms that are one word whatever stands inside them: web names, handles, emoji, emoticons, fixed forms. */
function wholeEnd(text: string, at: number): number {
  const data = languageData();
  const char = text.charAt(at);
  const before = text.charAt(at - 1);
  const atEdge = before === '' || !letterOrDigit.test(before);
  if (atEdge && (letterOrDigit.test(char) || char === '_')) {
    const web = webEnd(text, at);
    if (web > at) return web;
  }
  if (atEdge && (char === '@' || char === '#')) {
    const handle = matchEnd(patterns.handle, text, at);
    if (handle > at) return handle;
  }
  if (apostrophes.has(char) && atEdge) {
    const year = matchEnd(patterns.elidedYear, text, at);
    if (year > at) return year;
    const elided = matchEnd(patterns.elidedWord, text, at);
    if (elided > at && data.elisions.has(text.slice(at + 1, elided).toLowerCase())) return elided;
  }
  if (atEdge) {
    for (const form of data.fixedForms.get(char) ?? []) {
      const end = at + form.length;
      if (text.startsWith(form, at) && !(letterOrDigit.test(form.at(-1) ?? '') && letterOrDigit.test(text.charAt(end))))
        return end;
    }
  }
  if (before === '' || /\s/.test(before) || !letterOrDigit.test(char)) {
    for (const form of data.emoticons.get(char) ?? []) {
      const next = text.charAt(at + form.length);
      if (
        text.startsWith(form, at) &&
        (next === '' || /[\s.,!?)]/.test(next)) &&
        !(letterOrDigit.test(before) && letterOrDigit.test(form.at(-1) ?? ''))
      ) {
        return at + form.length;
      }
    }
  }
  return matchEnd(patterns.emoji, text, at);
}

function webEnd(text: string, at: number): number {
  const web = matchEnd(patterns.web, text, at);
  if (web > at) return at + trimWeb(text.slice(at, web)).length;
  const email = matchEnd(patterns.email, text, at);
  if (email > at) return at + trimWeb(text.slice(at, email)).length;
  const domain = matchEnd(patterns.domain, text, at);
  if (domain < 0) return -1;
  const labels = text.slice(at, domain).split('.');
  if (labels.length > 2 && labels.every((label) => /^[a-z]{2,}$/.test(label))) return domain;
  if (!languageData().domains.has((labels.at(-1) ?? '').toLowerCase()) || labels.every((label) => !letter.test(label)))
    return -1;
  const path = matchEnd(patterns.path, text, domain);
  return path < 0 ? domain : at + trimWeb(text.slice(at, path)).length;
}

function trimWeb(address: string): string {
  const trimmed = address.replace(webTail, '');
  return trimmed.endsWith(')') && !trimmed.includes('(') ? trimmed.replace(/\)+$/, '').replace(webTail, '') : trimmed;
}

function punctuationEnd(text: string, at: number): number {
  const before = text.charAt(at - 1);
  if (text.charAt(at) === '.' && !letterOrDigit.test(before) && before !== '.') {
    const decimal = matchEnd(patterns.decimal, text, at);
    if (decimal > at) return decimal;
  }
  if (text.charAt(at) === '+' && !letterOrDigit.test(before) && digit.test(text.charAt(at + 1))) {
    return matchEnd(patterns.number, text, at);
  }
  const run = matchEnd(patterns.run, text, at);
  if (run > at) return run;
  return matchEnd(patterns.single, text, at);
}

function wordEnd(text: string, at: number, words: readonly Word[]): number {
  if (digit.test(text.charAt(at))) {
    const joined = matchEnd(patterns.joinedNumbers, text, at);
    if (joined > at) return joined;
    const number = matchEnd(patterns.number, text, at);
    if (number > at) {
      const letters = matchEnd(patterns.letters, text, number);
      if (letters < 0) return number;
      const tail = text.slice(number, letters);
      if (languageData().units.has(tail.toLowerCase()) && !letterOrDigit.test(text.charAt(letters))) return number;
      return /[.,:]/.test(text.slice(at, number)) ? number : matchEnd(patterns.word, text, at);
    }
  }
  const fused = Math.max(
    matchEnd(patterns.acronym, text, at),
    matchEnd(patterns.ampersand, text, at),
    matchEnd(patterns.currency, text, at),
  );
  if (fused > at) return fused;
  let end = matchEnd(patterns.word, text, at);
  const form = text.slice(at, end);
  if (
    text.charAt(end) === '-' &&
    text.charAt(at - 1) !== '-' &&
    languageData().hyphenPrefixes.has(form.toLowerCase())
  ) {
    const rest = matchEnd(patterns.word, text, end + 1);
    if (rest > 0) {
      end = rest;
      return end;
    }
  }
  if (text.charAt(end) === '.' && !text.startsWith('...', end) && takesPeriod(text, at, end, words)) return end + 1;
  return end;
}

function takesPeriod(text: string, at: number, end: number, words: readonly Word[]): boolean {
  const data = languageData();
  const form = text.slice(at, end);
  if (form.length > 12) return false;
  const next = nextWord(text, end + 1);
  const kind = abbreviationOf(`${form}.`);
  if (kind === 'number') return digit.test(next.charAt(0)) || roman.test(next);
  if (kind === 'word' && !upper.test(form) && (next === '' || data.starters.has(next))) return false;
  if (kind !== undefined) return true;
  if (form.length !== 1 || !upper.test(form) || !upper.test(next) || data.starters.has(next)) return false;
  const previous = words.at(-1);
  return form !== 'I' || (previous !== undefined && upper.test(previous.text));
}

function nextWord(text: string, at: number): string {
  const gap = matchEnd(patterns.separator, text, at);
  const start = gap > 0 ? gap : at;
  const end = matchEnd(patterns.word, text, start);
  return end < 0 ? text.charAt(start) : text.slice(start, Math.min(end, start + 40));
}

/** Lengths of the parts of a form: `can't` gives 2 and 3. */
function splitClitics(form: string): readonly number[] {
  const data = languageData();
  const lower = form.toLowerCase();
  if (lower.length !== form.length) return [form.length];
  const fused = data.contractions.get(lower);
  if (fused) return fused.map((part) => part.length);
  const tails: number[] = [];
  let length = form.length;
  for (;;) {
    const head = lower.slice(0, length);
    const negation = patterns.negation.test(head) && head.length > 3;
    const clitic = negation ? 3 : cliticLength(head, data.clitics);
    if (clitic === 0 || clitic >= length) break;
    tails.unshift(clitic);
    length -= clitic;
  }
  return [length, ...tails];
}

function cliticLength(head: string, clitics: readonly string[]): number {
  for (const clitic of clitics) {
    if (head.length <= clitic.length || !head.endsWith(clitic.slice(1))) continue;
    if (!apostrophes.has(head.charAt(head.length - clitic.length))) continue;
    if (decade.test(head.slice(0, -clitic.length))) continue;
    return clitic.length;
  }
  return 0;
}
