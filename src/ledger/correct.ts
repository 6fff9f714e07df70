import { randomUUID } from 'node:crypto';
import { ChanceryError } from '../errors.js';
import { cameoCode } from '../ontology/cameo.js';
import { intensityOf, ontology, quadOf } from '../ontology/ontology.js';
import type { Correction } from '../records/correction.js';
import { type Event, statuses } from '../records/event.js';
import { applyCorrections, correctable, fieldOf, withField } from './apply-corrections.js';
import type { Database, Writer } from './database.js';
import { databaseTime } from './days.js';
import type { WriterState } from './document-tables.js';
import { closeDocuments, keepDocuments } from './keep-documents.js';
import type { CorrectionRequest, LedgerCorrection, LedgerEvent } from './ledger.js';
import { readDocument } from './read-documents.js';
import { eventsByKey } from './read-events.js';
import { mentionAt } from './update-stories.js';
import { correctionOf } from './writer-state.js';

export interface Correcting {
  readonly db: Database;
  readonly state: () => Promise<WriterState>;
  readonly reset: () => void;
}

const anchorless = { document: '', start: 0, end: 0, type: null };

/** Keeps a change by hand and carries it out. Throws `not_found` for an unknown event, `usage` for a field or value that cannot be. */
export async function correctLedger(request: CorrectionRequest, parts: Correcting): Promise<LedgerCorrection> {
  const { field, author, reason } = request;
  if (author.trim() === '' || reason.trim() === '')
    throw new ChanceryError('usage', 'a correction needs author and reason');
  const time = request.time ?? new Date().toISOString();
  const event = request.event === undefined ? null : await currentEvent(parts.db, request.event);
  if (!event && field !== 'relation') throw new ChanceryError('usage', `which event is to be corrected: ${field}`);
  const correction: Correction = {
    id: randomUUID(),
    ...(event ? anchorOf(event) : anchorless),
    field,
    old: event && !['reject', 'merge', 'split', 'relation'].includes(field) ? (fieldOf(event, field) ?? null) : null,
    new: await newValue(request, event, parts.db),
    author,
    time: new Date(databaseTime(time).replace(' ', 'T').concat('Z')).toISOString(),
    reason,
  };
  await parts.db
    .transaction(async (writer) => {
      await writer.run('insert into corrections values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamp, ?, null)', [
        correction.id,
        correction.document,
        correction.start,
        correction.end,
        correction.type,
        correction.field,
        JSON.stringify(correction.old),
        JSON.stringify(correction.new ?? null),
        correction.author,
        databaseTime(correction.time),
        correction.reason,
      ]);
      await carryOut(writer, correction, parts);
    })
    .finally(parts.reset);
  return { ...correction, undone: null, applied: true };
}

async function currentEvent(db: Database, id: string): Promise<LedgerEvent> {
  const rows = await db.all('select key::double as key from events where id = ? and known_to is null', [id]);
  const [event] = await eventsByKey(
    db,
    rows.map((row) => Number(row.key)),
  );
  if (!event) throw new ChanceryError('not_found', `no such event: ${id}`);
  return event;
}

const anchorOf = (event: LedgerEvent): Pick<Correction, 'document' | 'start' | 'end' | 'type'> => ({
  document: event.document.id,
  start: event.trigger.start,
  end: event.trigger.end,
  type: event.type,
});

async function newValue(
  { field, value }: CorrectionRequest,
  event: LedgerEvent | null,
  db: Database,
): Promise<unknown> {
  if (field === 'reject') return null;
  if (field === 'relation') {
    if (typeof value !== 'object' || value === null)
      throw new ChanceryError('usage', 'a relation is an object with id, or kind and parties');
    return value;
  }
  if (field === 'merge' || field === 'split') {
    if (typeof value !== 'string') throw new ChanceryError('usage', `${field} needs the other event's id`);
    return anchorOf(await currentEvent(db, value));
  }
  if (!event || !correctable(field) || fieldOf(event, field) === undefined)
    throw new ChanceryError('usage', `no such field to correct: ${field}`);
  if (field === 'type' && !ontology().types.some((type) => type.code === value))
    throw new ChanceryError('usage', `unknown event type: ${String(value)}`);
  if (field === 'status' && !statuses.some((status) => status === value))
    throw new ChanceryError('usage', `unknown status: ${String(value)}`);
  if (field === 'cameo' && (typeof value !== 'string' || !cameoCode(value)))
    throw new ChanceryError('usage', `unknown CAMEO code: ${String(value)}`);
  const old = fieldOf(event, field);
  if (old !== null && value !== null && typeof old !== typeof value)
    throw new ChanceryError(
      'usage',
      `${field} is a ${Array.isArray(old) ? 'list' : typeof old}: ${JSON.stringify(value)}`,
    );
  if (Array.isArray(old) !== Array.isArray(value) && old !== null && value !== null)
    throw new ChanceryError(
      'usage',
      `${field} is ${Array.isArray(old) ? 'a list' : 'no list'}: ${JSON.stringify(value)}`,
    );
  return value ?? null;
}

async function carryOut(writer: Writer, correction: Correction, { state }: Correcting): Promise<void> {
  if (correction.field === 'relation') return;
  if (correction.field === 'merge' || correction.field === 'split') {
    const keys = [...(await mentionAt(writer, correction)), ...(await mentionAt(writer, correction.new as Correction))];
    await putBack(writer, keys);
    return;
  }
  const found = await readDocument(writer, correction.document, {}).catch(() => null);
  if (!found) return;
  const events = found.events.flatMap(
    (event): readonly { readonly event: Event; readonly ids: readonly string[] }[] => {
      const [kept] = applyCorrections([event], [correction]);
      if (!kept) return [];
      const changed = kept.corrections.length > 0;
      return [
        {
          event: changed ? consistent(kept.event, correction) : event,
          ids: [...event.corrections, ...kept.corrections],
        },
      ];
    },
  );
  await replaceEvents(writer, { found, events, at: correction.time, state: await state() });
}

/** A corrected type takes its quad and score along. */
function consistent(event: Event, { field }: Correction): Event {
  if (field !== 'type' && field !== 'modes') return event;
  const modes = field === 'type' ? [] : event.modes;
  return withField(
    withField(withField(event, 'modes', modes), 'quad', quadOf(event.type)),
    'intensity',
    intensityOf(event.type, modes),
  );
}

/** Marks mentions so that their stories are made anew. */
async function putBack(writer: Writer, keys: readonly number[]): Promise<void> {
  if (keys.length > 0)
    await writer.append(
      'pending',
      keys.map((key) => [key, false]),
    );
}

interface Replacing {
  readonly found: Awaited<ReturnType<typeof readDocument>>;
  readonly events: readonly { readonly event: Event; readonly ids: readonly string[] }[];
  readonly at: string;
  readonly state: WriterState;
}

async function replaceEvents(writer: Writer, { found, events, at, state }: Replacing): Promise<void> {
  const [row] = await writer.all(
    'select key::double as key, known_from from documents where id = ? and known_to is null',
    [found.id],
  );
  if (!row) return;
  const knownAt = databaseTime(at) > String(row.known_from) ? databaseTime(at) : `${String(row.known_from)}`;
  await closeDocuments(writer, [{ key: Number(row.key), at: knownAt }]);
  const corrected = new Map(events.map(({ event, ids }) => [event.id, ids]));
  const coder = found.events[0]?.coder;
  await keepDocuments(
    writer,
    [
      {
        doc: found,
        ...(found.events[0]?.elsewhere ? { elsewhere: found.events[0].elsewhere } : {}),
        events: events.map(({ event }) => event),
        knownAt: `${knownAt.replace(' ', 'T')}Z`,
      },
    ],
    state,
    { now: new Date().toISOString(), noText: found.text === null, ...(coder ? { coder } : {}), corrected },
  ).then(() => undefined);
}

/** Takes a correction back: its document's events are put as they were before it. */
export async function undoCorrection(id: string, parts: Correcting): Promise<LedgerCorrection> {
  const [row] = await parts.db.all('select * from corrections where id = ?', [id]);
  if (!row) throw new ChanceryError('not_found', `no such correction: ${id}`);
  if (row.undone !== null) throw new ChanceryError('bad_input', `already undone: ${id}`);
  const correction = correctionOf(row);
  if (correction.field === 'reject')
    throw new ChanceryError(
      'refused',
      'a rejected event comes back when its document is coded again: chancery ingest --recode',
    );
  const now = new Date().toISOString();
  await parts.db
    .transaction(async (writer) => {
      await writer.run('update corrections set undone = ?::timestamp where id = ?', [databaseTime(now), id]);
      const type = correction.field === 'type' ? String(correction.new) : correction.type;
      await carryOut(
        writer,
        {
          ...correction,
          type,
          new: correction.field === 'merge' || correction.field === 'split' ? correction.new : correction.old,
          time: now,
        },
        parts,
      );
    })
    .finally(parts.reset);
  return { ...correction, undone: now, applied: false };
}

/** The corrections, newest first, and whether each finds its event in the present coding. */
export async function readCorrections(
  db: Database,
  query: { readonly document?: string },
): Promise<readonly LedgerCorrection[]> {
  const rows = await db.all(
    `select *, exists (select 1 from events e join documents d on d.key = e.document_key
       where d.id = c.document and d.known_to is null and e.known_to is null and list_contains(string_split(e.corrections, '|'), c.id)) as applied
     from corrections c ${query.document === undefined ? '' : 'where document = ?'} order by time desc, id`,
    query.document === undefined ? [] : [query.document],
  );
  return rows.map((row) => ({
    ...correctionOf(row),
    undone: row.undone === null ? null : String(row.undone),
    applied:
      row.undone === null &&
      (row.applied === true || ['relation', 'merge', 'split', 'reject'].includes(String(row.field))),
  }));
}

/** Removes a document, its revisions, text, events and what follows from them; keeps a note. Throws `not_found`. */
export async function forgetDocument(
  id: string,
  { author, reason }: { readonly author: string; readonly reason: string },
  parts: Correcting,
): Promise<{ readonly document: string; readonly events: number }> {
  if (author.trim() === '' || reason.trim() === '')
    throw new ChanceryError('usage', 'to forget a document needs author and reason');
  const events = await parts.db
    .transaction(async (writer) => {
      const rows = await writer.all('select key::double as key, known_to from documents where id = ?', [id]);
      if (rows.length === 0) throw new ChanceryError('not_found', `no such document: ${id}`);
      const list = rows.map((row) => Number(row.key)).join(', ');
      const keys = await writer.all(`select key::double as key from events where document_key in (${list})`);
      await closeDocuments(
        writer,
        rows
          .filter((row) => row.known_to === null)
          .map((row) => ({ key: Number(row.key), at: databaseTime(new Date().toISOString()) })),
      );
      const eventList = keys.map((row) => Number(row.key)).join(', ');
      if (eventList !== '')
        for (const table of ['parties', 'pairs', 'signals'])
          await writer.run(`delete from ${table} where event_key in (${eventList})`);
      await writer.run(`delete from events where document_key in (${list})`);
      for (const table of ['texts', 'postings'])
        await writer.run(`delete from ${table} where document_key in (${list})`);
      await writer.run(`delete from documents where key in (${list})`);
      await writer.run('delete from corrections where document = ?', [id]);
      await writer.run('delete from terms where id not in (select term from postings)');
      await writer.run('insert into forgotten values (?, ?::timestamp, ?, ?, ?)', [
        id,
        databaseTime(new Date().toISOString()),
        author,
        reason,
        keys.length,
      ]);
      return keys.length;
    })
    .finally(parts.reset);
  await parts.db.checkpoint();
  return { document: id, events };
}
