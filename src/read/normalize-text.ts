import { asideLineCuts } from './find-asides.js';
import { textBlocks } from './text-blocks.js';

/** A normalised text: paragraphs divided by empty lines. `map` holds pairs [offset in `text`, offset in the raw text], one for each place where the distance changes. */
export interface NormalizedText {
  readonly text: string;
  readonly map: readonly (readonly [text: number, raw: number])[];
}

const plain = /^[^\s\u00ad\u200b\u2060\ufeff\ufb00-\ufb06\u0000-\u001f\u007f-\u009f\ud800-\udfff]+/u;
const dropped = /[\u00ad\u200b\u2060\ufeff\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/;
const ligatures: Readonly<Record<string, string>> = {
  '\ufb00': 'ff',
  '\ufb01': 'fi',
  '\ufb02': 'fl',
  '\ufb03': 'ffi',
  '\ufb04': 'ffl',
  '\ufb05': 'st',
  '\ufb06': 'st',
};

/** Joins hard-wrapped lines, collapses white space, mends soft hyphens, ligatures and lone surrogates; a hyphen at a line end goes when the word stands unhyphenated elsewhere (or always, with `mend`), and is kept without the break otherwise. */
export function normalizeText(raw: string, { mend = false }: { readonly mend?: boolean } = {}): NormalizedText {
  const out: string[] = [];
  const map: [number, number][] = [];
  let length = 0;
  let expected = 0;
  const put = (piece: string, from: number): void => {
    if (piece === '') return;
    if (from !== expected || map.length === 0) map.push([length, from]);
    out.push(piece);
    length += piece.length;
    expected = from + piece.length;
  };
  const words = new Set<string>();
  if (/\p{Ll}-[ \t]*\r?\n/u.test(raw)) for (const [word] of raw.matchAll(/\p{L}+/gu)) words.add(word.toLowerCase());
  for (const block of textBlocks(raw, asideLineCuts(raw))) {
    const source = raw.slice(block.start, block.end);
    let space: number | null = null;
    let begun = false;
    let at = 0;
    while (at < source.length) {
      const run = plain.exec(source.slice(at, at + 4096))?.[0] ?? '';
      if (run !== '') {
        if (!begun && length > 0) {
          put('\n\n', block.start + at);
          expected = -1;
        } else if (space !== null && begun) put(' ', block.start + space);
        const joined = hyphenJoin(source, at + run.length, { run, words, mend });
        put(joined?.kept === false ? run.slice(0, -1) : run, block.start + at);
        at = joined?.end ?? at + run.length;
        space = null;
        begun = true;
        continue;
      }
      const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
      if (dropped.test(char)) {
        const rest = char === '\u00ad' ? /^\u00ad[ \t]*\r?\n[ \t]*/.exec(source.slice(at, at + 80)) : null;
        at += rest?.[0].length ?? char.length;
        continue;
      }
      if (/\s/.test(char)) {
        space ??= at;
        at += char.length;
        continue;
      }
      if (!begun && length > 0) {
        put('\n\n', block.start + at);
        expected = -1;
      } else if (space !== null && begun) put(' ', block.start + space);
      space = null;
      begun = true;
      put(ligatures[char] ?? (/^[\ud800-\udfff]$/.test(char) ? '\ufffd' : char), block.start + at);
      if (ligatures[char]) expected = -1;
      at += char.length;
    }
  }
  return { text: out.join(''), map };
}

interface Hyphenated {
  readonly run: string;
  readonly words: ReadonlySet<string>;
  readonly mend: boolean;
}

/** Offset after the line break that follows a hyphen inside a word; the hyphen itself is kept unless it only divides the word. */
function hyphenJoin(
  source: string,
  end: number,
  { run, words, mend }: Hyphenated,
): { readonly end: number; readonly kept: boolean } | null {
  if (!run.endsWith('-') && !run.endsWith('\u2010')) return null;
  const before = /(\p{L}+)[-\u2010]$/u.exec(run)?.[1];
  const after = /^([ \t]*\r?\n[ \t]*)(\p{Ll}+)/u.exec(source.slice(end, end + 200));
  if (!before || !after?.[1] || !after[2]) return null;
  return { end: end + after[1].length, kept: !mend && !words.has((before + after[2]).toLowerCase()) };
}

/** The offset in the raw text that an offset in the normalised text came from. */
export function rawOffset(map: NormalizedText['map'], offset: number): number {
  let low = 0;
  let high = map.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map[middle]?.[0] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const [text, raw] = map[low] ?? [0, 0];
  return raw + offset - text;
}
