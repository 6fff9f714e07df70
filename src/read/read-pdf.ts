import { getDocumentProxy } from 'unpdf';
import { ChanceryError, messageOf } from '../errors.js';
import { parseDate } from './parse-date.js';
import type { ReadItem, ReadSettings, Source } from './read-item.js';
import { readText } from './read-text.js';

interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface PdfLine {
  readonly text: string;
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly height: number;
}

const mostPages = 2000;

/** The document of a PDF with a text layer: columns in reading order, running heads and page numbers left out. */
export async function readPdf(source: Source, settings: ReadSettings): Promise<ReadItem> {
  const pages: (readonly PdfLine[])[] = [];
  let info: Readonly<Record<string, unknown>> = {};
  const notices: string[] = [];
  try {
    const pdf = await getDocumentProxy(new Uint8Array(source.bytes), { verbosity: 0 });
    info = ((await pdf.getMetadata().catch(() => null))?.info ?? {}) as Readonly<Record<string, unknown>>;
    for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number += 1) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const pieces = items.flatMap((item) => {
        if (!('str' in item) || item.str.trim() === '') return [];
        const [, , , , x = 0, y = 0] = item.transform as readonly number[];
        return [{ text: item.str, x, y, width: item.width, height: item.height || 10 }];
      });
      pages.push(linesOf(pieces));
      page.cleanup();
    }
    if (pdf.numPages > mostPages) notices.push(`only the first ${mostPages} pages were read`);
    await pdf.destroy();
  } catch (error) {
    throw new ChanceryError('bad_input', `broken PDF: ${messageOf(error)}`, { cause: error });
  }
  const running = runningLines(pages);
  const text = pages.map((lines) => paragraphs(withoutEdges(lines, running))).join('\n');
  if (text.trim() === '') throw new ChanceryError('bad_input', 'the PDF has no text layer: it holds pictures only');
  const made = pdfDate(info.CreationDate);
  const title = typeof info.Title === 'string' && info.Title.trim() !== '' ? info.Title.trim() : null;
  const { doc, map } = readText(
    text,
    {
      uri: source.address,
      title,
      author: typeof info.Author === 'string' ? info.Author.trim() || null : null,
      published: settings.date ?? made,
      publishedFrom: settings.date ? 'flag' : made ? 'meta' : null,
      retrieved: source.retrieved,
      kind: 'pdf',
      notices,
    },
    { mend: true },
  );
  return {
    kind: 'document',
    from: source.from,
    doc,
    reading: { format: 'pdf', encoding: null, encodingFrom: null, map },
  };
}

const pageNumber = /^(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|\/)\s*\d{1,4})?$/i;

function withoutEdges(lines: readonly PdfLine[], running: ReadonlySet<string>): readonly PdfLine[] {
  const edges = edgesOf(lines);
  return lines.filter(
    (line) => !edges.has(line) || !(running.has(shape(line.text)) || pageNumber.test(line.text.trim())),
  );
}

function pdfDate(value: unknown): string | null {
  const match = typeof value === 'string' ? /^D:(\d{4})(\d{2})(\d{2})/.exec(value) : null;
  return match ? parseDate(`${match[1]}-${match[2]}-${match[3]}`) : null;
}

/** Lines of a page in reading order: pieces on one height are joined unless a gutter lies between them; columns are read one after the other. */
function linesOf(pieces: readonly Piece[]): readonly PdfLine[] {
  const rows: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    if (row?.[0] && Math.abs(row[0].y - piece.y) < Math.max(2, piece.height * 0.4)) row.push(piece);
    else rows.push([piece]);
  }
  const segments = rows.flatMap((row) => joined(row.sort((a, b) => a.x - b.x)));
  return inColumns(segments);
}

function joined(row: readonly Piece[]): readonly PdfLine[] {
  const lines: { text: string; x: number; end: number; y: number; height: number }[] = [];
  for (const piece of row) {
    const last = lines.at(-1);
    const gap = last ? piece.x - last.end : 0;
    if (!last || gap > piece.height * 1.4) {
      lines.push({ text: piece.text, x: piece.x, end: piece.x + piece.width, y: piece.y, height: piece.height });
      continue;
    }
    const space = gap > piece.height * 0.15 && !/\s$/.test(last.text) && !/^\s/.test(piece.text);
    last.text += (space ? ' ' : '') + piece.text;
    last.end = piece.x + piece.width;
  }
  return lines;
}

/** Where most lines end before, or begin after, one height of x, the page has two columns there. Lines across it divide the page. */
function inColumns(lines: readonly PdfLine[]): readonly PdfLine[] {
  const left = Math.min(...lines.map((line) => line.x));
  const right = Math.max(...lines.map((line) => line.end));
  const gutter = gutterOf(lines, left, right);
  if (gutter === null) return lines;
  const ordered: PdfLine[] = [];
  let first: PdfLine[] = [];
  let second: PdfLine[] = [];
  for (const line of lines) {
    if (line.end <= gutter) first.push(line);
    else if (line.x >= gutter) second.push(line);
    else {
      ordered.push(...first, ...second, line);
      first = [];
      second = [];
    }
  }
  return [...ordered, ...first, ...second];
}

function gutterOf(lines: readonly PdfLine[], left: number, right: number): number | null {
  if (lines.length < 8) return null;
  const width = right - left;
  let best: { at: number; crossing: number } | null = null;
  for (let part = 0.3; part <= 0.7; part += 0.02) {
    const at = left + width * part;
    const before = lines.filter((line) => line.end <= at).length;
    const after = lines.filter((line) => line.x >= at).length;
    const crossing = lines.length - before - after;
    if (Math.min(before, after) < lines.length * 0.25 || crossing > lines.length * 0.2) continue;
    if (!best || crossing < best.crossing) best = { at, crossing };
  }
  return best?.at ?? null;
}

function shape(line: string): string {
  return line
    .replace(/^\s*\d{1,4}\b|\b\d{1,4}\s*$/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** The two highest and the two lowest lines of a page. */
function edgesOf(lines: readonly PdfLine[]): ReadonlySet<PdfLine> {
  const sorted = [...lines].sort((a, b) => b.y - a.y);
  return new Set([...sorted.slice(0, 2), ...sorted.slice(-2)]);
}

/** Lines that stand first or last on most pages. */
function runningLines(pages: readonly (readonly PdfLine[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const lines of pages) {
    const edges = new Set([...edgesOf(lines)].map((line) => shape(line.text)));
    for (const edge of edges) counts.set(edge, (counts.get(edge) ?? 0) + 1);
  }
  const least = Math.max(2, pages.length * 0.5);
  return new Set([...counts].filter(([, count]) => count >= least).map(([edge]) => edge));
}

/** Lines as text; a wider gap than usual, or a line that begins further in, opens a paragraph. */
function paragraphs(lines: readonly PdfLine[]): string {
  const gaps = lines
    .slice(1)
    .map((line, index) => (lines[index]?.y ?? 0) - line.y)
    .filter((gap) => gap > 0);
  const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const out: string[] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    const gap = before ? before.y - line.y : 0;
    const larger = before !== undefined && Math.abs(before.height - line.height) > 1.5;
    if (before && (gap > usual * 1.45 || larger)) out.push('');
    out.push(line.text.trim());
  }
  return out.join('\n');
}
