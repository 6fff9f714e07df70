import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { ChanceryError, messageOf } from '../errors.js';
import { flatEvent } from '../layouts/flat-event.js';
import { type FlatColumn, flatColumns, plainCell } from '../layouts/flat-row.js';
import { readLines } from '../read/read-lines.js';
import { fileBytes } from '../read/read-stream.js';
import { statuses } from '../records/event.js';
import type { Party } from '../records/party.js';
import { openDatabase } from './database.js';
import { bareDay } from './days.js';
import type { BadLine, ImportedEvent } from './imported-event.js';

const count = z.int().min(0);
const span = z.object({ start: z.int(), end: z.int(), text: z.string() });
const party: z.ZodType<Party> = z.lazy(() =>
  z.object({
    span,
    actor: z.string().nullable(),
    name: z.string().nullable(),
    country: z.string().nullable(),
    sectors: z.array(z.string()),
    office: z.string().nullable(),
    members: z.array(party),
    basis: z.enum(['name', 'office', 'description', 'coreference', 'metonym', 'unknown']),
    explanation: z.string(),
  }),
);
const quantity = z.object({ span, value: z.number(), upper: z.number().nullable(), unit: z.string().nullable() });
const casualty = z.object({ span, low: z.number(), high: z.number() }).nullable();
const day = z.string().refine((value) => bareDay(value) !== null, 'not a date (YYYY-MM-DD)');
const text = z.string().nullable().default(null);

const documentShape = z.object({ id: z.string().min(1), uri: text, publisher: text, title: text, published: text });
const eventShape = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  modes: z.array(z.string()),
  contexts: z.array(z.string()),
  quad: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  intensity: z.number().nullable(),
  cameo: z.string().nullable(),
  trigger: span,
  mentions: z.array(span),
  sentence: span,
  sources: z.array(party),
  targets: z.array(party),
  object: z
    .object({
      span,
      kind: z.enum(['agreement', 'money', 'troops', 'weapons', 'people', 'goods', 'territory', 'measure', 'other']),
      quantity: quantity.nullable(),
    })
    .nullable(),
  place: z
    .object({
      span,
      id: z.string().nullable(),
      name: z.string(),
      latitude: z.number().nullable(),
      longitude: z.number().nullable(),
      country: z.string().nullable(),
      admin1: z.string().nullable(),
      precision: z.enum(['point', 'town', 'admin1', 'country', 'region']),
      reason: z.string(),
    })
    .nullable(),
  time: z
    .object({
      span: span.nullable(),
      first: day,
      last: day,
      precision: z.enum(['day', 'week', 'month', 'season', 'year', 'decade', 'range', 'approximate']),
      basis: z.enum(['expression', 'publication']),
    })
    .nullable(),
  status: z.enum(statuses),
  claim: z.object({
    how: z.enum(['stated', 'reported', 'quoted']),
    by: party.nullable(),
    words: z.array(span),
    quotation: span.nullable(),
  }),
  casualties: z.object({ dead: casualty, injured: casualty, detained: casualty, displaced: casualty }).nullable(),
  confidence: z.number().min(0).max(1),
  explanation: z.array(z.object({ field: z.string(), by: z.string(), score: z.number().nullable(), note: z.string() })),
  coder: z.object({ version: z.string(), model: z.string(), data: z.string() }),
});
/** Lines of `chancery code` that tell of a document without an event. */
const receiptShape = z.union([z.object({ events: count }), z.object({ error: z.unknown().refine(Boolean) })]);

type Bad = (line: BadLine) => void;

/** Events of a JSONL export, or of the output of `chancery code`. */
export async function* jsonlEvents(path: string, bad: Bad): AsyncGenerator<ImportedEvent> {
  for await (const { number, text: found } of readLines(fileBytes(path, (await stat(path)).size))) {
    if (found?.trim() === '') continue;
    const read = attempt({ line: number, bad }, () => recordEvent(found ?? '', number));
    if (read) yield read;
  }
}

/** Events of a CSV export. */
export async function* csvEvents(path: string, bad: Bad): AsyncGenerator<ImportedEvent> {
  const rows = Readable.from(fileBytes(path, (await stat(path)).size)).pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 32_000_000 }),
  );
  let head: readonly string[] | null = null;
  let line = 1;
  try {
    for await (const { record, info } of rows as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      line = info.lines;
      if (head === null) {
        head = record;
        const missing = flatColumns.find((name) => !record.includes(name));
        if (missing) throw new ChanceryError('bad_input', `no column ${missing}: ${path}:${line}`);
        continue;
      }
      const columns = head;
      const read = attempt({ line, bad }, () => {
        if (record.length !== columns.length)
          throw new ChanceryError('bad_input', `${record.length} cells for ${columns.length} columns`);
        return rowEvent((name) => plainCell(record[columns.indexOf(name)] ?? ''), line);
      });
      if (read) yield read;
    }
  } catch (error) {
    if (error instanceof ChanceryError) throw error;
    bad({ line: line + 1, message: messageOf(error) });
  }
}

/** Events of a Parquet export or of a file of a lake: the whole record where it has the column `line`. */
export async function* parquetEvents(path: string, bad: Bad): AsyncGenerator<ImportedEvent> {
  const db = await openDatabase(':memory:');
  let line = 0;
  try {
    const names = (
      await db.all('select column_name from (describe select * from read_parquet(?))', [path]).catch((error) => {
        const [cause = ''] = messageOf(error).split('\n');
        throw new ChanceryError('bad_input', `not a Parquet file: ${path} (${cause})`, { cause: error });
      })
    ).map((row) => String(row.column_name));
    const whole = names.includes('line');
    const missing = whole ? undefined : flatColumns.find((name) => !names.includes(name));
    if (missing) throw new ChanceryError('bad_input', `no column ${missing}: ${path}`);
    for await (const row of db.stream(`select ${whole ? 'line' : '*'} from read_parquet(?)`, [path])) {
      line += 1;
      const read = attempt({ line, bad }, () =>
        whole
          ? recordEvent(String(row.line), line)
          : rowEvent((name) => (row[name] === null ? '' : String(row[name])), line),
      );
      if (read) yield read;
    }
  } finally {
    db.close();
  }
}

function attempt(
  { line, bad }: { readonly line: number; readonly bad: Bad },
  read: () => ImportedEvent | null,
): ImportedEvent | null {
  try {
    return read();
  } catch (error) {
    bad({ line, message: messageOf(error) });
    return null;
  }
}

/** The event of a record; null for a document without one. */
function recordEvent(json: string, line: number): ImportedEvent | null {
  const record = parsed(json);
  if (!('type' in record) && receiptShape.safeParse(record).success) return null;
  const { document, elsewhere } = record as { document?: unknown; elsewhere?: unknown };
  return {
    document: checked(documentShape, document, 'document'),
    event: checked(eventShape, record),
    line,
    ...(typeof elsewhere === 'string' ? { before: elsewhere } : {}),
  };
}

function parsed(json: string): object {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new ChanceryError('bad_input', 'not JSON', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ChanceryError('bad_input', 'not an event: a line must hold a JSON object');
  return value;
}

function rowEvent(cell: (column: FlatColumn) => string, line: number): ImportedEvent {
  const { document, event } = flatEvent(cell);
  return { document: checked(documentShape, document, 'document'), event: checked(eventShape, event), line };
}

function checked<Shape extends z.ZodType>(shape: Shape, value: unknown, within?: string): z.infer<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = [...(within ? [within] : []), ...(issue?.path ?? [])].join('.');
  throw new ChanceryError('bad_input', `not an event of chancery: ${field}: ${issue?.message}`);
}
