import { createHash } from 'node:crypto';
import { ChanceryError } from '../errors.js';
import type { Document } from '../records/document.js';
import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { Span } from '../records/span.js';

/** A sentence as coded: one row for each event, or one row without an event. */
export interface SampledUnit {
  readonly doc: Document;
  readonly sentence: Span;
  readonly event: Event | null;
}

/** What a person answers for a row: `y` or `n`, empty where it does not apply; `missed_events` is a number. */
export const verdictColumns = [
  'type_ok',
  'source_ok',
  'target_ok',
  'status_ok',
  'claim_ok',
  'time_ok',
  'place_ok',
  'missed_events',
  'note',
] as const;
export const sheetColumns = [
  'sample_id',
  'stratum',
  'population',
  'document',
  'sentence',
  'trigger',
  'type',
  'source',
  'target',
  'status',
  'claim',
  'time',
  'place',
  ...verdictColumns,
] as const;

/**
 * Draws a stratified random sample: a stratum for each event type and one for sentences without an event, each with an equal
 * share of `size`. The draw depends on `seed` and the units alone, whatever their order.
 */
export function drawSample(units: readonly SampledUnit[], size: number, seed: string): readonly (readonly string[])[] {
  const strata = new Map<string, SampledUnit[]>();
  for (const unit of units) {
    const stratum = unit.event?.type ?? 'no event';
    strata.set(stratum, [...(strata.get(stratum) ?? []), unit]);
  }
  const share = Math.max(1, Math.floor(size / Math.max(1, strata.size)));
  const rows: (readonly string[])[] = [];
  for (const [stratum, members] of [...strata].sort((a, b) => a[0].localeCompare(b[0]))) {
    const drawn = members
      .map((unit) => ({ unit, key: keyOf(unit, seed) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, share);
    for (const { unit, key } of drawn) rows.push(rowOf(unit, key.slice(0, 10), stratum, members.length));
  }
  return rows;
}

function keyOf({ doc, sentence, event }: SampledUnit, seed: string): string {
  return createHash('sha256')
    .update([seed, doc.id, sentence.start, event?.id ?? ''].join(' '))
    .digest('hex');
}

function rowOf(
  { doc, sentence, event }: SampledUnit,
  id: string,
  stratum: string,
  population: number,
): readonly string[] {
  const sides = (parties: readonly Party[]): string =>
    parties
      .map((party) =>
        clean(`${party.span.text}${party.country ? ` [${[party.country, ...party.sectors].join(' ')}]` : ''}`),
      )
      .join('; ');
  const coded = event
    ? [
        event.trigger.text,
        [event.type, ...event.modes].join('-'),
        sides(event.sources),
        sides(event.targets),
        event.status,
        event.claim.how,
        event.time ? `${event.time.first}/${event.time.last}` : '',
        event.place?.name ?? '',
      ]
    : ['', '', '', '', '', '', '', ''];
  return [
    id,
    stratum,
    String(population),
    doc.uri ?? doc.id,
    clean(sentence.text),
    ...coded.map(clean),
    ...verdictColumns.map(() => ''),
  ];
}

function clean(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** An estimated share with its 95 % interval. */
export interface Estimate {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly answered: number;
}

export interface SheetEstimates {
  readonly fields: Readonly<Record<string, Estimate>>;
  /** Right events among all that the sentences tell; null where nobody counted the missed ones. */
  readonly recall: number | null;
  readonly rows: number;
}

interface Row {
  readonly stratum: string;
  readonly population: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Whether the header line is that of a sample sheet. */
export function isSheet(header: string): boolean {
  return header.startsWith('sample_id\tstratum\tpopulation');
}

/**
 * Shares of right fields from a filled-in sheet, weighted back to the population of each stratum (Cochran, Sampling Techniques,
 * ch. 5). Throws `bad_input` naming file, line and cell of a verdict that is neither y, n nor empty.
 */
export function estimateSheet(content: string, name: string): SheetEstimates {
  const rows = readSheet(content, name);
  const fields: Record<string, Estimate> = {};
  const events = rows.filter(({ cells }) => cells.type !== '');
  for (const column of verdictColumns.filter((each) => each.endsWith('_ok'))) {
    const found = weighted(events, (cells) => (cells[column] === '' ? null : cells[column] === 'y' ? 1 : 0));
    if (found) fields[column.replace('_ok', '')] = found;
  }
  const whole = weighted(events, ({ type_ok: type, source_ok: source, target_ok: target }) =>
    type === '' ? null : [type, source, target].every((cell) => cell !== 'n') ? 1 : 0,
  );
  if (whole) fields['type and both parties'] = whole;
  return { fields, recall: recallOf(rows, whole), rows: rows.length };
}

function readSheet(content: string, name: string): readonly Row[] {
  const lines = content.split(/\r?\n/);
  const header = (lines[0] ?? '').split('\t');
  return lines.slice(1).flatMap((line, index): Row[] => {
    if (line.trim() === '') return [];
    const values = line.split('\t');
    const cells = Object.fromEntries(header.map((column, at) => [column, (values[at] ?? '').trim()]));
    for (const column of verdictColumns) {
      const cell = cells[column] ?? '';
      if (column.endsWith('_ok') && !['', 'y', 'n'].includes(cell))
        throw new ChanceryError('bad_input', `${name}: line ${index + 2}: ${column}: y, n or empty, not ${cell}`);
      if (column === 'missed_events' && cell !== '' && !/^\d+$/.test(cell))
        throw new ChanceryError('bad_input', `${name}: line ${index + 2}: missed_events: a number, not ${cell}`);
    }
    return [{ stratum: cells.stratum ?? '', population: Number(cells.population ?? 0), cells }];
  });
}

function weighted(rows: readonly Row[], value: (cells: Row['cells']) => number | null): Estimate | null {
  const strata = new Map<string, { readonly population: number; readonly values: number[] }>();
  for (const row of rows) {
    const found = value(row.cells);
    if (found === null) continue;
    const stratum = strata.get(row.stratum) ?? { population: row.population, values: [] };
    stratum.values.push(found);
    strata.set(row.stratum, stratum);
  }
  const total = [...strata.values()].reduce((sum, { population }) => sum + population, 0);
  if (total === 0) return null;
  let share = 0;
  let variance = 0;
  let answered = 0;
  for (const { population, values } of strata.values()) {
    const weight = population / total;
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    const smoothed = (mean * values.length + 1) / (values.length + 2);
    share += weight * mean;
    variance +=
      weight ** 2 * ((smoothed * (1 - smoothed)) / values.length) * Math.max(0, 1 - values.length / population);
    answered += values.length;
  }
  const half = 1.96 * Math.sqrt(variance);
  return { share, low: Math.max(0, share - half), high: Math.min(1, share + half), answered };
}

function recallOf(rows: readonly Row[], precision: Estimate | null): number | null {
  const counted = rows.filter(({ cells }) => cells.missed_events !== '');
  if (counted.length === 0 || !precision) return null;
  const strata = new Map<string, { readonly population: number; missed: number; count: number }>();
  for (const { stratum, population, cells } of counted) {
    const entry = strata.get(stratum) ?? { population, missed: 0, count: 0 };
    entry.missed += Number(cells.missed_events);
    entry.count += 1;
    strata.set(stratum, entry);
  }
  const missed = [...strata.values()].reduce((sum, entry) => sum + (entry.population * entry.missed) / entry.count, 0);
  const events = new Map(
    rows.filter(({ cells }) => cells.type !== '').map(({ stratum, population }) => [stratum, population]),
  );
  const right = precision.share * [...events.values()].reduce((sum, population) => sum + population, 0);
  return right + missed === 0 ? null : right / (right + missed);
}
