import type { Format } from './read-item.js';

const bySuffix: Readonly<Record<string, Format>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  parquet: 'parquet',
  pdf: 'pdf',
  warc: 'warc',
  gz: 'gzip',
  zip: 'zip',
  zst: 'zstd',
  opml: 'opml',
};

/** The format that a name's ending promises, null for endings that promise nothing. */
export function formatOfName(name: string): Format | null {
  const suffix = /\.([a-z0-9]+)(?:[?#].*)?$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return bySuffix[suffix] ?? null;
}

/** The binary format that the first bytes show, null for text. */
export function formatOfBytes(bytes: Uint8Array): Format | null {
  const starts = (...codes: number[]): boolean => codes.every((code, index) => bytes[index] === code);
  if (starts(0x1f, 0x8b)) return 'gzip';
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  if (head.includes('%PDF-')) return 'pdf';
  if (head.startsWith('PAR1')) return 'parquet';
  if (head.startsWith('WARC/')) return 'warc';
  return null;
}

const looked = 60_000;

/** The format of text by its looks; `mediaType` and name only decide between what is possible. */
export function formatOfText(text: string, name: string, mediaType: string | null): Format {
  const head = text
    .slice(0, looked)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .trimStart();
  const named = formatOfName(name);
  if (named === 'csv' || named === 'tsv' || named === 'jsonl') return named;
  if (/^[{[]/.test(head)) {
    if (/json/.test(mediaType ?? '') || /\.(?:json|feed)$/i.test(name)) return 'json';
    const line = head.slice(0, head.indexOf('\n') < 0 ? undefined : head.indexOf('\n')).trim();
    if (isJson(line) && head.includes('\n') && /^\s*\{/.test(head.slice(head.indexOf('\n')))) return 'jsonl';
    return /^[{[]\s*["{\]}\n]/.test(head) ? 'json' : 'text';
  }
  const html = head.search(/<(?:!doctype\s+html|html|head|body)\b/i);
  const feed = head.search(/<(?:[\w-]+:)?(?:rss|rdf|feed|channel|entry|urlset)[\s>]/i);
  if (feed >= 0 && (html < 0 || feed < html) && (feed < 4000 || /^<\?xml/.test(head))) return 'feed';
  const opml = head.search(/<opml\b/i);
  if (opml >= 0 && opml < 4000 && html < 0) return 'opml';
  if (html >= 0 && (head.startsWith('<') || /\.x?html?$/i.test(name) || html < 400)) return 'html';
  if (/html/.test(mediaType ?? '') || /\.(?:x?html?|php|aspx?)(?:[?#]|$)/i.test(name)) return 'html';
  if (/^<(?:article|div|section|main|p|h[1-6]|table|meta|title|script|link|span|ul|a)\b/i.test(head)) return 'html';
  if (/(?:rss|atom|rdf)(?:\+xml)?$/.test(mediaType ?? '')) return 'feed';
  if (/^<\?xml|^<[\w:-]+[^<>]*>/.test(head) && /\.(?:xml|rss|rdf|atom)$|^$/i.test(name.replace(/^.*(?=\.)/, '')))
    return 'feed';
  if (/csv/.test(mediaType ?? '')) return 'csv';
  if (/tab-separated/.test(mediaType ?? '')) return 'tsv';
  return 'text';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
