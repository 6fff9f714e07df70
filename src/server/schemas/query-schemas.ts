import { z } from '@hono/zod-openapi';
import type { EventFilter, PageOptions } from '../../ledger/ledger.js';
import { type Quad, type Status, statuses } from '../../records/event.js';
import { limits } from '../settings.js';

const day = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'not a day (YYYY-MM-DD)')
  .refine(isDay, 'not a day of the calendar')
  .openapi({ example: '2025-08-14' });

/** Whether the calendar has the day; `Date` alone takes 31 February for 2 March. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

const list = (example: string) =>
  z.string().max(1000).openapi({ example, description: 'one or more, joined by commas' });
const word = (example: string) => z.string().min(1).max(300).openapi({ example });

/** The two clocks. */
export const clockSchema = z.object({
  asOf: day.optional().openapi({ description: 'what was true on this day' }),
  knownOn: day.optional().openapi({ description: 'what the ledger held on this day' }),
});

export const dayParameter = day;

/** Parameters of every question about events. */
export const filterSchema = clockSchema.extend({
  from: day.optional(),
  to: day.optional(),
  type: list('CONSULT,AID').optional(),
  mode: list('visit').optional(),
  context: list('military').optional(),
  quad: z
    .string()
    .regex(/^[1-4](,[1-4])*$/, 'quads are 1 to 4')
    .optional()
    .openapi({ example: '3,4' }),
  status: list('actual,planned')
    .refine((text) => text === 'all' || split(text).every(isStatus), `one of ${statuses.join(', ')}, or all`)
    .optional()
    .openapi({ description: '`actual`, `planned` and `threatened` unless told; `all` for everything' }),
  actor: word('MLI').optional().openapi({ description: 'actor id in any role; parts roll up to their whole' }),
  source: word('RUS').optional(),
  target: word('igo/ecowas').optional(),
  country: word('MLI').optional(),
  sector: word('MIL').optional(),
  place: word('geonames:2460596').optional(),
  placeCountry: word('MLI').optional(),
  publisher: word('Sahel Monitor').optional(),
  document: word('').optional(),
  story: word('').optional(),
  minConfidence: z.coerce.number().min(0).max(1).optional(),
  claimedBy: word('RUS').optional(),
  words: word('memorandum').optional(),
  coded: z.enum(['here', 'elsewhere', 'all']).optional(),
  checked: z
    .enum(['yes', 'no'])
    .optional()
    .openapi({ description: 'corrected by a person, or as the machine coded it' }),
});

export const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(limits.longestPage).optional(),
  cursor: z.string().max(500).optional(),
  order: z.enum(['newest', 'oldest']).optional(),
});

type FilterQuery = z.infer<typeof filterSchema>;

/** The ledger's filter of a query string; a name that is not a status was already refused. */
export function filterOf(query: FilterQuery): EventFilter {
  const { type, mode, context, quad, status, ...rest } = query;
  const optional = {
    types: type === undefined ? undefined : split(type),
    modes: mode === undefined ? undefined : split(mode),
    contexts: context === undefined ? undefined : split(context),
    quads: quad === undefined ? undefined : split(quad).map((each) => Number(each) as Quad),
    statuses: status === undefined ? undefined : statusesOf(status),
  };
  return { ...picked(rest, filterNames), ...defined(optional) };
}

const filterNames = [
  'asOf',
  'knownOn',
  'from',
  'to',
  'actor',
  'source',
  'target',
  'country',
  'sector',
  'place',
  'placeCountry',
  'publisher',
  'document',
  'story',
  'minConfidence',
  'claimedBy',
  'words',
  'coded',
  'checked',
] as const;

/** Paging of a query string. */
export function pageOf(query: z.infer<typeof pageSchema>): PageOptions {
  return { ...defined({ limit: query.limit ?? limits.pageSize, cursor: query.cursor, order: query.order }) };
}

/** The clocks of a query string. */
export function clocksOf(query: z.infer<typeof clockSchema>): { readonly asOf?: string; readonly knownOn?: string } {
  return defined({ asOf: query.asOf, knownOn: query.knownOn });
}

function isStatus(name: string): name is Status {
  return statuses.some((status) => status === name);
}

function statusesOf(text: string): readonly Status[] | 'all' {
  if (text === 'all') return 'all';
  return split(text).filter(isStatus);
}

export function split(text: string): readonly string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** The object without the keys that hold undefined. */
export function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function picked<T extends object, K extends keyof T>(
  object: T,
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  return Object.fromEntries(keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key]]]))) as {
    [P in K]?: Exclude<T[P], undefined>;
  };
}
