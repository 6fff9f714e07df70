/** A stretch of text in which sentences may run on: a paragraph, a headline, a list item, a row of a table. */
export interface TextBlock {
  readonly start: number;
  readonly end: number;
}

interface Line extends TextBlock {
  readonly length: number;
}

/** Lines longer than this are not hard-wrapped: then each line break was meant. */
const widestWrap = 160;
/** Nor are lines when none is longer than this: a column of short items. */
const narrowestWrap = 20;
/** A line that would have had room for the next word within this part of the widest line was ended on purpose; ragged setting needs the slack. */
const slack = 0.8;
const lineBreak = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
const visible = /[^\s\p{Cc}\p{Cf}]/u;
const bullet = /^\s*(?:[-*•‣▪◦·●■–—]\s|\(?\p{Nd}{1,3}[.)]\s|\(?[a-zA-Z][.)]\s)/u;
const marker = /^\s*(?:[•‣▪◦●■]|\*\s)/u;
const column = /\S(?:\t| {3,}|\s\|\s)\s*\S/u;
const lowerStart = /^\s*\p{Ll}/u;

/** The blocks of a text, in order. An empty line, a deliberate line break, a list item, a row of a table and each offset of `cuts` end a block; the break of a hard-wrapped line does not. */
export function* textBlocks(text: string, cuts: readonly number[] = []): Generator<TextBlock> {
  if (cuts.length === 0) return yield* blocksOf(text);
  const sorted = [...cuts].sort((a, b) => a - b);
  let next = 0;
  for (const block of blocksOf(text)) {
    let start = block.start;
    for (; (sorted[next] ?? block.end) < block.end; next += 1) {
      const cut = sorted[next] ?? 0;
      if (cut <= start) continue;
      if (hasVisible(text, { start, end: cut })) yield { start, end: cut };
      start = cut;
    }
    if (hasVisible(text, { start, end: block.end })) yield { start, end: block.end };
  }
}

function* blocksOf(text: string): Generator<TextBlock> {
  let paragraph: Line[] = [];
  for (const line of linesOf(text)) {
    if (hasVisible(text, line)) {
      paragraph.push(line);
      if (paragraph.length >= 2000) {
        yield* divide(text, paragraph);
        paragraph = [];
      }
    } else if (paragraph.length > 0) {
      yield* divide(text, paragraph);
      paragraph = [];
    }
  }
  if (paragraph.length > 0) yield* divide(text, paragraph);
}

function hasVisible(text: string, line: TextBlock): boolean {
  if (visible.test(text.slice(line.start, Math.min(line.end, line.start + 400)))) return true;
  for (let at = line.start + 400; at < line.end; at += 4000) {
    if (visible.test(text.slice(at, Math.min(line.end, at + 4000)))) return true;
  }
  return false;
}

function* linesOf(text: string): Generator<Line> {
  let start = 0;
  for (const match of text.matchAll(lineBreak)) {
    yield { start, end: match.index, length: match.index - start };
    start = match.index + match[0].length;
  }
  yield { start, end: text.length, length: text.length - start };
}

function* divide(text: string, lines: readonly Line[]): Generator<TextBlock> {
  let width = 0;
  for (const line of lines) width = Math.max(width, line.length);
  const listed = lines.filter((line) => bullet.test(head(text, line))).length;
  let start = lines[0]?.start ?? 0;
  let end = lines[0]?.end ?? 0;
  for (let index = 1; index < lines.length; index += 1) {
    const before = lines[index - 1];
    const line = lines[index];
    if (!before || !line) continue;
    const indented = indent(text, line) > indent(text, before) && !bullet.test(head(text, { ...line, start }));
    if (isBreak(text, before, line, width, listed) || (indented && !lowerStart.test(head(text, line)))) {
      yield { start, end };
      start = line.start;
    }
    end = line.end;
  }
  yield { start, end };
}

function head(text: string, line: Line): string {
  return text.slice(line.start, Math.min(line.end, line.start + 200));
}

function isBreak(text: string, before: Line, line: Line, width: number, listed: number): boolean {
  if (width > widestWrap || width < narrowestWrap) return true;
  const next = head(text, line);
  if (marker.test(next)) return true;
  if (listed >= 2 && bullet.test(next)) return true;
  if (column.test(next) || column.test(head(text, before))) return true;
  if (lowerStart.test(next) && /\p{L}[-\u2010]\s*$/u.test(text.slice(before.end - 4, before.end))) return false;
  const room = before.length + 1 + firstWordLength(next) <= width * slack;
  return room && !(lowerStart.test(next) && before.length > width * 0.4);
}

function indent(text: string, line: Line): number {
  return /^\s*/.exec(head(text, line))?.[0].length ?? 0;
}

function firstWordLength(line: string): number {
  return /\S+/.exec(line)?.[0].length ?? 0;
}
