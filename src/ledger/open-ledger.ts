import { statSync } from 'node:fs';
import { ChanceryError } from '../errors.js';
import { openKeptAnswers } from './columns/kept-answers.js';
import { correctLedger, forgetDocument, readCorrections, undoCorrection } from './correct.js';
import { checkKeys, countEvents, countPlaces } from './count-events.js';
import { type Database, type DatabaseOptions, openDatabase } from './database.js';
import { isoTime } from './days.js';
import type { WriterState } from './document-tables.js';
import { heldRows } from './event-filter.js';
import { heldDocuments } from './held-documents.js';
import { ingestItems } from './ingest.js';
import type { Clocks, Ledger, LedgerStatus } from './ledger.js';
import { migrate } from './migrate.js';
import { readDiff } from './read-diff.js';
import { readDocument, readDocuments } from './read-documents.js';
import { eventsByKey, readEvents } from './read-events.js';
import { readPanel } from './read-panel.js';
import { readActor, readActors, readPair } from './read-profiles.js';
import { readRelations } from './read-relations.js';
import { readStories, readStory } from './read-stories.js';
import { recomputeLedger } from './recompute.js';
import { loadRelationRules } from './relation-rules.js';
import { searchDocuments } from './search-documents.js';
import { storiesWait, updateStories } from './update-stories.js';
import { loadWriterState } from './writer-state.js';

export interface OpenLedgerOptions extends DatabaseOptions {
  /** Folder of relation rules to use in place of `data/relations`. */
  readonly rules?: string;
  /** Bytes in which what filters and counts read is kept in memory from the first question on; 0, the default, for none. */
  readonly kept?: number;
}

/**
 * Opens a ledger file, or makes it. One process owns it at a time. Throws `not_found` (with `create: false`),
 * `conflict` when another process has it open, `environment` for a file of a newer version or one that cannot be written.
 *
 * @example
 * const ledger = await openLedger('news.duckdb');
 * const page = await ledger.events({ actor: 'MLI', from: '2025-01-01' });
 */
export async function openLedger(path: string, options: OpenLedgerOptions = {}): Promise<Ledger> {
  const readOnly = options.readOnly === true;
  const rules = loadRelationRules(options.rules);
  const db = await openDatabase(path, options);
  let schemaVersion = 0;
  try {
    schemaVersion = await migrate(db, readOnly);
  } catch (error) {
    db.close();
    throw error;
  }
  let state: Promise<WriterState> | null = null;
  const writerState = (): Promise<WriterState> => {
    state ??= loadWriterState(db, rules);
    return state;
  };
  const reset = (): void => {
    state = null;
  };
  const settled = async (): Promise<void> => {
    if (!readOnly && (await storiesWait(db))) await updateStories(db);
  };
  const parts = { db, state: writerState, reset };
  const kept = options.kept ? openKeptAnswers(db, options.kept) : null;
  return {
    path,
    readOnly,
    async *ingest(items, given = {}) {
      yield* ingestItems(items, given, { db, state: writerState, reset });
      if (given.laterStories !== true) await updateStories(db);
    },
    holds: async (id, revision) => {
      const [row] = await db.all(
        `select r.coder, r.model, r.data from documents d join runs r on r.id = d.run
         where d.known_to is null and d.id = ? and d.revision = ?`,
        [id, revision],
      );
      return row ? { coder: `${row.coder} ${row.model} ${row.data}` } : null;
    },
    revisions: async (ids) => [...(await heldDocuments(db, ids))].map(([id, { revision }]) => ({ id, revision })),
    events: (query = {}) => readEvents(db, query, kept),
    event: (id, clocks = {}) => readEvent(db, id, clocks),
    document: (id, clocks = {}) => readDocument(db, id, clocks),
    documents: readDocuments(db),
    stories: async (query = {}) => {
      await settled();
      return readStories(db, query, kept);
    },
    story: async (id, clocks = {}) => {
      await settled();
      return readStory(db, id, clocks);
    },
    relations: (query = {}) => readRelations(db, query),
    actor: async (id, query = {}) => {
      await settled();
      return readActor(db, id, query, kept);
    },
    pair: async (a, b, query = {}) => {
      await settled();
      return readPair(db, [a, b], query, kept);
    },
    search: (query) => searchDocuments(db, query),
    actors: (query) => readActors(db, query, kept),
    counts: async (by, query = {}) => {
      checkKeys(by);
      return (await kept?.counts(by, query)) ?? countEvents(db, by, query);
    },
    places: async (query = {}) => (await kept?.places(query)) ?? countPlaces(db, query),
    panel: (given) => readPanel(db, given),
    diff: async (query) => {
      await settled();
      return readDiff(db)(query);
    },
    correct: async (request) => {
      const correction = await correctLedger(request, parts);
      await updateStories(db);
      return correction;
    },
    undo: async (id) => {
      const correction = await undoCorrection(id, parts);
      await updateStories(db);
      return correction;
    },
    corrections: (query = {}) => readCorrections(db, query),
    forget: async (id, given) => {
      const result = await forgetDocument(id, given, parts);
      await updateStories(db);
      return result;
    },
    recompute: () => recomputeLedger(db, rules),
    status: () => readStatus(db, { schemaVersion, readOnly }),
    close: async () => {
      await kept?.close();
      db.close();
    },
  };
}

async function readEvent(db: Database, id: string, clocks: Clocks): ReturnType<Ledger['event']> {
  const held = heldRows('e', clocks);
  const rows = await db.all(`select e.key::double as key from events e where e.id = ? and ${held.sql} limit 1`, [
    id,
    ...held.values,
  ]);
  const [event] = await eventsByKey(
    db,
    rows.map((row) => Number(row.key)),
  );
  if (!event) throw new ChanceryError('not_found', `no such event: ${id}`);
  return event;
}

async function readStatus(
  db: Database,
  { schemaVersion, readOnly }: { readonly schemaVersion: number; readonly readOnly: boolean },
): Promise<LedgerStatus> {
  const [row = {}] = await db.all(
    `select (select count(*) from documents where known_to is null)::integer as documents,
       (select count(*) from events where known_to is null)::integer as events,
       (select count(*) from story_events where story_key = event_key)::integer as stories,
       (select count(*) from corrections where undone is null)::integer as corrections,
       (select min(day) from events where known_to is null) as first_day,
       (select max(day) from events where known_to is null) as last_day,
       (select max(known_from) from documents) as last_known`,
  );
  const runs = await db.all(
    `select r.id, r.started, r.kind, r.coder, r.model, r.data, (select count(*) from documents d where d.run = r.id)::integer as documents
     from runs r order by r.id`,
  );
  const orNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
  return {
    path: db.path,
    schemaVersion,
    readOnly,
    documents: Number(row.documents),
    events: Number(row.events),
    stories: Number(row.stories),
    corrections: Number(row.corrections),
    firstDay: orNull(row.first_day),
    lastDay: orNull(row.last_day),
    lastKnown: orNull(row.last_known) === null ? null : isoTime(row.last_known),
    runs: runs.map((run) => ({
      id: Number(run.id),
      started: isoTime(run.started),
      kind: String(run.kind),
      coder: String(run.coder),
      model: String(run.model),
      data: String(run.data),
      documents: Number(run.documents),
    })),
    bytes: db.path === ':memory:' ? 0 : (statSync(db.path, { throwIfNoEntry: false })?.size ?? 0),
  };
}
