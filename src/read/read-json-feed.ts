import { htmlText } from './html-text.js';
import { parseDate } from './parse-date.js';
import { type Feed, type FeedItem, languageOf } from './read-feed.js';
import { joinBase } from './xml-tree.js';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const stringOf = (row: Json, name: string): string | null => {
  const value = row[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

/** Whether a JSON value is a JSON Feed, version 1 or 1.1. */
export function isJsonFeed(value: unknown): value is Json {
  if (!isObject(value) || !Array.isArray(value.items)) return false;
  const version = stringOf(value, 'version') ?? '';
  return /jsonfeed/i.test(version) || 'feed_url' in value || 'home_page_url' in value;
}

/** The items of a JSON Feed. */
export function readJsonFeed(feed: Json, address: string | null): Feed {
  const title = stringOf(feed, 'title');
  const base = address ?? stringOf(feed, 'feed_url') ?? stringOf(feed, 'home_page_url');
  const language = stringOf(feed, 'language');
  const items = Array.isArray(feed.items) ? feed.items.filter(isObject) : [];
  return { title, faults: [], items: items.map((item) => readItem(item, { title, base, language })) };
}

function readItem(
  item: Json,
  feed: { readonly title: string | null; readonly base: string | null; readonly language: string | null },
): FeedItem {
  const html = stringOf(item, 'content_html');
  const plain = stringOf(item, 'content_text');
  const raw = html ?? plain ?? stringOf(item, 'summary') ?? '';
  const { text, asides } = html === null ? { text: raw, asides: [] } : htmlText(html);
  const dated = stringOf(item, 'date_published') ?? stringOf(item, 'date_modified');
  const published = dated === null ? null : parseDate(dated);
  const id = stringOf(item, 'id');
  const link = stringOf(item, 'url') ?? stringOf(item, 'external_url') ?? (/^https?:/.test(id ?? '') ? id : null);
  const title = stringOf(item, 'title');
  return {
    text,
    raw,
    full: html !== null || plain !== null,
    facts: {
      uri: link === null ? null : joinBase(feed.base, link),
      title: title?.replace(/\s+/g, ' ') ?? null,
      published,
      publishedFrom: published === null ? null : 'feed',
      author: authorOf(item),
      publisher: feed.title,
      language: languageOf(stringOf(item, 'language') ?? feed.language),
      kind: 'feed-item',
      asides,
      notices: [
        ...(dated !== null && published === null ? [`date not understood: ${dated.slice(0, 80)}`] : []),
        ...(text === '' ? ['the item has no text'] : []),
      ],
    },
  };
}

function authorOf(item: Json): string | null {
  const authors = [...(Array.isArray(item.authors) ? item.authors : []), item.author];
  const names = authors.flatMap((author) => (isObject(author) ? (stringOf(author, 'name') ?? []) : []));
  return names.length > 0 ? names.join(', ') : null;
}
