/** One word of a phrase with the key that dictionaries are searched by. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Lower case, no diacritics, no inner apostrophes or dots; `'s` for a possessive mark. */
  readonly key: string;
  /** A hyphen ties this word to the next. */
  readonly tied: boolean;
}

const ascii = /^[\x20-\x7e]*$/;
const marks = /\p{M}+/gu;
const letters: Readonly<Record<string, string>> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ə: 'a',
  ħ: 'h',
};

/** Lower case without diacritics: the form in which names are compared. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(marks, '')
    .replace(/[ıłøđðþßæœəħ]/g, (letter) => letters[letter] ?? letter);
}

/** Words of letters with single spaces or hyphens between: their key is themselves. */
const plain = /^[a-z]+(?:[ -][a-z]+)*$/;
const wordPattern = /[\p{L}\p{M}\p{N}]+(?:[.'’ʼ‘`´][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;
const hyphens = new Set(['-', '‐', '‑', '–']);
const apostrophes = new Set(["'", '’', '‘', 'ʼ', '`', '´']);
const possessive = /['’ʼ`´]s$/i;
const innerMarks = /[.'’ʼ‘`´]/g;

/** Words of `text` from `from` to `to`; hyphens part words, full stops are dropped, other signs are words of their own. */
export function wordsOf(text: string, from = 0, to = text.length): Word[] {
  const words: Word[] = [];
  const slice = from === 0 && to === text.length ? text : text.slice(from, to);
  const push = (start: number, end: number, key: string) =>
    words.push({ start: from + start, end: from + end, text: slice.slice(start, end), key, tied: false });
  for (const match of slice.matchAll(wordPattern)) {
    const start = match.index;
    const token = match[0];
    const end = start + token.length;
    if (hyphens.has(token)) {
      const last = words.at(-1);
      if (last && last.end === from + start && /\S/.test(slice[end] ?? ' '))
        words[words.length - 1] = { ...last, tied: true };
      else push(start, end, '-');
    } else if (token === '.') {
    } else if (apostrophes.has(token)) {
      const last = words.at(-1);
      if (last && last.end === from + start && /s$/i.test(last.text) && !/[\p{L}\p{N}]/u.test(slice[end] ?? ' '))
        push(start, end, "'s");
      else if (!last || last.end !== from + start) push(start, end, "'");
    } else if (token.length > 2 && possessive.test(token)) {
      push(start, end - 2, fold(token.slice(0, -2)).replace(innerMarks, ''));
      push(end - 2, end, "'s");
    } else {
      push(start, end, fold(token).replace(innerMarks, ''));
    }
  }
  return words;
}

/** The key under which a name stands in an index: its words' keys joined by a space, without a leading "the". */
export function nameKey(name: string): string {
  const folded = fold(name);
  if (plain.test(folded)) {
    const key = folded.includes('-') ? folded.replaceAll('-', ' ') : folded;
    return key.startsWith('the ') ? key.slice(4) : key;
  }
  const keys = wordsOf(name).map((word) => word.key);
  if (keys.length > 1 && keys[0] === 'the') keys.shift();
  return keys.join(' ');
}

/** Letters only in upper case, at least one. */
export function isUpper(text: string): boolean {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}

const small = /^[a-z]+$/;

/** Begins with an upper-case letter, or is written in a script without case. */
export function isCapitalised(text: string): boolean {
  const code = text.charCodeAt(0);
  if (code >= 65 && code <= 90) return true;
  if (small.test(text)) return false;
  const first = text.match(/\p{L}/u)?.[0];
  if (first === undefined) return false;
  return first !== first.toLowerCase() || first.toLowerCase() === first.toUpperCase() || /\p{Lu}/u.test(text);
}
