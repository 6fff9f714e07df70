import { Parser } from 'htmlparser2';
import { ChanceryError } from '../errors.js';
import { htmlLine } from './html-text.js';
import { tableRows } from './table-rows.js';

/** An element of XML, read leniently. `name` is lower case and without prefix, `space` the short name of its namespace (`''` for none). */
export interface XmlElement {
  readonly kind: 'element';
  readonly name: string;
  readonly space: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** Address from the `xml:base` in force, null without one. */
  readonly base: string | null;
  readonly language: string | null;
}

export interface XmlText {
  readonly kind: 'text';
  readonly text: string;
}

export type XmlNode = XmlElement | XmlText;

/** Never inside themselves: one that opens closes the one before it. */
const unnested = /^(?:item|entry|rss:item|atom:entry)$/i;
/** Fields of plain text; another field that opens inside one closes it. */
const plainField = /^(?:title|link|pubdate|guid|updated|published|id)$/i;
const field = /^(?:title|link|description|pubdate|guid|summary|content|updated|published|id)$/i;
const deepest = 400;
/** The parser's own work grows with the square of this. */
const mostUnclosed = 10_000;
const mostElements = 2_000_000;
const longestExpansion = 200_000;

interface OpenElement {
  element: XmlElement & { readonly children: XmlNode[] };
  readonly spaces: ReadonlyMap<string, string>;
  readonly tag: string;
}

let known: ReadonlyMap<string, string> | null = null;

function spaceName(uri: string, prefix: string): string {
  known ??= new Map(tableRows('namespaces.tsv', ['uri', 'name']).map((row) => [spaceKey(row.uri), row.name]));
  const name = known.get(spaceKey(uri));
  if (name !== undefined) return name;
  return prefix.toLowerCase();
}

/** Many write a namespace without its last sign or with other capitals. */
function spaceKey(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^https:/, 'http:')
    .replace(/[/#]+$/, '');
}

/** The root element of XML; ill-formed XML is read as far as it makes sense. Throws `too_large` on deep nesting and entity expansion. */
export function xmlTree(
  source: string,
  base: string | null,
): { readonly root: XmlElement | null; readonly faults: readonly string[] } {
  const { body, entities } = splitDoctype(source);
  const decode = entityDecoder(entities);
  const faults: string[] = [];
  const top: XmlElement & { readonly children: XmlNode[] } = {
    kind: 'element',
    name: '',
    space: '',
    attributes: new Map(),
    children: [],
    base,
    language: null,
  };
  const stack: OpenElement[] = [{ element: top, spaces: new Map(), tag: '' }];
  let count = 0;
  let cdata = false;
  let ended = false;
  let unclosed = 0;
  const parser = new Parser(
    {
      onopentag(tag, raw) {
        if (unnested.test(tag)) {
          const open = stack.findLastIndex((each) => each.tag === tag);
          if (open > 0) stack.length = open;
        }
        if (plainField.test(stack.at(-1)?.tag ?? '') && field.test(tag)) stack.pop();
        const parent = stack.at(-1);
        if (!parent) return;
        unclosed += 1;
        if (unclosed > mostUnclosed)
          throw new ChanceryError('too_large', `elements that are never closed: over ${mostUnclosed}`);
        count += 1;
        if (stack.length > deepest) throw new ChanceryError('too_large', `XML nested too deep: over ${deepest} levels`);
        if (count > mostElements) throw new ChanceryError('too_large', `too many XML elements: over ${mostElements}`);
        const attributes = new Map<string, string>();
        let spaces = parent.spaces;
        for (const [name, value] of Object.entries(raw)) {
          const decoded = decode(value);
          const key = name.toLowerCase();
          if (key === 'xmlns' || key.startsWith('xmlns:')) {
            if (spaces === parent.spaces) spaces = new Map(parent.spaces);
            (spaces as Map<string, string>).set(key === 'xmlns' ? '' : key.slice(6), decoded);
          }
          attributes.set(key, decoded);
        }
        const colon = tag.indexOf(':');
        const prefix = colon < 0 ? '' : tag.slice(0, colon).toLowerCase();
        const uri = spaces.get(prefix);
        const element = {
          kind: 'element' as const,
          name: (colon < 0 ? tag : tag.slice(colon + 1)).toLowerCase(),
          space: uri === undefined ? prefix : spaceName(uri, prefix),
          attributes,
          children: [] as XmlNode[],
          base: joinBase(parent.element.base, attributes.get('xml:base')),
          language: attributes.get('xml:lang') || parent.element.language,
        };
        (parent.element.children as XmlNode[]).push(element);
        stack.push({ element, spaces, tag });
      },
      onclosetag(tag) {
        unclosed -= 1;
        if (stack.at(-1)?.tag !== tag) return;
        if (ended && stack.length > 1) faults.push(`<${stack.at(-1)?.element.name}> is not closed`);
        if (stack.length > 1) stack.pop();
      },
      ontext(data) {
        const text = cdata ? data : decode(data);
        const parent = stack.at(-1);
        if (parent && text !== '') (parent.element.children as XmlNode[]).push({ kind: 'text', text });
      },
      oncdatastart() {
        cdata = true;
      },
      oncdataend() {
        cdata = false;
      },
    },
    { xmlMode: true, decodeEntities: false, recognizeSelfClosing: true },
  );
  parser.write(body);
  ended = true;
  parser.end();
  const root = top.children.find((node): node is XmlElement => node.kind === 'element') ?? null;
  return { root, faults: faults.slice(0, 5) };
}

/** Resolves an address against a base; what cannot be resolved is given back as it is. */
export function joinBase(base: string | null, address: string | undefined): string | null {
  const given = address?.trim();
  if (given === undefined || given === '') return base;
  try {
    return new URL(given, base ?? undefined).href;
  } catch {
    return base ?? given;
  }
}

function splitDoctype(source: string): { readonly body: string; readonly entities: ReadonlyMap<string, string> } {
  const entities = new Map<string, string>();
  const start = source.slice(0, 20_000).search(/<!DOCTYPE/i);
  if (start < 0) return { body: source, entities };
  const close = source.indexOf('>', start);
  const open = source.indexOf('[', start);
  let end = close;
  if (open >= 0 && open < close) {
    const last = /\]\s*>/.exec(source.slice(open, open + 500_000));
    end = last ? open + last.index + last[0].length - 1 : close;
    const subset = source.slice(open + 1, end);
    for (const match of subset.matchAll(/<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g)) {
      if (match[1]) entities.set(match[1], match[2] ?? match[3] ?? '');
    }
  }
  if (end < 0) return { body: source, entities };
  return { body: source.slice(0, start) + source.slice(end + 1), entities };
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Meant by writers who number characters of windows-1252 as if they were Unicode's. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function entityDecoder(declared: ReadonlyMap<string, string>): (text: string) => string {
  let budget = longestExpansion;
  const html = new Map<string, string>();
  const expand = (whole: string, name: string, depth: number): string => {
    if (name.startsWith('#')) return characterOf(name) ?? whole;
    const own = declared.get(name);
    if (own !== undefined) {
      if (depth > 8) throw new ChanceryError('too_large', `entity nested too deep: &${name};`);
      budget -= own.length;
      if (budget < 0)
        throw new ChanceryError('too_large', `entities expand too far: over ${longestExpansion} characters`);
      return own.replace(reference, (inner: string, innerName: string) => expand(inner, innerName, depth + 1));
    }
    const simple = named[name];
    if (simple !== undefined) return simple;
    const cached = html.get(name);
    if (cached !== undefined) return cached;
    const spaced = /^(?:nbsp|ensp|emsp|thinsp)$/.test(name) ? '\u00a0' : htmlLine(`&${name};`);
    const value = spaced === `&${name};` || spaced === '' ? whole : spaced;
    html.set(name, value);
    return value;
  };
  return (text) =>
    text.includes('&')
      ? text.replace(surrogates, pairOf).replace(reference, (whole: string, name: string) => expand(whole, name, 0))
      : text;
}

const reference = /&(#\d{1,8}|#[xX][\da-fA-F]{1,7}|[A-Za-z][A-Za-z0-9._-]{0,40});/g;

/** Characters beyond the basic plane, written as the two halves that UTF-16 has of them. */
const surrogates = /&#(5[56]\d{3});&#(5[67]\d{3});/g;

function pairOf(whole: string, high: string, low: string): string {
  const pair = String.fromCharCode(Number(high), Number(low));
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? pair : whole;
}

function characterOf(name: string): string | null {
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  if (code >= 0x80 && code <= 0x9f) return windows1252.charAt(code - 0x80);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return String.fromCodePoint(code);
}

/** All text below an element. */
export function xmlText(element: XmlElement): string {
  return element.children.map((node) => (node.kind === 'text' ? node.text : xmlText(node))).join('');
}

/** The markup below an element, as HTML. */
export function innerMarkup(element: XmlElement): string {
  return element.children.map((node) => (node.kind === 'text' ? escapeMarkup(node.text) : outerMarkup(node))).join('');
}

function outerMarkup(element: XmlElement): string {
  const attributes = [...element.attributes].flatMap(([name, value]) =>
    name.startsWith('xmlns') ? [] : [` ${name}="${escapeMarkup(value)}"`],
  );
  return `<${element.name}${attributes.join('')}>${innerMarkup(element)}</${element.name}>`;
}

export function escapeMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
