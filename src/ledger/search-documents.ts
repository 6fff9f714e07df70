import { ChanceryError } from '../errors.js';
import type { Cell, Reader } from './database.js';
import { dayParameter } from './days.js';
import { conditions, heldRows } from './event-filter.js';
import type { SearchFilter, SearchHit } from './ledger.js';
import { indexWords } from './words.js';

/** Constants of BM25, as they are usually set. */
const saturation = 1.2;
const lengthWeight = 0.75;
const snippetLength = 240;
const mostHits = 1000;

interface ParsedWords {
  readonly all: readonly string[];
  readonly none: readonly string[];
  readonly phrases: readonly (readonly string[])[];
  readonly fields: readonly (readonly [string, string])[];
}

const fieldNames = ['title', 'publisher', 'type', 'actor', 'country', 'after', 'before'];

/** Reads what was typed into the search field. */
export function parseWords(typed: string): ParsedWords {
  const all: string[] = [];
  const none: string[] = [];
  const phrases: (readonly string[])[] = [];
  const fields: (readonly [string, string])[] = [];
  for (const [, minus = '', field = '', quoted, bare] of typed.matchAll(/(-?)(?:([a-z]+):)?(?:"([^"]*)"|(\S+))/g)) {
    const value = quoted ?? bare ?? '';
    if (fieldNames.includes(field)) {
      fields.push([field, value]);
      continue;
    }
    const words = indexWords(field === '' ? value : `${field} ${value}`);
    if (minus === '-') none.push(...words);
    else {
      all.push(...words);
      if (quoted !== undefined && words.length > 1) phrases.push(words);
    }
  }
  return { all: [...new Set(all)], none: [...new Set(none)], phrases, fields };
}

/** The documents that hold the words, the best match first (BM25). */
export async function searchDocuments(
  db: Reader,
  query: SearchFilter & { readonly limit?: number },
): Promise<readonly SearchHit[]> {
  const parsed = parseWords(query.words.slice(0, 2000));
  const limit = query.limit ?? 20;
  if (!Number.isInteger(limit) || limit < 1 || limit > mostHits)
    throw new ChanceryError('usage', `limit must be from 1 to ${mostHits}: ${limit}`);
  if (parsed.all.length === 0 && parsed.fields.length === 0) return [];
  const terms = await termIds(db, [...parsed.all, ...parsed.none]);
  if (parsed.all.some((word) => !terms.has(word))) return [];
  const where = conditions();
  const held = heldRows('d', query);
  where.add(held.sql, ...held.values);
  if (query.publisher !== undefined) where.add('d.publisher = ?', query.publisher);
  if (query.from !== undefined) where.add('d.day >= ?::date', dayParameter(query.from, 'from'));
  if (query.to !== undefined) where.add('d.day <= ?::date', dayParameter(query.to, 'to'));
  if (query.asOf !== undefined) where.add('d.day <= ?::date', dayParameter(query.asOf, 'as-of'));
  for (const [field, value] of parsed.fields) addField(where.add, field, value);
  for (const word of parsed.none) {
    const term = terms.get(word);
    if (term !== undefined) where.add(`d.key not in (select document_key from postings where term = ${term})`);
  }
  const condition = where.done();
  const ids = parsed.all.flatMap((word) => terms.get(word) ?? []);
  const wanted = parsed.phrases.length > 0 ? mostHits : limit;
  const rows = await db.all(rankedSql(ids, condition.sql, wanted), condition.values);
  const hits: SearchHit[] = [];
  for (const row of rows) {
    const text = row.text === null ? '' : String(row.text);
    if (!parsed.phrases.every((phrase) => holdsPhrase(`${row.title ?? ''} ${text}`, phrase))) continue;
    const { snippet, marks } = snippetOf(text === '' ? String(row.title ?? '') : text, parsed.all);
    hits.push({
      document: {
        id: String(row.id),
        uri: row.uri === null ? null : String(row.uri),
        published: row.published === null ? null : String(row.published),
        publisher: row.publisher === null ? null : String(row.publisher),
        title: row.title === null ? null : String(row.title),
      },
      score: Math.round(Number(row.score) * 1000) / 1000,
      snippet,
      marks,
      events: Number(row.events),
    });
    if (hits.length === limit) break;
  }
  return hits;
}

function rankedSql(ids: readonly number[], condition: string, limit: number): string {
  const list = ids.join(', ');
  const found =
    ids.length === 0
      ? `select d.key, 0::double as score from documents d where ${condition} order by d.day desc nulls last, d.key desc limit ${limit}`
      : `with total as (select count(*)::double as n, greatest(avg(words)::double, 1) as mean from documents where known_to is null),
           frequency as (select term, count(*)::double as df from postings where term in (${list}) group by term),
           matched as (select document_key from postings where term in (${list}) group by document_key having count(*) = ${ids.length})
         select d.key, sum(ln(1 + (greatest(total.n - f.df, 0) + 0.5) / (f.df + 0.5)) * o.times::double * ${saturation + 1}::double
           / (o.times::double + ${saturation}::double * (1 - ${lengthWeight}::double + ${lengthWeight}::double * d.words::double / total.mean))) as score
         from postings o join matched m on m.document_key = o.document_key join frequency f on f.term = o.term
         join documents d on d.key = o.document_key, total
         where o.term in (${list}) and ${condition}
         group by d.key order by score desc, d.key desc limit ${limit}`;
  return `with found as (${found})
    select d.id, d.uri, d.published, d.publisher, d.title, t.text, found.score,
      (select count(*) from events e where e.document_key = d.key)::integer as events
    from found join documents d on d.key = found.key left join texts t on t.document_key = d.key
    order by found.score desc, d.day desc nulls last, d.key desc`;
}

async function termIds(db: Reader, words: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (words.length === 0) return new Map();
  const rows = await db.all(`select id, term from terms where term in (${words.map(() => '?').join(', ')})`, words);
  return new Map(rows.map((row) => [String(row.term), Number(row.id)]));
}

function addField(add: (sql: string, ...values: Cell[]) => void, field: string, value: string): void {
  if (field === 'title') add('contains(lower(d.title), lower(?))', value);
  if (field === 'publisher') add('lower(d.publisher) = lower(?)', value);
  if (field === 'type') add('d.key in (select document_key from events where type = ?)', value.toUpperCase());
  if (field === 'actor')
    add(
      'd.key in (select e.document_key from events e join pairs p on p.event_key = e.key where ? in (p.source, p.target))',
      value,
    );
  if (field === 'country')
    add(
      'd.key in (select e.document_key from events e join pairs p on p.event_key = e.key where ? in (p.source_country, p.target_country))',
      value.toUpperCase(),
    );
  if (field === 'after') add('d.day >= ?::date', dayParameter(value, 'after'));
  if (field === 'before') add('d.day <= ?::date', dayParameter(value, 'before'));
}

function holdsPhrase(text: string, phrase: readonly string[]): boolean {
  return ` ${indexWords(text).join(' ')} `.includes(` ${phrase.join(' ')} `);
}

/** The part of a text that holds most of the words, with their places. */
function snippetOf(
  text: string,
  words: readonly string[],
): { readonly snippet: string; readonly marks: readonly (readonly [number, number])[] } {
  const wanted = new Set(words);
  const found: { readonly start: number; readonly end: number; readonly word: string }[] = [];
  for (const match of text.slice(0, 200_000).matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu)) {
    const word = indexWords(match[0])[0];
    if (word !== undefined && wanted.has(word))
      found.push({ start: match.index, end: match.index + match[0].length, word });
  }
  let best = 0;
  let most = 0;
  for (const [index, hit] of found.entries()) {
    const distinct = new Set<string>();
    for (
      let other = index;
      other < found.length && (found[other]?.end ?? 0) - hit.start < snippetLength - 40;
      other += 1
    )
      distinct.add(found[other]?.word ?? '');
    if (distinct.size > most) {
      most = distinct.size;
      best = hit.start;
    }
  }
  let start = Math.max(0, best - 40);
  while (start > 0 && start < best && /\S/.test(text[start - 1] ?? ' ')) start += 1;
  const snippet = text.slice(start, start + snippetLength).replace(/\s/g, ' ');
  const marks = found
    .filter((hit) => hit.start >= start && hit.end <= start + snippet.length)
    .map((hit) => [hit.start - start, hit.end - start] as const);
  return { snippet, marks };
}
