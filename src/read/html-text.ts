import { Parser } from 'htmlparser2';
import type { Aside } from '../records/document.js';
import type { PageNode } from './page-tree.js';
import { tableRows } from './table-rows.js';

/** Text of a piece of HTML: paragraphs divided by empty lines; `asides` are captions, headings and lists of links that the markup names. */
export interface HtmlText {
  readonly text: string;
  readonly asides: readonly Pick<Aside, 'kind' | 'span'>[];
}

let roles: ReadonlyMap<string, string> | null = null;

/** What an HTML element does to the text: `block`, `inline`, `skip` and so on; undefined when HTML has no such element. */
export function htmlRole(name: string): string | undefined {
  roles ??= new Map(tableRows('html-elements.tsv', ['name', 'role']).map((row) => [row.name, row.role]));
  return roles.get(name);
}

const tags = /<\/?([a-z][a-z0-9]*)(?:\s[^<>]*)?\/?>/gi;

/** Whether escaped text was meant as HTML: all its tags are HTML's, and there is one that closes, or an entity. */
export function looksLikeHtml(text: string): boolean {
  if (!/[<&]/.test(text)) return false;
  if (/<!--[\s\S]*?-->/.test(text)) return true;
  const found = [...text.matchAll(tags)];
  if (found.some((tag) => htmlRole((tag[1] ?? '').toLowerCase()) === undefined)) return false;
  if (/&(?:#\d+|#x[\da-f]+|[a-z][a-z0-9]*);/i.test(text)) return true;
  return found.some((tag) => /^<\/|\/>$|^<(?:br|hr|img|p|li)\b/i.test(tag[0]));
}

const kindOf: Readonly<Record<string, Aside['kind']>> = { caption: 'caption', heading: 'heading' };

/** A list of at least so many items whose words are links by this share is no story. */
const fewestLinks = 2;
const mostlyLinks = 0.85;

/** Takes the elements and words of HTML in their order and gives the text. */
interface TextWriter {
  readonly open: (name: string) => void;
  readonly words: (data: string) => void;
  readonly close: (name: string) => void;
  readonly written: () => HtmlText;
}

function textWriter(): TextWriter {
  const out: string[] = [];
  let length = 0;
  let gap: '' | ' ' | '\t' | '\n' | '\n\n' = '';
  let skipping = 0;
  let pre = 0;
  const asides: { kind: Aside['kind']; start: number; end: number }[] = [];
  const open: { kind: Aside['kind']; name: string; start: number; first: number }[] = [];
  const lists: { start: number; items: number; linked: number }[] = [];
  let links = 0;
  const put = (piece: string): void => {
    if (length > 0 && gap !== '') {
      out.push(gap);
      length += gap.length;
    }
    gap = '';
    out.push(piece);
    length += piece.length;
  };
  const widen = (next: typeof gap): void => {
    const order = ['', ' ', '\t', '\n', '\n\n'];
    if (next === '\n' && gap === '\n') gap = '\n\n';
    else if (order.indexOf(next) > order.indexOf(gap)) gap = next;
  };
  return {
    open(name) {
      const role = htmlRole(name);
      if (role === 'skip') skipping += 1;
      if (skipping > 0) return;
      if (name === 'pre') pre += 1;
      if (role === 'block' || role === 'heading' || role === 'caption') widen('\n\n');
      else if (role === 'cell') widen('\t');
      else if (role === 'break') widen('\n');
      if (name === 'a') links += 1;
      if (name === 'ul' || name === 'ol') lists.push({ start: -1, items: 0, linked: 0 });
      const list = lists.at(-1);
      if (name === 'li' && list) list.items += 1;
      const kind = role === undefined ? undefined : kindOf[role];
      if (kind) open.push({ kind, name, start: -1, first: out.length });
    },
    words(data) {
      if (skipping > 0) return;
      for (const [index, line] of (pre > 0 ? data.split('\n') : [data]).entries()) {
        if (index > 0) widen('\n');
        const words = line.replace(/[\s\u00a0]+/g, ' ');
        if (words.startsWith(' ')) widen(' ');
        const trimmed = words.trim();
        if (trimmed === '') continue;
        put(trimmed);
        for (const list of lists) {
          if (list.start < 0) list.start = length - trimmed.length;
          if (links > 0) list.linked += trimmed.length;
        }
        for (const each of open) if (each.start < 0) each.start = length - trimmed.length;
        if (words.endsWith(' ')) widen(' ');
      }
    },
    close(name) {
      const role = htmlRole(name);
      if (role === 'skip') skipping = Math.max(0, skipping - 1);
      if (skipping > 0) return;
      if (name === 'pre') pre = Math.max(0, pre - 1);
      if (name === 'a') links = Math.max(0, links - 1);
      const list = name === 'ul' || name === 'ol' ? lists.pop() : undefined;
      if (list && lists.length === 0 && list.items >= fewestLinks && list.linked >= (length - list.start) * mostlyLinks)
        asides.push({ kind: 'related', start: list.start, end: length });
      const last = open.at(-1);
      if (last && last.name === name) {
        open.pop();
        if (last.start >= 0 && length > last.start) asides.push({ kind: last.kind, start: last.start, end: length });
      }
      if (role === 'block' || role === 'heading' || role === 'caption') widen('\n\n');
      else if (role === 'cell') widen('\t');
    },
    written() {
      const text = out.join('').normalize('NFC');
      return {
        text,
        asides: asides.flatMap(({ kind, start, end }) =>
          text.length === length ? [{ kind, span: { start, end, text: text.slice(start, end) } }] : [],
        ),
      };
    },
  };
}

/** The words of HTML as plain text, without scripts and forms. */
export function htmlText(html: string): HtmlText {
  const writer = textWriter();
  const parser = new Parser(
    { onopentag: writer.open, ontext: writer.words, onclosetag: writer.close },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  return writer.written();
}

/** The words below a node of a page, likewise. */
export function nodeText(root: PageNode): HtmlText {
  const writer = textWriter();
  const visit = (node: PageNode): void => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === 3) writer.words(child.textContent);
      else {
        writer.open(child.localName);
        visit(child);
        writer.close(child.localName);
      }
    }
  };
  visit(root);
  return writer.written();
}

/** One line of text from HTML, for titles and names. */
export function htmlLine(html: string): string {
  return htmlText(html).text.replace(/\s+/g, ' ').trim();
}
