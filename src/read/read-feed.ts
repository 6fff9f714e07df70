import { htmlLine, htmlText, looksLikeHtml } from './html-text.js';
import type { DocumentFacts } from './make-document.js';
import { normalizeText } from './normalize-text.js';
import { parseDate } from './parse-date.js';
import { innerMarkup, joinBase, type XmlElement, xmlText, xmlTree } from './xml-tree.js';

/** One item of a feed. `full` tells whether the feed says that this is the whole text. */
export interface FeedItem {
  readonly text: string;
  readonly raw: string;
  readonly facts: DocumentFacts;
  readonly full: boolean;
}

export interface Feed {
  readonly title: string | null;
  readonly items: readonly FeedItem[];
  readonly faults: readonly string[];
}

interface FeedFacts {
  readonly title: string | null;
  readonly publisher: string | null;
  readonly language: string | null;
  readonly link: string | null;
}

/** Names of a field in the order in which they are believed, as `space:name`; `` is RSS and Atom alike. */
const fields = {
  title: [':title', 'dc:title', 'dcterms:title', 'media:title', 'itunes:title', 'news:title'],
  content: [
    'content:encoded',
    ':content',
    'xhtml:body',
    'xhtml:div',
    'content:encodedcontent',
    'content:items',
    ':fullitem',
    ':encoded',
  ],
  summary: [
    ':description',
    ':summary',
    ':tagline',
    ':abstract',
    'dc:description',
    'dcterms:abstract',
    'dcterms:description',
    'media:description',
    'media:text',
    'itunes:summary',
    'itunes:subtitle',
    ':subtitle',
    ':body',
  ],
  date: [
    ':published',
    ':issued',
    ':pubdate',
    'dcterms:issued',
    'dc:date',
    'dcterms:date',
    'prism:publicationdate',
    'news:publication_date',
    ':date',
    ':publicationdate',
    'dcterms:created',
    ':created',
    ':updated',
    ':modified',
    'dcterms:modified',
    ':lastmod',
    ':lastbuilddate',
  ],
  author: [':author', 'dc:creator', 'dc:author', 'itunes:author', ':creator', 'media:credit', ':contributor'],
} as const;

/** The items of an RSS, RDF, Atom or CDF feed; null when the XML is no feed. `address` is where it came from. */
export function readFeed(source: string, address: string | null): Feed | null {
  const { root, faults } = feedTree(source, address);
  if (!root) return null;
  const kind = root.name;
  const items = kind === 'entry' || kind === 'item' ? [root] : itemsOf(root);
  const channel = kind === 'rss' || kind === 'rdf' ? (childNamed(root, 'channel') ?? root) : root;
  const link = linkOf(channel, null);
  const feed: FeedFacts = {
    title: kind === 'entry' ? null : fieldLine(channel, fields.title),
    publisher: fieldLine(channel, ['dc:publisher']),
    language: languageOf(
      fieldLine(channel, [':language', 'dc:language']) ?? channel.language ?? attribute(root, 'lang'),
    ),
    link,
  };
  return { title: feed.title, faults, items: items.map((item) => readItem(item, feed)) };
}

const roots: ReadonlySet<string> = new Set(['rss', 'rdf', 'feed', 'channel', 'entry', 'item', 'urlset', 'xml']);
const rootTag = /<(?:\?xml\b|(?:[\w-]+:)?(?:rss|rdf|feed|channel)[\s>])/i;

/** The feed in XML; what a server printed before it, such as its own warnings, is passed over. */
function feedTree(source: string, address: string | null): ReturnType<typeof xmlTree> {
  const tree = xmlTree(source, address);
  if (!tree.root || roots.has(tree.root.name)) return tree;
  const start = rootTag.exec(source)?.index ?? 0;
  const later = start > 0 ? xmlTree(source.slice(start), address) : tree;
  if (!later.root || !roots.has(later.root.name)) return { root: null, faults: [] };
  return { root: later.root, faults: ['words before the feed', ...later.faults] };
}

const itemNames: ReadonlySet<string> = new Set(['item', 'entry', 'url']);

function itemsOf(element: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const visit = (node: XmlElement): void => {
    for (const child of node.children) {
      if (child.kind !== 'element') continue;
      if (itemNames.has(child.name) && isOwn(child, element)) found.push(child);
      else if (!['image', 'textinput', 'author', 'title', 'description', 'content'].includes(child.name)) visit(child);
    }
  };
  visit(element);
  return found;
}

/** Whether an element is of the feed's own format: of no namespace, of RSS's or Atom's, or of the one around it. */
function isOwn(element: XmlElement, around: XmlElement): boolean {
  return ['', 'rss', 'atom', around.space].includes(element.space);
}

function childrenNamed(element: XmlElement, field: string): readonly XmlElement[] {
  const [space = '', name = ''] = field.split(':');
  return element.children.filter(
    (node): node is XmlElement =>
      node.kind === 'element' && node.name === name && (space === '' ? isOwn(node, element) : node.space === space),
  );
}

function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return childrenNamed(element, `:${name}`)[0];
}

function attribute(element: XmlElement, name: string): string | null {
  return element.attributes.get(name)?.trim() || null;
}

function fieldLine(element: XmlElement, names: readonly string[]): string | null {
  for (const name of names) {
    for (const child of childrenNamed(element, name)) {
      const line = lineOf(contentOf(child));
      if (line !== '') return line;
    }
  }
  for (const group of groupsOf(element)) {
    const line = fieldLine(group, names);
    if (line !== null) return line;
  }
  return null;
}

/** Elements that only hold an item's fields together. */
function groupsOf(item: XmlElement): readonly XmlElement[] {
  return [...childrenNamed(item, 'media:group'), ...childrenNamed(item, 'news:news')];
}

interface Content {
  readonly kind: 'html' | 'text';
  readonly value: string;
}

function lineOf(content: Content): string {
  return content.kind === 'html' ? htmlLine(content.value) : content.value.replace(/\s+/g, ' ').trim();
}

/** What a text construct holds, by its `type` and `mode` and, in RSS, by its looks. */
function contentOf(element: XmlElement): Content {
  const type = (attribute(element, 'type') ?? '').toLowerCase();
  const mode = (attribute(element, 'mode') ?? '').toLowerCase();
  const nested = element.children.some((node) => node.kind === 'element');
  if (element.space === 'content' && element.name === 'items') return packedContent(element);
  const value = xmlText(element) || (attribute(element, 'value') ?? '');
  const alternatives = type.startsWith('multipart/') ? childrenNamed(element, ':content') : [];
  const best = alternatives.find((each) => /html/.test(attribute(each, 'type') ?? '')) ?? alternatives[0];
  if (best) return contentOf(best);
  if (mode === 'base64' || (mode === '' && isBinary(type) && element.space === 'atom'))
    return decoded(textOfBase64(value), type);
  if (type === 'xhtml' || type === 'application/xhtml+xml' || (mode === 'xml' && /html/.test(type)))
    return nested || mode !== 'xml' ? { kind: 'html', value: innerMarkup(element) } : { kind: 'html', value };
  if (type === 'html' || type === 'text/html' || (element.space === 'content' && element.name === 'encoded'))
    return { kind: 'html', value: nested ? innerMarkup(element).replace(/&amp;(#?\w+;)/g, '&$1') : value };
  if (nested) return { kind: 'html', value: innerMarkup(element) };
  if (element.space === 'atom' && mode !== 'escaped') return { kind: 'text', value };
  if (type === 'plain' || (type === 'text/plain' && mode === 'escaped')) return { kind: 'text', value };
  return decoded(value, type);
}

/** Bytes that are no text, such as pictures, give none. */
function textOfBase64(value: string): string {
  const text = Buffer.from(value, 'base64').toString('utf8');
  return /[\u0000-\u0008\ufffd]/.test(text) ? '' : text;
}

/** RSS 1.0's first content module: `rdf:value` in lists of items. */
function packedContent(element: XmlElement): Content {
  for (const child of element.children) {
    if (child.kind !== 'element') continue;
    if (child.name === 'value') return decoded(xmlText(child), 'text/html');
    const found = packedContent(child);
    if (found.value !== '') return found;
  }
  return { kind: 'text', value: '' };
}

function decoded(value: string, type: string): Content {
  if (type === 'text/plain' || type === 'text') return { kind: 'text', value };
  return /html/.test(type) || looksLikeHtml(value) ? { kind: 'html', value } : { kind: 'text', value };
}

function isBinary(type: string): boolean {
  return type.includes('/') && !/^(?:text|multipart)\//.test(type) && !/[+/]xml$/.test(type);
}

function bodyOf(content: Content): { readonly text: string; readonly asides: ReturnType<typeof htmlText>['asides'] } {
  if (content.kind === 'html') return htmlText(content.value);
  return { text: normalizeText(content.value).text, asides: [] };
}

function firstBody(
  item: XmlElement,
  names: readonly string[],
): { readonly content: Content; readonly text: string } | null {
  for (const name of names) {
    for (const child of childrenNamed(item, name)) {
      if (name === ':content' && attribute(child, 'src') && xmlText(child).trim() === '') continue;
      const content = contentOf(child);
      const { text } = bodyOf(content);
      if (text !== '') return { content, text };
    }
  }
  for (const group of groupsOf(item)) {
    const found = firstBody(group, names);
    if (found) return found;
  }
  return null;
}

function readItem(item: XmlElement, feed: FeedFacts): FeedItem {
  const whole = firstBody(item, fields.content);
  const body = whole ?? firstBody(item, fields.summary);
  const { text, asides } = body ? bodyOf(body.content) : { text: '', asides: [] };
  const { value, written } = dateOf(item);
  const notices = [
    ...(written !== null && value === null ? [`date not understood: ${written.slice(0, 80)}`] : []),
    ...(body === null ? ['the item has no text'] : []),
  ];
  const source = childNamed(item, 'source');
  const uri = linkOf(item, feed.link);
  return {
    text,
    raw: body?.content.value ?? '',
    full: whole !== null,
    facts: {
      uri,
      title: fieldLine(item, fields.title),
      published: value,
      publishedFrom: value === null ? null : 'feed',
      author: authorOf(item),
      publisher:
        fieldLine(item, ['dc:publisher']) ?? (source ? sourceTitle(source) : null) ?? feed.publisher ?? feed.title,
      language: languageOf(fieldLine(item, [':language', 'dc:language']) ?? item.language) ?? feed.language,
      kind: 'feed-item',
      asides,
      notices,
    },
  };
}

function sourceTitle(source: XmlElement): string | null {
  return (
    fieldLine(source, [':title']) ??
    (source.children.some((node) => node.kind === 'element') ? null : lineOf(contentOf(source)) || null)
  );
}

function dateOf(item: XmlElement): { readonly value: string | null; readonly written: string | null } {
  let written: string | null = null;
  for (const name of fields.date) {
    for (const child of [item, ...groupsOf(item)].flatMap((each) => childrenNamed(each, name))) {
      const text = xmlText(child).trim();
      if (text === '') continue;
      const value = parseDate(text);
      if (value !== null) return { value, written: text };
      written ??= text;
    }
  }
  const attributed = attribute(item, 'lastmod') ?? attribute(item, 'last-modified');
  return { value: attributed === null ? null : parseDate(attributed), written: written ?? attributed };
}

function authorOf(item: XmlElement): string | null {
  const atom = childNamed(item, 'author');
  const name = atom ? fieldLine(atom, [':name', 'dc:name', 'foaf:name']) : null;
  if (name !== null) return name;
  const written = fieldLine(item, fields.author);
  if (written === null) return null;
  return /^\S+@\S+\s*\((.+)\)$/.exec(written)?.[1] ?? /^(.+?)\s*[<(]\S+@\S+[>)]$/.exec(written)?.[1] ?? written;
}

/** The address of the page: Atom's alternate link, RSS's link, a guid that is one, or `rdf:about`. */
function linkOf(element: XmlElement, base: string | null): string | null {
  const links = element.children.filter(
    (node): node is XmlElement => node.kind === 'element' && node.name === 'link' && isOwn(node, element),
  );
  const original = childrenNamed(element, 'feedburner:origlink')[0];
  if (original) return resolved(original, xmlText(original), base);
  const alternate = links.filter((link) => {
    const relation = (attribute(link, 'rel') ?? 'alternate').toLowerCase();
    return attribute(link, 'href') !== null && /(?:^|\/)alternate$/.test(relation);
  });
  const page = alternate.find((link) => /html/.test(attribute(link, 'type') ?? 'html')) ?? alternate[0];
  const written = links.find((link) => attribute(link, 'href') === null && xmlText(link).trim() !== '');
  if (written) return resolved(written, xmlText(written), base);
  if (page) return resolved(page, attribute(page, 'href') ?? '', base);
  const guid = childrenNamed(element, ':guid')[0];
  if (guid && (attribute(guid, 'ispermalink') ?? 'true') !== 'false' && /^https?:/i.test(xmlText(guid).trim()))
    return resolved(guid, xmlText(guid), base);
  const place = childrenNamed(element, ':loc')[0];
  if (place) return resolved(place, xmlText(place), base);
  const about = attribute(element, 'rdf:about') ?? attribute(element, 'href');
  if (about) return resolved(element, about, base);
  const id = childrenNamed(element, ':id')[0] ?? guid;
  const name = id ? xmlText(id).trim() : '';
  return /^(?:https?|tag|urn):/i.test(name) ? name : null;
}

function resolved(element: XmlElement, address: string, base: string | null): string {
  return joinBase(element.base ?? base, address.trim()) ?? address.trim();
}

/** ISO 639-1 of a language tag. */
export function languageOf(tag: string | null): string | null {
  const code = /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag?.trim() ?? '')?.[1]?.toLowerCase() ?? null;
  if (code === null) return null;
  try {
    return new Intl.Locale(code).language;
  } catch {
    return null;
  }
}
