import { Parser } from 'htmlparser2';

/** An attribute as the article finder wants it. */
export class PageAttribute {
  readonly name: string;
  value: string;

  constructor(name: string, value: string) {
    this.name = name;
    this.value = value;
  }

  /** A copy is only ever read from. */
  cloneNode(): PageAttribute {
    return this;
  }
}

const elementType = 1;
const textType = 3;
const documentType = 9;
const unstyled: PageStyle = { display: '', visibility: '' };
const voids: ReadonlySet<string> = new Set('br hr img input source track wbr area col embed param'.split(' '));

interface PageStyle {
  readonly display: string;
  readonly visibility: string;
}

const noAttributes: PageAttribute[] = [];

/**
 * A node of a page, with as much of the DOM as `@mozilla/readability` asks for. Text and lists of children are remembered until they change:
 * a general DOM spends most of its time on them.
 */
export class PageNode {
  readonly nodeType: number;
  localName: string;
  tagName: string;
  parentNode: PageNode | null = null;
  firstChild: PageNode | null = null;
  lastChild: PageNode | null = null;
  previousSibling: PageNode | null = null;
  nextSibling: PageNode | null = null;
  readonly attributes: PageAttribute[];
  #document: PageNode | null;
  #text: string | null;
  #nodes: readonly PageNode[] | null = null;
  #elements: readonly PageNode[] | null = null;

  constructor(nodeType: number, name: string, document: PageNode | null, text: string | null = null) {
    this.nodeType = nodeType;
    this.localName = name;
    this.tagName = name.toUpperCase();
    this.#document = document;
    this.#text = text;
    this.attributes = nodeType === elementType ? [] : noAttributes;
  }

  /** Readability changes the names of elements in place where it finds this mark of its own small DOM. */
  get __JSDOMParser__(): boolean {
    return true;
  }

  get documentURI(): string {
    return 'about:blank';
  }

  get baseURI(): string {
    return 'about:blank';
  }

  get nodeName(): string {
    return this.nodeType === elementType ? this.tagName : this.nodeType === textType ? '#text' : '#document';
  }

  get ownerDocument(): PageNode | null {
    return this.#document;
  }

  get parentElement(): PageNode | null {
    return this.parentNode?.nodeType === elementType ? this.parentNode : null;
  }

  get childNodes(): readonly PageNode[] {
    if (this.#nodes) return this.#nodes;
    const nodes: PageNode[] = [];
    for (let node = this.firstChild; node; node = node.nextSibling) nodes.push(node);
    this.#nodes = nodes;
    return nodes;
  }

  get children(): readonly PageNode[] {
    this.#elements ??= this.childNodes.filter((node) => node.nodeType === elementType);
    return this.#elements;
  }

  get firstElementChild(): PageNode | null {
    let node = this.firstChild;
    while (node && node.nodeType !== elementType) node = node.nextSibling;
    return node;
  }

  get nextElementSibling(): PageNode | null {
    let node = this.nextSibling;
    while (node && node.nodeType !== elementType) node = node.nextSibling;
    return node;
  }

  get previousElementSibling(): PageNode | null {
    let node = this.previousSibling;
    while (node && node.nodeType !== elementType) node = node.previousSibling;
    return node;
  }

  get documentElement(): PageNode | null {
    return this.firstElementChild;
  }

  get head(): PageNode | null {
    return this.documentElement?.children.find((node) => node.localName === 'head') ?? null;
  }

  get body(): PageNode | null {
    return this.documentElement?.children.find((node) => node.localName === 'body') ?? null;
  }

  get title(): string {
    return this.getElementsByTagName('title')[0]?.textContent.replace(/\s+/g, ' ').trim() ?? '';
  }

  get textContent(): string {
    if (this.#text !== null) return this.#text;
    const parts: string[] = [];
    gather(this, parts);
    this.#text = parts.join('');
    return this.#text;
  }

  set textContent(text: string) {
    if (this.nodeType === textType) {
      this.#text = text;
      this.parentNode?.changed();
      return;
    }
    this.empty();
    if (text !== '') this.appendChild(new PageNode(textType, '', this.#document, text));
  }

  /** Text of a text node, or what is remembered of an element's. */
  get knownText(): string | null {
    return this.#text;
  }

  get innerHTML(): string {
    const parts: string[] = [];
    for (let node = this.firstChild; node; node = node.nextSibling) serialize(node, parts);
    return parts.join('');
  }

  set innerHTML(html: string) {
    this.empty();
    appendMarkup(this, html);
  }

  get style(): PageStyle {
    const written = this.getAttribute('style');
    if (written === null) return unstyled;
    const property = (name: string): string =>
      new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([\\w-]+)`, 'i').exec(written)?.[1]?.toLowerCase() ?? '';
    return { display: property('display'), visibility: property('visibility') };
  }

  get className(): string {
    return this.getAttribute('class') ?? '';
  }

  set className(value: string) {
    this.setAttribute('class', value);
  }

  get id(): string {
    return this.getAttribute('id') ?? '';
  }

  set id(value: string) {
    this.setAttribute('id', value);
  }

  get src(): string {
    return this.getAttribute('src') ?? '';
  }

  set src(value: string) {
    this.setAttribute('src', value);
  }

  get srcset(): string {
    return this.getAttribute('srcset') ?? '';
  }

  set srcset(value: string) {
    this.setAttribute('srcset', value);
  }

  getAttribute(name: string): string | null {
    for (const attribute of this.attributes) if (attribute.name === name) return attribute.value;
    return null;
  }

  hasAttribute(name: string): boolean {
    return this.getAttribute(name) !== null;
  }

  setAttribute(name: string, value: string): void {
    const known = this.attributes.find((attribute) => attribute.name === name);
    if (known) known.value = value;
    else this.attributes.push(new PageAttribute(name, value));
  }

  setAttributeNode({ name, value }: PageAttribute): void {
    this.setAttribute(name, value);
  }

  removeAttribute(name: string): void {
    const at = this.attributes.findIndex((attribute) => attribute.name === name);
    if (at >= 0) this.attributes.splice(at, 1);
  }

  createElement(name: string): PageNode {
    return new PageNode(elementType, name.toLowerCase(), this);
  }

  createTextNode(text: string): PageNode {
    return new PageNode(textType, '', this, text);
  }

  getElementsByTagName(name: string): readonly PageNode[] {
    return elementsBelow(this, name === '*' ? null : new Set([name.toLowerCase()]));
  }

  /** Selectors that are lists of element names are understood; Readability uses no others. */
  querySelectorAll(names: string): readonly PageNode[] {
    return elementsBelow(this, new Set(names.toLowerCase().split(/\s*,\s*/)));
  }

  appendChild(node: PageNode): PageNode {
    if (node.parentNode) node.remove();
    node.parentNode = this;
    node.previousSibling = this.lastChild;
    if (this.lastChild) this.lastChild.nextSibling = node;
    else this.firstChild = node;
    this.lastChild = node;
    this.changed();
    return node;
  }

  removeChild(node: PageNode): PageNode {
    node.remove();
    return node;
  }

  remove(): void {
    const parent = this.parentNode;
    if (!parent) return;
    if (this.previousSibling) this.previousSibling.nextSibling = this.nextSibling;
    else parent.firstChild = this.nextSibling;
    if (this.nextSibling) this.nextSibling.previousSibling = this.previousSibling;
    else parent.lastChild = this.previousSibling;
    this.parentNode = null;
    this.previousSibling = null;
    this.nextSibling = null;
    parent.changed();
  }

  replaceChild(fresh: PageNode, old: PageNode): PageNode {
    if (fresh === old) return old;
    fresh.remove();
    const { previousSibling, nextSibling } = old;
    fresh.parentNode = this;
    fresh.previousSibling = previousSibling;
    fresh.nextSibling = nextSibling;
    if (previousSibling) previousSibling.nextSibling = fresh;
    else this.firstChild = fresh;
    if (nextSibling) nextSibling.previousSibling = fresh;
    else this.lastChild = fresh;
    old.parentNode = null;
    old.previousSibling = null;
    old.nextSibling = null;
    this.changed();
    return old;
  }

  /** Adds words at the end, to the text that stands there where there is one. */
  appendText(text: string): void {
    const last = this.lastChild;
    if (last && last.nodeType === textType) last.textContent += text;
    else this.appendChild(new PageNode(textType, '', this.#document, text));
  }

  /** Forgets what was remembered of the node, and the text of all around it. */
  changed(): void {
    this.#nodes = null;
    this.#elements = null;
    for (let node: PageNode | null = this; node; node = node.parentNode) node.#text = null;
  }

  private empty(): void {
    for (let node = this.firstChild; node; node = this.firstChild) node.remove();
  }
}

/** An empty page: a document with `html`, `head` and `body`. */
export function emptyPage(): { readonly document: PageNode; readonly head: PageNode; readonly body: PageNode } {
  const document = new PageNode(documentType, '', null);
  const html = document.appendChild(document.createElement('html'));
  const head = html.appendChild(document.createElement('head'));
  const body = html.appendChild(document.createElement('body'));
  return { document, head, body };
}

function gather(node: PageNode, parts: string[]): void {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const known = child.knownText;
    if (known !== null) parts.push(known);
    else gather(child, parts);
  }
}

function elementsBelow(root: PageNode, names: ReadonlySet<string> | null): readonly PageNode[] {
  const found: PageNode[] = [];
  let node = root.firstChild;
  while (node) {
    if (node.nodeType === elementType && (names === null || names.has(node.localName))) found.push(node);
    let next = node.firstChild;
    for (let up: PageNode | null = node; !next && up && up !== root; up = up.parentNode) next = up.nextSibling;
    node = next;
  }
  return found;
}

function serialize(node: PageNode, parts: string[]): void {
  if (node.nodeType === textType) {
    parts.push(escaped(node.textContent));
    return;
  }
  parts.push('<', node.localName);
  for (const { name, value } of node.attributes) parts.push(' ', name, '="', escaped(value), '"');
  parts.push('>');
  if (voids.has(node.localName) && !node.firstChild) return;
  for (let child = node.firstChild; child; child = child.nextSibling) serialize(child, parts);
  parts.push('</', node.localName, '>');
}

function escaped(text: string): string {
  return /[<>&"]/.test(text)
    ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
    : text;
}

function appendMarkup(root: PageNode, html: string): void {
  const document = root.ownerDocument ?? root;
  let at = root;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) element.attributes.push(new PageAttribute(key, value));
        at = at.appendChild(element);
      },
      ontext(text) {
        at.appendText(text);
      },
      onclosetag() {
        if (at !== root) at = at.parentNode ?? root;
      },
    },
    { decodeEntities: true },
  );
  parser.write(html);
  parser.end();
}
