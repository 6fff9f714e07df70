import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import type { EventFilter, PageOptions } from '../ledger/ledger.js';
import type { Quad } from '../records/event.js';
import { statuses } from '../records/event.js';

type FlagName =
  | ('type' | 'mode' | 'context' | 'quad' | 'status' | 'actor' | 'source' | 'target' | 'country' | 'sector')
  | ('place' | 'placeCountry' | 'publisher' | 'document' | 'story' | 'from' | 'to' | 'minConfidence' | 'claimedBy')
  | ('words' | 'coded' | 'checked' | 'asOf' | 'knownOn' | 'limit' | 'cursor' | 'order');

/** Flags that filter events, as the ledger's commands share them. */
export type EventFlags = { readonly [Name in FlagName]?: string };

/** Adds the filters of events to a command. */
export function withEventFlags(command: Command): Command {
  return command
    .option('--type <list>', 'event types, joined by commas')
    .option('--mode <list>', 'modes')
    .option('--context <list>', 'contexts')
    .option('--quad <list>', 'quads, 1 to 4')
    .option('--status <list>', 'statuses, or all (default: actual,planned,threatened)')
    .option('--actor <id>', 'actor in any role; MLI also finds MLI/armed-forces')
    .option('--source <id>', 'actor as source')
    .option('--target <id>', 'actor as target')
    .option('--country <code>', 'country slot of a party')
    .option('--sector <code>', 'sector of a party')
    .option('--place <id>', 'place, by id or name')
    .option('--place-country <code>', 'country of the place')
    .option('--publisher <name>', 'publisher of the document')
    .option('--document <id>', 'document')
    .option('--story <id>', 'story')
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day')
    .option('--min-confidence <number>', 'leave out events under this confidence')
    .option('--claimed-by <id>', 'actor on whose word it is told')
    .option('--words <text>', 'words that the document must hold')
    .option('--coded <where>', 'here, elsewhere or all')
    .option('--checked <answer>', 'yes: corrected by a person; no: as the machine coded it')
    .option('--as-of <day>', 'what was true on this day')
    .option('--known-on <day>', 'what the ledger held on this day');
}

/** Adds paging to a command. */
export function withPageFlags(command: Command): Command {
  return command
    .option('--limit <number>', 'rows, at most 1000 (default 50)')
    .option('--cursor <text>', 'the page after the one that gave this cursor')
    .option('--order <name>', 'newest or oldest first');
}

/** The filter that the flags name. Throws `usage` for values that cannot be. */
export function eventFilter(flags: EventFlags): EventFilter & PageOptions {
  const list = (value: string | undefined): readonly string[] | undefined =>
    value?.split(',').map((part) => part.trim());
  const upper = (value: string | undefined): readonly string[] | undefined =>
    list(value)?.map((part) => part.toUpperCase());
  const confidence = number(flags.minConfidence, 'min-confidence');
  if (confidence !== undefined && (confidence < 0 || confidence > 1))
    throw new ChanceryError('usage', `confidence must be from 0 to 1: ${flags.minConfidence}`);
  if (flags.coded !== undefined && !['here', 'elsewhere', 'all'].includes(flags.coded))
    throw new ChanceryError('usage', `--coded is here, elsewhere or all: ${flags.coded}`);
  if (flags.checked !== undefined && flags.checked !== 'yes' && flags.checked !== 'no')
    throw new ChanceryError('usage', `--checked is yes or no: ${flags.checked}`);
  if (flags.order !== undefined && flags.order !== 'newest' && flags.order !== 'oldest')
    throw new ChanceryError('usage', `--order is newest or oldest: ${flags.order}`);
  const quads = list(flags.quad)?.map((quad) => {
    if (!/^[1-4]$/.test(quad)) throw new ChanceryError('usage', `a quad is from 1 to 4: ${quad}`);
    return Number(quad) as Quad;
  });
  const filter = {
    types: upper(flags.type),
    modes: list(flags.mode),
    contexts: list(flags.context),
    quads,
    statuses: statusList(flags.status),
    actor: flags.actor,
    source: flags.source,
    target: flags.target,
    country: flags.country?.toUpperCase(),
    sector: flags.sector?.toUpperCase(),
    place: flags.place,
    placeCountry: flags.placeCountry?.toUpperCase(),
    publisher: flags.publisher,
    document: flags.document,
    story: flags.story,
    from: flags.from,
    to: flags.to,
    minConfidence: confidence,
    claimedBy: flags.claimedBy,
    words: flags.words,
    coded: flags.coded as EventFilter['coded'],
    checked: flags.checked,
    asOf: flags.asOf,
    knownOn: flags.knownOn,
    limit: number(flags.limit, 'limit'),
    cursor: flags.cursor,
    order: flags.order as PageOptions['order'],
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

function statusList(value: string | undefined): EventFilter['statuses'] {
  if (value === undefined || value === 'all') return value;
  return value.split(',').map((name) => {
    const found = statuses.find((status) => status === name.trim());
    if (!found) throw new ChanceryError('usage', `unknown status: ${name} (one of ${statuses.join(', ')}, all)`);
    return found;
  });
}

/** A number of a flag. Throws `usage` when it is none. */
export function number(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const found = Number(value);
  if (value.trim() === '' || Number.isNaN(found))
    throw new ChanceryError('usage', `not a number for --${name}: ${value}`);
  return found;
}
