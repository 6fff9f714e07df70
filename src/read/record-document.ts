import { ChanceryError } from '../errors.js';
import type { Document } from '../records/document.js';
import { htmlText } from './html-text.js';
import { makeDocument } from './make-document.js';
import { parseDate } from './parse-date.js';
import { languageOf } from './read-feed.js';
import type { FieldNames, ReadSettings } from './read-item.js';
import { withAsides } from './read-text.js';
import { tableRows } from './table-rows.js';

let usual: ReadonlyMap<string, readonly string[]> | null = null;

/** Usual names of a field, the likeliest first. */
function usualNames(field: string): readonly string[] {
  if (!usual) {
    const names = new Map<string, string[]>();
    for (const row of tableRows('field-names.tsv', ['field', 'name'])) {
      names.set(row.field, [...(names.get(row.field) ?? []), row.name]);
    }
    usual = names;
  }
  return usual.get(field) ?? [];
}

type Row = Readonly<Record<string, unknown>>;

/** The document of one row of JSONL, CSV or Parquet; its text is kept exactly as given. Throws `bad_input` where there is none. */
export function recordDocument(row: Row, { fields = {}, date }: ReadSettings, raw?: string): Document {
  const keys = new Map(Object.keys(row).map((key) => [key.toLowerCase().trim(), key]));
  const value = (field: keyof FieldNames | 'html' | 'author' | 'retrieved'): string | null => {
    const given = field in fields ? fields[field as keyof FieldNames] : undefined;
    for (const name of given === undefined ? usualNames(field) : [given]) {
      const key = given === undefined ? keys.get(name) : name;
      const found = key === undefined ? null : stringOf(row[key]);
      if (found !== null) return found;
    }
    return null;
  };
  const given = value('text');
  const html = given === null && fields.text === undefined ? value('html') : null;
  if (given === null && html === null)
    throw new ChanceryError('bad_input', `no text: the field \`${fields.text ?? 'text'}\` is missing`, {
      details: { id: value('id') },
    });
  const body = html === null ? { text: given ?? '', asides: [] } : htmlText(html);
  const written = value('date');
  const published = written === null ? null : exactDate(written);
  return withAsides(
    makeDocument(
      body.text,
      {
        id: value('id'),
        uri: value('uri'),
        title: value('title'),
        publisher: value('publisher'),
        author: value('author'),
        language: languageOf(value('language')),
        retrieved: value('retrieved'),
        published: published ?? date ?? null,
        publishedFrom: published !== null ? 'field' : date ? 'flag' : null,
        kind: 'record',
        asides: body.asides,
        notices: written !== null && published === null ? [`date not understood: ${written.slice(0, 80)}`] : [],
      },
      raw ?? html ?? body.text,
    ),
  );
}

/** Dates that are ISO already are kept as they are written. */
function exactDate(written: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(written)) return written;
  return parseDate(written);
}

function stringOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date && !Number.isNaN(value.getTime()))
    return value.toISOString().replace(/T00:00:00\.000Z$/, '');
  if (typeof value === 'object' && value !== null && 'name' in value) return stringOf(value.name);
  return null;
}
