import type { RecentDuplicates } from '../read/recent-duplicates.js';
import type { Correction } from '../records/correction.js';
import type { NearDuplicate } from '../records/document.js';
import type { Coder, Event } from '../records/event.js';
import { applyCorrections } from './apply-corrections.js';
import type { Cell } from './database.js';
import { bareDay, databaseTime } from './days.js';
import { eventPairs } from './event-pairs.js';
import { dayOf, eventCells, partyCells } from './event-row.js';
import type { HeldDocument } from './held-documents.js';
import type { IngestItem, IngestOptions, IngestReceipt } from './ledger.js';
import type { RelationRules } from './relation-rules.js';
import { signalsOf } from './relation-signals.js';
import { wordCounts } from './words.js';

/** What one writing process keeps in memory beside the file. */
export interface WriterState {
  nextDocument: number;
  nextEvent: number;
  nextRun: number;
  readonly terms: Map<string, number>;
  readonly runs: Map<string, { readonly id: number; readonly coder: Coder }>;
  readonly corrections: Map<string, readonly Correction[]>;
  readonly forgotten: Set<string>;
  readonly rules: RelationRules;
  /** Copies among the newest documents. */
  readonly copies: RecentDuplicates;
  /** Group of copies by document. */
  readonly groups: Map<string, string>;
}

type Cells = readonly Cell[];

/** Rows of each table, in the order of its columns, with what they replace. */
export interface DocumentTables {
  readonly rows: Readonly<Record<TableName, Cells[]>>;
  /** Documents whose belief ends. */
  readonly closing: { readonly key: number; readonly at: string }[];
  readonly receipts: IngestReceipt[];
}

export const tableNames = [
  'runs',
  'documents',
  'texts',
  'events',
  'parties',
  'pairs',
  'terms',
  'postings',
  'pending',
  'signals',
  'pair_days',
] as const;
export type TableName = (typeof tableNames)[number];

/** `corrected` are the corrections that the events bear already, by event id; no others are applied. */
export interface KeepOptions extends IngestOptions {
  readonly now: string;
  readonly corrected?: ReadonlyMap<string, readonly string[]>;
}

interface Making {
  readonly state: WriterState;
  readonly options: KeepOptions;
  readonly tables: DocumentTables;
  readonly days: Map<string, { readonly cells: Cells; count: number }>;
}

/** The rows that documents with their events make, each document at most once; numbers are taken from the state. */
export function documentTables(
  items: readonly IngestItem[],
  held: ReadonlyMap<string, HeldDocument>,
  { state, options }: { readonly state: WriterState; readonly options: KeepOptions },
): DocumentTables {
  const rows = Object.fromEntries(tableNames.map((name) => [name, []])) as unknown as DocumentTables['rows'];
  const tables: DocumentTables = { rows, closing: [], receipts: [] };
  const making: Making = { state, options, tables, days: new Map() };
  for (const item of items) tables.receipts.push(keepItem(item, held.get(item.doc.id), making));
  for (const { cells, count } of making.days.values()) rows.pair_days.push([...cells, count, null]);
  return tables;
}

function keepItem(item: IngestItem, before: HeldDocument | undefined, making: Making): IngestReceipt {
  const { state, options, tables } = making;
  const { doc } = item;
  const receipt = (outcome: IngestReceipt['outcome'], events: number): IngestReceipt => ({
    document: doc.id,
    revision: doc.revision,
    outcome,
    events,
  });
  if (state.forgotten.has(doc.id)) return receipt('forgotten', 0);
  const coder = item.events[0]?.coder ?? options.coder ?? { version: '', model: '', data: '' };
  const sameText = before?.revision === doc.revision;
  if (before && sameText && (!options.recode || coderOf(state, before.run) === coderName(coder)))
    return receipt('unchanged', 0);
  let knownFrom = databaseTime(before && sameText ? options.now : (item.knownAt ?? options.now));
  let knownTo: string | null = null;
  if (before) {
    if (!sameText && knownFrom < before.from) knownTo = before.from;
    else {
      if (knownFrom < before.from) knownFrom = before.from;
      tables.closing.push({ key: before.key, at: knownFrom });
    }
  }
  const run = runFor(coder, item.elsewhere ?? null, making);
  const events = keepDocument(item, { making, run, knownFrom, knownTo });
  const group = state.groups.get(doc.id);
  const kept = receipt(before ? (sameText ? 'recoded' : 'revised') : 'added', events);
  return group === undefined ? kept : { ...kept, copyOf: group };
}

const coderName = ({ version, model, data }: Coder): string => `${version} ${model} ${data}`;

function coderOf(state: WriterState, run: number): string | null {
  for (const each of state.runs.values()) if (each.id === run) return coderName(each.coder);
  return null;
}

function runFor(coder: Coder, elsewhere: string | null, { state, options, tables }: Making): Keeping['run'] {
  const kind = options.kind ?? (options.recode ? 'recode' : 'code');
  const name = `${kind} ${coderName(coder)} ${elsewhere ?? ''}`;
  const known = state.runs.get(name);
  if (known) return known;
  const run = { id: state.nextRun, coder };
  const { version, model, data } = coder;
  tables.rows.runs.push([run.id, databaseTime(options.now), kind, version, model, data, elsewhere]);
  state.nextRun += 1;
  state.runs.set(name, run);
  return run;
}

interface Keeping {
  readonly making: Making;
  readonly run: { readonly id: number; readonly coder: Coder };
  readonly knownFrom: string;
  readonly knownTo: string | null;
}

function keepDocument(item: IngestItem, keeping: Keeping): number {
  const { making, run, knownFrom, knownTo } = keeping;
  const { state, options, tables } = making;
  const noText = options.noText === true;
  const { doc } = item;
  const key = state.nextDocument;
  state.nextDocument += 1;
  const text = noText ? null : doc.text;
  const words = keepWords(`${doc.title ?? ''}\n${text ?? ''}`, key, making);
  const nearDuplicate = copyOf(doc, state);
  const extra = {
    ...(nearDuplicate ? { nearDuplicate } : {}),
    ...(doc.author ? { author: doc.author } : {}),
    ...(doc.notices && doc.notices.length > 0 ? { notices: doc.notices } : {}),
    ...(noText ? {} : { asides: doc.asides, datelinePlace: doc.datelinePlace }),
  };
  tables.rows.documents.push([
    key,
    doc.id,
    doc.revision,
    run.id,
    doc.uri,
    doc.publisher,
    doc.title,
    doc.published,
    bareDay(doc.published),
    doc.publishedFrom,
    doc.language,
    doc.retrieved,
    doc.kind,
    words,
    JSON.stringify(extra),
    knownFrom,
    knownTo,
  ]);
  if (text !== null) tables.rows.texts.push([key, text]);
  const { corrected: borne } = options;
  const corrected = borne
    ? item.events.map((event) => ({ event, corrections: borne.get(event.id) ?? [] }))
    : applyCorrections(item.events, state.corrections.get(doc.id) ?? []);
  for (const { event, corrections } of corrected) {
    keepEvent(event, { key: state.nextEvent, document: key, item, text, corrections, keeping });
    state.nextEvent += 1;
  }
  return corrected.length;
}

/** The articles that a document nearly repeats. A later revision of itself is no copy. */
function copyOf({ id, text, nearDuplicate }: IngestItem['doc'], { copies, groups }: WriterState): NearDuplicate | null {
  const twin = text ? copies.add(id, text) : null;
  const found = twin && twin.key !== id ? twin : null;
  if (!found) return nearDuplicate ?? null;
  const group = groups.get(found.key) ?? found.key;
  if (group === id) return null;
  groups.set(id, group);
  return { group, of: found.key, likeness: Math.round(found.likeness * 100) / 100 };
}

interface EventFacts {
  readonly key: number;
  readonly document: number;
  readonly item: IngestItem;
  readonly text: string | null;
  readonly corrections: readonly string[];
  readonly keeping: Keeping;
}

function keepEvent(event: Event, { key, document, item, text, corrections, keeping }: EventFacts): void {
  const { making, run, knownFrom, knownTo } = keeping;
  const { rows } = making.tables;
  const { published } = item.doc;
  rows.events.push(
    eventCells(event, {
      key,
      documentKey: document,
      run: run.id,
      knownFrom,
      knownTo,
      corrections,
      published,
      coder: run.coder,
      withText: text !== null,
    }),
  );
  for (const cells of partyCells(event, key)) rows.parties.push(cells);
  const day = dayOf(event, published);
  const pairs = eventPairs(event);
  for (const { source, sourceCountry, target, targetCountry, mutual } of pairs) {
    rows.pairs.push([key, day, source, sourceCountry, target, targetCountry, mutual]);
    if (knownTo !== null) continue;
    const cells = [day, source, sourceCountry, target, targetCountry, event.type, event.quad, event.status];
    if (pairs.length > 1) {
      rows.pair_days.push([...cells, 1, key]);
      continue;
    }
    const name = cells.join('\u0000');
    const counted = making.days.get(name);
    if (counted) counted.count += 1;
    else making.days.set(name, { cells, count: 1 });
  }
  if (knownTo === null) rows.pending.push([key, false]);
  for (const { rule, kind, does, name, parties, day: days, detail } of signalsOf(
    event,
    { published, sentence: event.sentence.text },
    making.state.rules,
  ))
    rows.signals.push([key, rule, kind, does, name, JSON.stringify(parties), days, detail]);
}

/** Puts the words into the index: those of the title alone where the text is not kept. */
function keepWords(text: string, key: number, { state, tables }: Making): number {
  const { terms } = state;
  const { rows } = tables;
  let total = 0;
  for (const [word, times] of wordCounts(text)) {
    total += times;
    let term = terms.get(word);
    if (term === undefined) {
      term = terms.size;
      terms.set(word, term);
      rows.terms.push([term, word]);
    }
    rows.postings.push([term, key, Math.min(times, 65_535)]);
  }
  return total;
}
