import type { DuckDBValue } from '@duckdb/node-api';
import { ChanceryError } from '../errors.js';
import type { Correction } from '../records/correction.js';
import type { Coder, Event } from '../records/event.js';
import { applyCorrections } from './apply-corrections.js';
import type { Writer } from './database.js';
import { bareDay, databaseTime } from './days.js';
import { eventPairs } from './event-pairs.js';
import { dayOf, eventCells, partyCells } from './event-row.js';
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
}

type Cells = DuckDBValue[];

interface Tables {
  readonly documents: Cells[];
  readonly texts: Cells[];
  readonly events: (readonly DuckDBValue[])[];
  readonly parties: (readonly DuckDBValue[])[];
  readonly pairs: Cells[];
  readonly terms: Cells[];
  readonly postings: Cells[];
  readonly pending: Cells[];
  readonly signals: Cells[];
  readonly days: Map<string, { readonly cells: Cells; count: number }>;
}

interface Held {
  readonly key: number;
  readonly revision: string;
  readonly run: number;
  readonly from: string;
}

/** `corrected` are the corrections that events already bear, by event id. */
export interface KeepOptions extends IngestOptions {
  readonly now: string;
  readonly corrected?: ReadonlyMap<string, readonly string[]>;
}

/** Writes documents with their events inside a transaction; each document at most once. */
export async function keepDocuments(
  writer: Writer,
  items: readonly IngestItem[],
  state: WriterState,
  options: KeepOptions,
): Promise<readonly IngestReceipt[]> {
  const held = await heldDocuments(
    writer,
    items.map((item) => item.doc.id),
  );
  const tables: Tables = {
    documents: [],
    texts: [],
    events: [],
    parties: [],
    pairs: [],
    terms: [],
    postings: [],
    pending: [],
    signals: [],
    days: new Map(),
  };
  const receipts: IngestReceipt[] = [];
  const closing: { readonly key: number; readonly at: string }[] = [];
  for (const item of items) {
    const { doc } = item;
    const receipt = (outcome: IngestReceipt['outcome'], events: number): void => {
      receipts.push({ document: doc.id, revision: doc.revision, outcome, events });
    };
    if (state.forgotten.has(doc.id)) {
      receipt('forgotten', 0);
      continue;
    }
    const coder = item.events[0]?.coder ?? options.coder ?? { version: '', model: '', data: '' };
    const before = held.get(doc.id);
    const sameText = before?.revision === doc.revision;
    if (before && sameText && (!options.recode || coderOf(state, before.run) === coderName(coder))) {
      receipt('unchanged', 0);
      continue;
    }
    let knownFrom = databaseTime(before && sameText ? options.now : (item.knownAt ?? options.now));
    let knownTo: string | null = null;
    if (before) {
      if (!sameText && knownFrom < before.from) knownTo = before.from;
      else {
        if (knownFrom < before.from) knownFrom = before.from;
        closing.push({ key: before.key, at: knownFrom });
      }
    }
    const run = await runFor(writer, state, { coder, options, elsewhere: item.elsewhere ?? null });
    const events = keepOne(item, {
      state,
      tables,
      run,
      knownFrom,
      knownTo,
      noText: options.noText === true,
      corrected: options.corrected ?? null,
    });
    receipt(before ? (sameText ? 'recoded' : 'revised') : 'added', events);
  }
  await closeDocuments(writer, closing);
  await writer.append('documents', tables.documents);
  await writer.append('texts', tables.texts);
  await writer.append('events', tables.events);
  await writer.append('parties', tables.parties);
  await writer.append('pairs', tables.pairs);
  await writer.append('terms', tables.terms);
  await writer.append('postings', tables.postings);
  await writer.append('pending', tables.pending);
  await writer.append('signals', tables.signals);
  await writer.append(
    'pair_days',
    [...tables.days.values()].map(({ cells, count }) => [...cells, count]),
  );
  return receipts;
}

const coderName = ({ version, model, data }: Coder): string => `${version} ${model} ${data}`;

function coderOf(state: WriterState, run: number): string | null {
  for (const each of state.runs.values()) if (each.id === run) return coderName(each.coder);
  return null;
}

async function heldDocuments(writer: Writer, ids: readonly string[]): Promise<Map<string, Held>> {
  const marks = ids.map(() => '?').join(', ');
  const rows = await writer.all(
    `select key::double as key, id, revision, run, known_from from documents where known_to is null and id in (${marks})`,
    ids,
  );
  return new Map(
    rows.map((row) => [
      String(row.id),
      { key: Number(row.key), revision: String(row.revision), run: Number(row.run), from: timeCell(row.known_from) },
    ]),
  );
}

/** A database time with its milliseconds written out, so that times compare as strings. */
export function timeCell(value: unknown): string {
  const [head = '', part = ''] = String(value).split('.');
  return `${head}.${part.padEnd(3, '0').slice(0, 3)}`;
}

async function runFor(
  writer: Writer,
  state: WriterState,
  { coder, options, elsewhere }: { coder: Coder; options: IngestOptions & { now: string }; elsewhere: string | null },
): Promise<{ readonly id: number; readonly coder: Coder }> {
  const kind = options.kind ?? (options.recode ? 'recode' : 'code');
  const name = `${kind} ${coderName(coder)} ${elsewhere ?? ''}`;
  const known = state.runs.get(name);
  if (known) return known;
  const run = { id: state.nextRun, coder };
  await writer.run('insert into runs values (?, ?::timestamp, ?, ?, ?, ?, ?)', [
    run.id,
    databaseTime(options.now),
    kind,
    coder.version,
    coder.model,
    coder.data,
    elsewhere,
  ]);
  state.nextRun += 1;
  state.runs.set(name, run);
  return run;
}

interface Keeping {
  readonly state: WriterState;
  readonly tables: Tables;
  readonly run: { readonly id: number; readonly coder: Coder };
  readonly knownFrom: string;
  readonly knownTo: string | null;
  readonly noText: boolean;
  readonly corrected: ReadonlyMap<string, readonly string[]> | null;
}

function keepOne(item: IngestItem, keeping: Keeping): number {
  const { state, tables, run, knownFrom, knownTo, noText } = keeping;
  const { doc } = item;
  const key = state.nextDocument;
  state.nextDocument += 1;
  const text = noText ? null : doc.text;
  const words = keepWords(`${doc.title ?? ''}\n${doc.text ?? ''}`, key, { state, tables, kept: !noText });
  const extra = {
    ...(doc.author ? { author: doc.author } : {}),
    ...(doc.notices && doc.notices.length > 0 ? { notices: doc.notices } : {}),
    ...(noText ? {} : { asides: doc.asides, datelinePlace: doc.datelinePlace }),
  };
  tables.documents.push([
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
  if (text !== null) tables.texts.push([key, text]);
  const corrected = applyCorrections(item.events, state.corrections.get(doc.id) ?? []);
  for (const { event, corrections: applied } of corrected) {
    const corrections = keeping.corrected?.get(event.id) ?? applied;
    keepEvent(event, { key: state.nextEvent, document: key, item, text, corrections, keeping });
    state.nextEvent += 1;
  }
  return corrected.length;
}

function keepEvent(
  event: Event,
  {
    key,
    document,
    item,
    text,
    corrections,
    keeping,
  }: {
    readonly key: number;
    readonly document: number;
    readonly item: IngestItem;
    readonly text: string | null;
    readonly corrections: readonly string[];
    readonly keeping: Keeping;
  },
): void {
  const { tables, run, knownFrom, knownTo, state } = keeping;
  const { published } = item.doc;
  tables.events.push(
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
  for (const cells of partyCells(event, key)) tables.parties.push(cells);
  const day = dayOf(event, published);
  for (const pair of eventPairs(event)) {
    const { source, sourceCountry, target, targetCountry, mutual } = pair;
    tables.pairs.push([key, day, source, sourceCountry, target, targetCountry, mutual]);
    if (knownTo !== null) continue;
    const cells = [day, source, sourceCountry, target, targetCountry, event.type, event.quad, event.status];
    const name = cells.join('\u0000');
    const counted = tables.days.get(name);
    if (counted) counted.count += 1;
    else tables.days.set(name, { cells, count: 1 });
  }
  if (knownTo === null) tables.pending.push([key, false]);
  for (const signal of signalsOf(event, { published, sentence: event.sentence.text }, state.rules)) {
    tables.signals.push([
      key,
      signal.rule,
      signal.kind,
      signal.does,
      signal.name,
      JSON.stringify(signal.parties),
      signal.day,
      signal.detail,
    ]);
  }
}

function keepWords(
  text: string,
  key: number,
  { state, tables, kept }: { readonly state: WriterState; readonly tables: Tables; readonly kept: boolean },
): number {
  const counts = wordCounts(text);
  let total = 0;
  for (const [word, times] of counts) {
    total += times;
    if (!kept) continue;
    let term = state.terms.get(word);
    if (term === undefined) {
      term = state.terms.size;
      state.terms.set(word, term);
      tables.terms.push([term, word]);
    }
    tables.postings.push([term, key, Math.min(times, 65_535)]);
  }
  return total;
}

/** Ends the belief in documents and their events; what was believed before stays. */
export async function closeDocuments(
  writer: Writer,
  closing: readonly { readonly key: number; readonly at: string }[],
): Promise<void> {
  for (const at of new Set(closing.map((each) => each.at))) {
    const keys = closing.filter((each) => each.at === at).map((each) => each.key);
    if (keys.some((key) => !Number.isSafeInteger(key))) throw new ChanceryError('bad_input', 'not a document key');
    const list = keys.join(', ');
    await writer.run(
      `insert into pair_days select p.day, p.source, p.source_country, p.target, p.target_country, e.type, e.quad, e.status, -count(*)::integer
       from pairs p join events e on e.key = p.event_key
       where e.document_key in (${list}) and e.known_to is null group by all`,
    );
    await writer.run(
      `insert into pending select key, true from events where document_key in (${list}) and known_to is null`,
    );
    await writer.run(`update events set known_to = ?::timestamp where document_key in (${list}) and known_to is null`, [
      at,
    ]);
    await writer.run(`update documents set known_to = ?::timestamp where key in (${list}) and known_to is null`, [at]);
  }
}
