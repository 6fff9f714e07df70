import { Parser } from 'htmlparser2';
import { ChanceryError } from '../errors.js';
import { emptyPage, type PageNode } from './page-tree.js';

/** A page made safe for a DOM: no scripts, bounded depth; and the facts that its head states. */
export interface CleanPage {
  readonly document: PageNode;
  readonly metas: ReadonlyMap<string, string>;
  readonly jsonLd: readonly string[];
  readonly times: readonly { readonly value: string; readonly marked: boolean }[];
  readonly canonical: string | null;
  readonly base: string | null;
  readonly language: string | null;
  readonly depthCut: boolean;
}

/** Deeper elements are flattened: the article finder is super-linear in depth. */
const deepest = 150;
const mostElements = 150_000;
/** The parser's own work grows with the square of this. */
const mostNested = 20_000;
const mostAttributes = 60;
const longestJson = 400_000;
const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const skipped = new Set('script style template svg object embed canvas map math'.split(' '));

/** One pass over a page of any shape; linear in its length. Throws `too_large` past the limit of elements. */
export function cleanPage(source: string): CleanPage {
  const { document, head, body } = emptyPage();
  const metas = new Map<string, string>();
  const jsonLd: string[] = [];
  const times: { value: string; marked: boolean }[] = [];
  const shown: boolean[] = [];
  let canonical: string | null = null;
  let base: string | null = null;
  let language: string | null = null;
  let at = body;
  let depth = 0;
  let depthCut = false;
  let skipping = 0;
  let json: string[] | null = null;
  let title: string[] | null = null;
  let titled = false;
  let count = 0;
  let open = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        count += 1;
        open += 1;
        if (open > mostNested)
          throw new ChanceryError('too_large', `elements nested too deep: over ${mostNested} levels`);
        if (count > mostElements)
          throw new ChanceryError('too_large', `too many elements in the page: over ${mostElements}`);
        if (name === 'script' && /ld\+json/i.test(attributes.type ?? '')) json = [];
        if (skipped.has(name)) {
          skipping += 1;
          return;
        }
        if (skipping > 0) return;
        if (name === 'html') {
          language ??= attributes.lang || attributes['xml:lang'] || null;
          return;
        }
        if (name === 'head') return;
        if (name === 'body') {
          keepAttributes(body, attributes);
          return;
        }
        if (name === 'title' && !titled) {
          title = [];
          return;
        }
        if (name === 'meta') {
          const key = (attributes.property ?? attributes.name ?? attributes.itemprop ?? attributes['http-equiv'] ?? '')
            .toLowerCase()
            .trim();
          for (const each of key.split(/\s+/))
            if (each && attributes.content && !metas.has(each)) metas.set(each, attributes.content);
          keepAttributes(head.appendChild(document.createElement('meta')), attributes);
          return;
        }
        if (name === 'link') {
          if (/\bcanonical\b/i.test(attributes.rel ?? '')) canonical ??= attributes.href ?? null;
          return;
        }
        if (name === 'base') {
          base ??= attributes.href ?? null;
          return;
        }
        if (name === 'time' && attributes.datetime)
          times.push({
            value: attributes.datetime,
            marked: 'pubdate' in attributes || /datepublished/i.test(attributes.itemprop ?? ''),
          });
        else if (/datepublished/i.test(attributes.itemprop ?? '') && attributes.content)
          times.push({ value: attributes.content, marked: true });
        else if (
          name === 'abbr' &&
          /(?:^|\s)(?:published|dtstart|pubdate)(?:\s|$)/i.test(attributes.class ?? '') &&
          attributes.title
        )
          times.push({ value: attributes.title, marked: true });
        if (voids.has(name)) {
          keepAttributes(at.appendChild(document.createElement(name)), attributes);
          return;
        }
        const show = depth < deepest;
        if (!show) depthCut = true;
        shown.push(show);
        depth += 1;
        if (!show) return;
        at = at.appendChild(document.createElement(name));
        keepAttributes(at, attributes, !scripted.has(name));
      },
      ontext(text) {
        if (json) json.push(text);
        else if (skipping > 0) return;
        else if (title) title.push(text);
        else at.appendText(text);
      },
      onclosetag(name) {
        open -= 1;
        if (json && name === 'script') {
          const text = json.join('');
          if (text.length < longestJson) {
            jsonLd.push(text);
            const script = head.appendChild(document.createElement('script'));
            script.setAttribute('type', 'application/ld+json');
            script.appendText(text);
          }
          json = null;
        }
        if (skipped.has(name)) {
          skipping = Math.max(0, skipping - 1);
          return;
        }
        if (skipping > 0 || name === 'html' || name === 'head' || name === 'body') return;
        if (name === 'title' && title) {
          if (!titled) head.appendChild(document.createElement('title')).appendText(title.join(''));
          titled = true;
          title = null;
          return;
        }
        if (name === 'meta' || name === 'link' || name === 'base' || voids.has(name)) return;
        if (depth === 0) return;
        depth -= 1;
        if (shown.pop()) at = at.parentNode ?? body;
        else at.appendText(' ');
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(source);
  parser.end();
  if (language !== null) document.documentElement?.setAttribute('lang', language);
  return {
    document,
    metas,
    jsonLd,
    times,
    canonical,
    base,
    language,
    depthCut,
  };
}

/** Elements whose attributes for scripts say where their pictures are. */
const scripted: ReadonlySet<string> = new Set(['picture', 'figure', 'span', 'div']);

/** `bare` leaves out the attributes that only scripts read. */
function keepAttributes(node: PageNode, attributes: Readonly<Record<string, string>>, bare = false): void {
  let count = 0;
  for (const [name, value] of Object.entries(attributes)) {
    count += 1;
    if (count > mostAttributes) break;
    if (bare && name.startsWith('data-')) continue;
    if (!/^[a-z_][\w:.-]*$/i.test(name) || name.startsWith('on') || value.length > 4000) continue;
    node.setAttribute(name, value);
  }
}
