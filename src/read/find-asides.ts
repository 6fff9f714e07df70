import type { Aside } from '../records/document.js';
import { type Span, spanOf } from '../records/span.js';
import { tableRows } from './table-rows.js';
import { textBlocks } from './text-blocks.js';

/** What was found beside the story. `datelineDate` is the dateline's date as written. */
export interface FoundAsides {
  readonly asides: readonly Aside[];
  readonly datelinePlace: Span | null;
  readonly datelineDate: string | null;
}

interface AsideRule {
  readonly kind: Aside['kind'];
  readonly pattern: RegExp;
}

interface AsideRules {
  readonly blocks: readonly AsideRule[];
  readonly datelines: readonly RegExp[];
  readonly creditWords: ReadonlySet<string>;
}

const kinds: readonly Aside['kind'][] = ['caption', 'credit', 'byline', 'related', 'share', 'newsletter', 'legal'];
/** Longer blocks are story, whatever they begin with. */
const longestAside = 700;
/** Blocks of the story in which a dateline may stand. */
const datelineBlocks = 4;
/** Links that a heading such as "Related articles" takes with it. */
const longestList = 8;
let loaded: AsideRules | null = null;

/** The rules of `data/read/`. */
export function asideRules(): AsideRules {
  if (loaded) return loaded;
  const flags = (value: string): string => (value === 'any' ? 'iu' : 'u');
  loaded = {
    blocks: tableRows('asides.tsv', ['kind', 'case', 'pattern', 'example', 'counterexample']).flatMap((row) => {
      const kind = kinds.find((each) => each === row.kind);
      return kind ? [{ kind, pattern: new RegExp(row.pattern, flags(row.case)) }] : [];
    }),
    datelines: tableRows('datelines.tsv', ['case', 'pattern', 'example', 'counterexample']).map(
      (row) => new RegExp(row.pattern, flags(row.case)),
    ),
    creditWords: new Set(tableRows('credit-words.tsv', ['word']).map((row) => row.word)),
  };
  return loaded;
}

/** Captions, credits, bylines, datelines, links and boilerplate of a text, each with its span; `known` are those that the page itself marked. */
export function findAsides(text: string, known: readonly Aside[] = []): FoundAsides {
  const rules = asideRules();
  const asides: Aside[] = [...known];
  let datelinePlace: Span | null = null;
  let datelineDate: string | null = null;
  let story = 0;
  let list = 0;
  let fresh = true;
  const add = (kind: Aside['kind'], start: number, end: number): void => {
    asides.push({ kind, span: spanOf(text, start, end) });
  };
  const marked = [...known].sort((a, b) => a.span.start - b.span.start);
  let next = 0;
  for (const block of textBlocks(text)) {
    const raw = text.slice(block.start, Math.min(block.end, block.start + longestAside + 60));
    const words = raw.trim();
    const start = block.start + (raw.length - raw.trimStart().length);
    const end = start + words.length;
    while (next < marked.length && (marked[next]?.span.end ?? 0) <= start) next += 1;
    const cover = marked[next];
    if (cover && cover.span.start <= start && cover.span.end >= end) {
      list = 0;
      continue;
    }
    if (words.length <= longestAside) {
      const flat = words.replace(/\s+/g, ' ');
      const rule = rules.blocks.find(({ pattern }) => pattern.test(flat));
      const tail = creditTail(words, rules.creditWords, rule?.kind === 'caption', fresh);
      if (tail !== null) {
        add('caption', start, start + tail.caption);
        add('credit', start + tail.credit, end);
        list = 0;
        continue;
      }
      if (rule) {
        add(rule.kind, start, end);
        list =
          rule.kind === 'related' && flat.length < 60 && !/[.!?]$/.test(flat) && !/:\s*\S/.test(flat) ? longestList : 0;
        continue;
      }
      if (list > 0 && flat.length <= 140 && !/[.!?…"”]$/.test(flat)) {
        add('related', start, end);
        list -= 1;
        continue;
      }
    }
    list = 0;
    fresh = false;
    story += 1;
    if (story > datelineBlocks || datelinePlace) continue;
    const match = rules.datelines.map((pattern) => pattern.exec(words)).find((found) => found !== null);
    const place = match?.groups?.place;
    if (!match || place === undefined) continue;
    if (match[0].length < words.length && words.length < match[0].length + 10) continue;
    add('dateline', start, start + match[0].trimEnd().length);
    datelinePlace = spanOf(text, start, start + place.length);
    datelineDate = match.groups?.date ?? null;
  }
  asides.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { asides, datelinePlace, datelineDate };
}

/** Lines longer than this are story, whatever they begin with. */
const longestLine = 160;
const nameLine = /^(?:By|BY|Words by|Story by|Written by)\s+(?:\p{Lu}[\p{L}.’'-]*(?:,\s*|\s+and\s+|\s+in\s+|\s+|$))+$/u;

/** Offsets in a raw text around lines that are no story by themselves, and before datelines: nothing is joined over them. */
export function asideLineCuts(raw: string): readonly number[] {
  const rules = asideRules();
  const cuts: number[] = [];
  let start = 0;
  let alone = true;
  while (start < raw.length) {
    const next = raw.indexOf('\n', start);
    const end = next < 0 ? raw.length : next;
    const after = raw.charCodeAt(end + 1);
    const last = next < 0 || after === 10 || after === 13;
    const line = end - start <= longestLine ? raw.slice(start, end).trim() : raw.slice(start, start + longestLine);
    if (line === '') alone = true;
    else {
      if (!(alone && last) && /^[\p{Lu}\p{N}([©]/u.test(line)) {
        const kind = end - start <= longestLine ? asideLineKind(line, rules) : null;
        if (kind !== null) cuts.push(start, ...(runsOn.has(kind) && /[:,.]\s\S/.test(line) ? [] : [end]));
        else if (!alone && rules.datelines.some((pattern) => pattern.test(line))) cuts.push(start);
      }
      alone = false;
    }
    start = end + 1;
  }
  return cuts;
}

/** Kinds whose words may go on in the next line. */
const runsOn: ReadonlySet<Aside['kind']> = new Set(['related', 'newsletter', 'legal']);

function asideLineKind(line: string, { blocks }: AsideRules): Aside['kind'] | null {
  const kind = blocks.find(({ pattern }) => pattern.test(line))?.kind ?? null;
  if (kind === 'caption') return null;
  return kind === 'byline' && /^(?:by|from|words|story|written)\b/i.test(line) && !nameLine.test(line) ? null : kind;
}

const fragment =
  /^([\s\S]{20,420}[.!?]["”’)]*)\s+((?:\p{Lu}[\p{L}\p{N}.’'&-]*|[/|]|of|the|for|via|and|de|du|la|al)(?:[\s/|,]+(?:\p{Lu}[\p{L}\p{N}’'&-]*|[/|]|of|the|for|via|and|de|du|la|al)){0,9})$/u;

/** A caption with its credit at the end: "… in Niger. Russian Defense Ministry". Offsets into the block. */
function creditTail(
  words: string,
  creditWords: ReadonlySet<string>,
  caption: boolean,
  fresh: boolean,
): { readonly caption: number; readonly credit: number } | null {
  if (words.length > 520) return null;
  const match = fragment.exec(words);
  const [, head = '', tail = ''] = match ?? [];
  if (!match || tail.length > 90) return null;
  const credited = tail.split(/[\s/|,]+/).some((word) => creditWords.has(word));
  if (!(caption || (credited && fresh) || (credited && /[/|]/.test(tail)))) return null;
  return { caption: head.length, credit: words.length - tail.length };
}
