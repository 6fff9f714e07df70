import { Readability } from '@mozilla/readability';
import type { DateSource } from '../records/document.js';
import { type CleanPage, cleanPage } from './clean-page.js';
import { type HtmlText, nodeText } from './html-text.js';
import type { DocumentFacts } from './make-document.js';
import type { PageNode } from './page-tree.js';
import { parseDate } from './parse-date.js';
import { languageOf } from './read-feed.js';
import { tableRows } from './table-rows.js';
import { joinBase } from './xml-tree.js';

/** What a page says: the article's text and the facts about it. */
export interface PageText {
  readonly text: string;
  readonly facts: DocumentFacts;
}

interface Found {
  readonly title: string | null;
  readonly headline: string | null;
  readonly byline: string | null;
  readonly site: string | null;
  readonly language: string | null;
  readonly content: HtmlText;
}

/** Article of a page of HTML. `address` is where it came from. Long work on hostile pages: call it in a worker with a time limit. */
export function readPage(html: string, address: string | null): PageText {
  const page = cleanPage(html);
  const found = articleOf(page, html);
  const { text, asides } = found.content;
  const base = joinBase(address, page.base ?? undefined) ?? address;
  const linked = linkedData(page.jsonLd, [found.headline, found.title]);
  const date = dateOf(page, {
    linked,
    text,
    address: address ?? page.canonical,
    language: found.language,
    source: html,
  });
  const notices = [
    ...(page.depthCut ? ['elements nested too deep were flattened'] : []),
    ...(text === '' ? ['no text in the page'] : []),
  ];
  const canonical = page.canonical ?? page.metas.get('og:url') ?? null;
  return {
    text,
    facts: {
      uri: canonical === null ? address : joinBase(base, canonical),
      title:
        headlineOf(found, linked) ?? meta(page, ['og:title', 'twitter:title', 'dc.title', 'title']) ?? linked.headline,
      author: found.byline ?? linked.author ?? meta(page, ['author', 'article:author', 'dc.creator', 'parsely-author']),
      publisher: found.site ?? meta(page, ['og:site_name', 'application-name', 'dc.publisher']) ?? linked.publisher,
      language: languageOf(
        found.language ?? page.language ?? meta(page, ['og:locale', 'language', 'content-language']),
      ),
      published: date.value,
      publishedFrom: date.source,
      kind: 'html',
      asides,
      notices,
    },
  };
}

function articleOf({ document }: CleanPage, source: string): Found {
  const headline = document.getElementsByTagName('h1')[0]?.textContent.replace(/\s+/g, ' ').trim() || null;
  const title = document.title || null;
  try {
    const reader = new Readability<PageNode>(document as unknown as Document, { serializer });
    const article = Object.assign(reader, wordless).parse();
    const content = article?.content ? nodeText(article.content) : null;
    if (article && content && content.text !== '')
      return {
        title: article.title?.replace(/\s+/g, ' ').trim() || title || headline,
        headline,
        byline: article.byline?.replace(/\s+/g, ' ').trim() || null,
        site: article.siteName || null,
        language: article.lang || null,
        content,
      };
  } catch {}
  return {
    title: title ?? headline,
    headline,
    byline: null,
    site: null,
    language: null,
    content: wholeText(source),
  };
}

/** Steps of Readability that change links and looks, and no word: left out. */
const wordless = { _postProcessContent: (): void => undefined, _cleanStyles: (): void => undefined };

type Document = ConstructorParameters<typeof Readability>[0];
const serializer = (node: unknown): PageNode => node as PageNode;

/** All words of a page; the article finder takes its tree apart, so it is read again. */
function wholeText(source: string): HtmlText {
  const { body } = cleanPage(source).document;
  return body ? nodeText(body) : { text: '', asides: [] };
}

/** A window title names the site after the headline; the headline alone is wanted where the page shows it. */
function headlineOf({ title, headline }: Found, linked: LinkedData): string | null {
  const shown = [headline, linked.headline].find(
    (each) => each && each.length > 10 && title?.startsWith(each) && /^\s*[-–—|:»·]/u.test(title.slice(each.length)),
  );
  return shown ?? title;
}

function meta(page: CleanPage, names: readonly string[]): string | null {
  for (const name of names) {
    const value = page.metas.get(name)?.replace(/\s+/g, ' ').trim();
    if (value && !/^https?:/.test(value)) return value;
  }
  return null;
}

interface LinkedData {
  readonly headline: string | null;
  readonly author: string | null;
  readonly publisher: string | null;
  readonly published: string | null;
}

/** What the page's JSON-LD says of its article: the one whose headline the page shows, where there are several. */
function linkedData(blocks: readonly string[], shown: readonly (string | null)[]): LinkedData {
  const objects: Record<string, unknown>[] = [];
  const collect = (value: unknown, depth: number): void => {
    if (depth > 6 || objects.length > 200) return;
    if (Array.isArray(value)) for (const each of value) collect(each, depth + 1);
    else if (typeof value === 'object' && value !== null) {
      objects.push(value as Record<string, unknown>);
      collect((value as Record<string, unknown>)['@graph'], depth + 1);
    }
  };
  for (const block of blocks) {
    try {
      collect(JSON.parse(block.replace(/^\s*(?:<!--|\/\*.*?\*\/)|-->\s*$/g, '')), 0);
    } catch {}
  }
  const articles = objects.filter((each) => /Article|Report|BlogPosting|NewsItem/.test(String(each['@type'] ?? '')));
  const article =
    articles.find((each) => {
      const headline = nameOf(each.headline);
      return headline !== null && shown.some((line) => line?.includes(headline));
    }) ?? articles[0];
  const from = article ?? objects.find((each) => 'datePublished' in each);
  const field = (name: string): string | null => nameOf(from?.[name]);
  return {
    headline: field('headline'),
    author: field('author'),
    publisher: field('publisher'),
    published: field('datePublished') ?? field('dateCreated'),
  };
}

function nameOf(value: unknown): string | null {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim() || null;
  if (Array.isArray(value)) {
    const names = value.flatMap((each) => nameOf(each) ?? []);
    return names.length > 0 ? names.join(', ') : null;
  }
  if (typeof value === 'object' && value !== null) return nameOf((value as Record<string, unknown>).name);
  return null;
}

let dateMetas: readonly string[] | null = null;
let visibleDates: readonly RegExp[] | null = null;

interface DateHints {
  readonly linked: LinkedData;
  readonly text: string;
  readonly address: string | null;
  readonly language: string | null;
  readonly source: string;
}

function dateOf(
  page: CleanPage,
  { linked, text, address, language, source: html }: DateHints,
): { readonly value: string | null; readonly source: DateSource | null } {
  const code = languageOf(language ?? page.language) ?? 'en';
  const parse = (written: string): string | null =>
    parseDate(written, { language: code, dayFirst: !/^en(?:-us)?$/i.test(language ?? page.language ?? 'en') });
  dateMetas ??= tableRows('date-metas.tsv', ['name', 'note']).map((row) => row.name);
  visibleDates ??= tableRows('visible-dates.tsv', ['pattern', 'example']).map((row) => new RegExp(row.pattern, 'imu'));
  const candidates: readonly (readonly [DateSource, () => readonly (string | null | undefined)[]])[] = [
    ['json-ld', () => [linked.published]],
    ['meta', () => (dateMetas ?? []).map((name) => page.metas.get(name))],
    [
      'time-element',
      () => [...page.times].sort((a, b) => Number(b.marked) - Number(a.marked)).map((time) => time.value),
    ],
    ['visible', () => visibleTexts(html, text)],
    ['url', () => [urlDate(address)]],
  ];
  for (const [source, values] of candidates) {
    for (const written of values()) {
      const value = written ? parse(written) : null;
      if (value !== null) return { value, source };
    }
  }
  return { value: null, source: null };
}

/** Dates that a reader sees near the head of the page or in the article's first and last lines. */
function visibleTexts(source: string, text: string): readonly string[] {
  const all = wholeText(source.slice(0, 400_000)).text;
  const begin = Math.max(0, all.indexOf(text.slice(0, 40)));
  const near = [text.slice(0, 600), all.slice(Math.max(0, begin - 800), begin), text.slice(-400)];
  return near.flatMap((part) =>
    (visibleDates ?? []).flatMap((pattern) => {
      const found = pattern.exec(part)?.[1];
      return found ? [found] : [];
    }),
  );
}

function urlDate(address: string | null): string | null {
  const match = /\/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)/.exec(address ?? '');
  return match ? `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}` : null;
}
