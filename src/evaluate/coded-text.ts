import { ChanceryError } from '../errors.js';
import type { CodedEvent, CodedItem, CodedReference, CodedSet, CodingProblem } from './coded-item.js';
import { isDay, parseEventLine } from './event-line.js';
import { parseMarkedText } from './marked-text.js';

export interface CodedFile {
  readonly file: string;
  /** `## key: value` lines at the head of the file. */
  readonly head: Readonly<Record<string, string>>;
  readonly items: readonly CodedItem[];
  readonly problems: readonly CodingProblem[];
}

/** Reads coded events (`.cev`, see docs/corpus-format.md). What cannot be read is in `problems`, the rest in `items`. */
export function parseCodedText(source: string, file: string): CodedFile {
  const lines = source.replace(/^\uFEFF/, '').split(/\r?\n/);
  const head: Record<string, string> = {};
  const items: CodedItem[] = [];
  const problems: CodingProblem[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const pair = /^##\s*([\w-]+):\s*(.*)$/.exec(line);
    if (line.startsWith('@')) {
      const { item, next, wrong } = parseItem(lines, at);
      if (item !== null) items.push(item);
      problems.push(...wrong);
      at = next;
      continue;
    }
    if (pair?.[1] !== undefined) head[pair[1]] = (pair[2] ?? '').trim();
    else if (line.trim() !== '' && !line.startsWith('#')) {
      problems.push(problem(at, `neither a header nor part of an item: ${line.slice(0, 60)}`));
    }
    at += 1;
  }
  return { file, head, items, problems };
}

/** As `parseCodedText`, but throws `bad_input` naming file, line and cause of the first problem. */
export function readCodedText(source: string, file: string): CodedFile {
  const coded = parseCodedText(source, file);
  const [first] = coded.problems;
  if (first === undefined) return coded;
  const details = { file, line: first.line, problems: coded.problems.length };
  throw new ChanceryError('bad_input', `${file}:${first.line}: ${first.cause}`, { details });
}

function problem(index: number, cause: string): CodingProblem {
  return { line: index + 1, cause, severity: 'error' };
}

interface ParsedItem {
  readonly item: CodedItem | null;
  readonly next: number;
  readonly wrong: readonly CodingProblem[];
}

function parseItem(lines: readonly string[], start: number): ParsedItem {
  const wrong: CodingProblem[] = [];
  const header = parseHeader(lines[start] ?? '', start, wrong);
  const { marked, next: afterText } = takeText(lines, start + 1, wrong);
  const { text, spans, problems } = parseMarkedText(marked);
  for (const cause of problems) wrong.push(problem(start + 1, cause));
  if (text.trim() === '') wrong.push(problem(start, 'an item without text'));

  const events: CodedEvent[] = [];
  const references: CodedReference[] = [];
  const sets: CodedSet[] = [];
  const same: (readonly string[])[] = [];
  const notes: string[] = [];
  let at = afterText;
  for (; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim();
    if (line === '' || line.startsWith('@') || line.startsWith('## ')) break;
    const relation = /^(ref|set|same)\s+(\w+)\s*=\s*([\w,+=\s]+)$/.exec(line);
    if (line.startsWith('!')) notes.push(line.slice(1).trim());
    else if (relation !== null) {
      const [, keyword, left = '', right = ''] = relation;
      const others = right.split(/[\s,+=]+/).filter((label) => label !== '');
      if (keyword === 'set') sets.push({ phrase: left, members: others });
      else if (keyword === 'same') same.push([left, ...others]);
      else for (const antecedent of others) references.push({ phrase: left, antecedent });
    } else {
      const { event, problems: causes } = parseEventLine(line, at + 1);
      if (event !== null) events.push(event);
      for (const cause of causes) wrong.push(problem(at, cause));
    }
  }
  const item = header && { ...header, line: start + 1, text, spans, events, references, sets, same, notes };
  return { item, next: at, wrong };
}

type Header = Pick<CodedItem, 'id' | 'style' | 'date' | 'pair'>;

function parseHeader(line: string, index: number, wrong: CodingProblem[]): Header | null {
  const [id, style, ...rest] = line.replace(/^@\s*/, '').trim().split(/\s+/);
  if (id === undefined || id === '' || style === undefined) {
    wrong.push(problem(index, `an item begins with "@ ID STYLE": ${line}`));
    return null;
  }
  let date: string | null = null;
  let pair: string | null = null;
  for (const word of rest) {
    if (isDay(word)) date = word;
    else if (word.startsWith('pair=') && word.length > 5) pair = word.slice(5);
    else wrong.push(problem(index, `unknown word in the header: ${word}`));
  }
  return { id, style, date, pair };
}

function takeText(lines: readonly string[], start: number, wrong: CodingProblem[]) {
  const first = lines[start] ?? '';
  if (first.trim() !== '"""') return { marked: first.trim(), next: start + 1 };
  const end = lines.findIndex((line, index) => index > start && line.trim() === '"""');
  if (end < 0) {
    wrong.push(problem(start, 'text opened by """ is never closed'));
    return { marked: lines.slice(start + 1).join('\n'), next: lines.length };
  }
  return { marked: lines.slice(start + 1, end).join('\n'), next: end + 1 };
}
