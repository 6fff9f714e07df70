import { ChanceryError, messageOf } from '../errors.js';
import type { Coder } from '../events/open-coder.js';
import { ontology } from '../ontology/ontology.js';
import { makeDocument } from '../read/make-document.js';
import { type Event, shownStatuses } from '../records/event.js';
import type { Party } from '../records/party.js';
import { prf } from './scores.js';

/** A PLOVER record as far as it is scored: sets of country slots and of country-sector pairs. */
interface Tuple {
  readonly type: string;
  readonly sources: readonly Slot[];
  readonly targets: readonly Slot[];
  readonly mode: string;
}

interface Slot {
  readonly country: string;
  readonly sector: string;
}

export interface FieldScore {
  readonly gold: number;
  readonly answered: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface RecordEvaluation {
  readonly sentences: number;
  readonly records: number;
  /** `type`, `source country`, `target country`, `tuple` (source country, type, target country), `source sector`. */
  readonly fields: Readonly<Record<string, FieldScore>>;
  readonly errors: readonly {
    readonly text: string;
    readonly gold: readonly string[];
    readonly coded: readonly string[];
  }[];
}

/** Codes that older records write differently. */
const countryAliases: Readonly<Record<string, string>> = {
  ITL: 'ITA',
  JAP: 'JPN',
  VTN: 'VNM',
  KOS: 'XKX',
  ROM: 'ROU',
  ZAR: 'COD',
  TMP: 'TLS',
  YUG: 'SRB',
};
/** Older records put every intergovernmental body under one code. */
const bodies = new Set(['UNO', 'EUR', 'IGO', 'EEC']);
const legacyTypes: Readonly<Record<string, string>> = {
  DEMAND: 'REQUEST',
  APPEAL: 'REQUEST',
  DISAPPROVE: 'ACCUSE',
  INVESTIGATE: 'ACCUSE',
  FIGHT: 'ASSAULT',
  YIELD: 'CONCEDE',
};

/** Codes each sentence of a file of PLOVER records (a JSON array or JSON lines) and compares the sentence's records as one set. */
export async function evaluateRecords(content: string, name: string, coder: Coder): Promise<RecordEvaluation> {
  const gold = new Map<string, { tuples: Tuple[]; date: string }>();
  let records = 0;
  for (const record of parseRecords(content, name)) {
    const text = String(record.text ?? record.event_text ?? '')
      .replace(/^\s*\{|\}\s*$/g, '')
      .trim();
    if (text === '') continue;
    records += 1;
    const entry = gold.get(text) ?? { tuples: [], date: String(record.date ?? '') };
    entry.tuples.push(tupleOfRecord(record));
    gold.set(text, entry);
  }
  const counts = new Map<string, { gold: number; answered: number; hits: number }>();
  const errors: RecordEvaluation['errors'][number][] = [];
  for (const [text, { tuples, date }] of gold) {
    const events = await coder.code(makeDocument(text, { published: /^\d{4}-\d\d-\d\d/.test(date) ? date : null }));
    const coded = events.filter((event) => shownStatuses.includes(event.status)).map(tupleOfEvent);
    for (const [field, keys] of Object.entries(fieldKeys))
      count(counts, field, tuples.flatMap(keys), coded.flatMap(keys));
    if (!sameKeys(tuples.flatMap(fieldKeys.tuple), coded.flatMap(fieldKeys.tuple))) {
      errors.push({ text, gold: tuples.map(describe), coded: coded.map(describe) });
    }
  }
  const fields = Object.fromEntries(
    [...counts].map(([field, { gold: asked, answered, hits }]) => [
      field,
      { gold: asked, answered, ...prf(hits, answered, asked) },
    ]),
  );
  return { sentences: gold.size, records, fields, errors };
}

const unordered = new Set(['CONSULT', 'COOPERATE']);

const fieldKeys = {
  type: (tuple: Tuple): readonly string[] => [tuple.type],
  'source country': ({ sources }: Tuple): readonly string[] =>
    sources.flatMap(({ country }) => (country ? [country] : [])),
  'target country': ({ targets }: Tuple): readonly string[] =>
    targets.flatMap(({ country }) => (country ? [country] : [])),
  'source sector': ({ sources }: Tuple): readonly string[] => sources.flatMap(({ sector }) => (sector ? [sector] : [])),
  tuple: ({ type, sources, targets }: Tuple): readonly string[] => {
    const from = uniqueCountries(sources);
    const to = uniqueCountries(targets);
    if (unordered.has(type)) return [`${[...new Set([...from, ...to])].sort().join('+')} ${type}`];
    return from.flatMap((source) => to.map((target) => `${source} ${type} ${target}`));
  },
};

function uniqueCountries(slots: readonly Slot[]): readonly string[] {
  const found = [...new Set(slots.map(({ country }) => country))];
  return found.length === 0 ? [''] : found;
}

function count(
  counts: Map<string, { gold: number; answered: number; hits: number }>,
  field: string,
  gold: readonly string[],
  coded: readonly string[],
): void {
  const entry = counts.get(field) ?? { gold: 0, answered: 0, hits: 0 };
  const asked = new Set(gold);
  const answered = new Set(coded);
  entry.gold += asked.size;
  entry.answered += answered.size;
  for (const key of answered) if (asked.has(key)) entry.hits += 1;
  counts.set(field, entry);
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return [...new Set(a)].sort().join('|') === [...new Set(b)].sort().join('|');
}

function describe(tuple: Tuple): string {
  const side = (slots: readonly Slot[]): string =>
    slots.map(({ country, sector }) => [country || '?', sector].filter(Boolean).join(':')).join(',') || '–';
  return `${side(tuple.sources)} ${tuple.type} ${side(tuple.targets)}`;
}

function parseRecords(content: string, name: string): readonly Record<string, unknown>[] {
  if (content.trimStart().startsWith('[')) {
    try {
      return JSON.parse(content);
    } catch (cause) {
      throw new ChanceryError('bad_input', `${name}: not JSON: ${messageOf(cause)}`, { cause });
    }
  }
  return content.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line)];
    } catch (cause) {
      throw new ChanceryError('bad_input', `${name}: line ${index + 1}: not JSON: ${messageOf(cause)}`, { cause });
    }
  });
}

function tupleOfRecord(record: Record<string, unknown>): Tuple {
  const event = Array.isArray(record.event) ? record.event[0] : record.event;
  const type = String(
    typeof event === 'object' && event !== null ? (event as Record<string, unknown>).type : event,
  ).toUpperCase();
  const known = ontology().types.some((each) => each.code === type) ? type : (legacyTypes[type] ?? type);
  return {
    type: known,
    sources: slotsOf(record.source ?? record.actor),
    targets: slotsOf(record.target ?? record.recipient),
    mode: String(record.mode ?? ''),
  };
}

function slotsOf(value: unknown): readonly Slot[] {
  if (!Array.isArray(value)) return [];
  return value.map((entity: Record<string, unknown>) => ({
    country: country(String(entity.code ?? '')),
    sector: String(entity.sector ?? '').slice(0, 3),
  }));
}

function tupleOfEvent(event: Event): Tuple {
  const slots = (parties: readonly Party[]): readonly Slot[] =>
    parties
      .flatMap((party) => (party.members.length > 0 ? party.members : [party]))
      .map((party) => ({ country: country(party.country ?? ''), sector: party.sectors[0] ?? '' }));
  return { type: event.type, sources: slots(event.sources), targets: slots(event.targets), mode: event.modes[0] ?? '' };
}

function country(code: string): string {
  const plain = code.slice(0, 3).toUpperCase();
  const known = countryAliases[plain] ?? plain;
  return bodies.has(known) ? 'IGO' : known;
}
