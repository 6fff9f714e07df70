const apostrophe = "['’ʼ`´]";
const wordChar = '[\\p{L}\\p{M}\\p{N}_\\u00AD\\u200C\\u200D]';
const webChar = '[^\\s<>"“”‘’\\p{Cc}]';

/** Sticky patterns of the tokenizer; each stays linear on any input, as every repetition is bounded or cannot overlap the next. */
export const patterns = {
  separator: /[\s\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]+/uy,
  web: new RegExp(`(?:https?|ftp)://${webChar}+|mailto:${webChar}+|www\\.${webChar}+`, 'iuy'),
  email: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,6}/uy,
  domain: /[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,6}/uy,
  path: new RegExp(`/${webChar}*`, 'uy'),
  handle: /@[\p{L}\p{N}_]{2,}|#\p{L}[\p{L}\p{N}_]+/uy,
  emoji:
    /(?:\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}[\uFE0F\u{1F3FB}-\u{1F3FF}]*(?:\u200D\p{Extended_Pictographic}[\uFE0F\u{1F3FB}-\u{1F3FF}]*){0,8})/uy,
  acronym:
    /(?:\p{Lu}\p{Ll}?\.){2,12}(?:\p{Lu}(?!\p{L}))?|(?:\p{Ll}\.){2,12}(?:\p{Ll}(?!\p{L}))?|\p{Lu}\.\p{Lu}(?!\p{L})|\p{Ll}\.\p{Ll}(?![\p{L}.])/uy,
  ampersand: /\p{Lu}{1,4}&\p{Lu}{1,4}(?![\p{L}\p{N}])|\p{Ll}&\p{Ll}(?![\p{L}\p{N}])/uy,
  word: new RegExp(`${wordChar}+(?:(?:${apostrophe}(?=\\p{L})|\\*{1,4}(?=\\p{L}))${wordChar}+)*`, 'uy'),
  joinedNumbers:
    /\p{Nd}+(?:[-/.]\p{Nd}+){2,}(?![\p{L}\p{Nd}])|\p{Nd}{3}-\p{Nd}{4}(?!\p{Nd})|\p{Nd}+\/\p{Nd}+(?!\p{Nd})/uy,
  number: new RegExp(
    `[+]?\\p{Nd}+(?:,\\p{Nd}{3}(?!\\p{Nd}))*(?:[.:]\\p{Nd}+)*(?:(?:st|nd|rd|th|s|${apostrophe}s)(?![\\p{L}\\p{Nd}]))?`,
    'iuy',
  ),
  decimal: /\.\p{Nd}+(?!\p{L})/uy,
  letters: /\p{L}+/uy,
  currency: /\p{Lu}{1,3}\$(?=\p{Nd})/uy,
  elidedYear: new RegExp(`${apostrophe}\\p{Nd}{2}s?(?![\\p{L}\\p{Nd}])`, 'uy'),
  elidedWord: new RegExp(`${apostrophe}(\\p{L}{1,6})(?!\\p{L})`, 'uy'),
  run: /\.{2,}[?!]*|\.[?!]+|…\.*|[!?]{2,}\.?|-{2,}>?|={2,}>?|([*_~#+^|])\1+|<{2,}|>{2,}|[-=]>|<-|([^\s\p{L}\p{M}\p{N}\p{C}])\2{3,}|''|``|’’|‘‘/uy,
  single: /\P{M}\p{M}*|\p{M}+/uy,
  apostrophe: new RegExp(`^${apostrophe}$`, 'u'),
  negation: new RegExp(`n${apostrophe}t$`, 'iu'),
} as const;

/** The end of the match of a sticky pattern at `at`, or -1. */
export function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
