import { oneLine } from '../layouts/flat-row.js';
import type { RelationKind, RelationParty } from '../records/relation.js';
import { backgroundSignals } from './background.js';
import type { Reader, Row } from './database.js';
import { dayParameter, isoTime } from './days.js';
import { conditions, heldRows } from './event-filter.js';
import { foldRelations, type TimedSignal } from './fold-relations.js';
import type { Evidence, LedgerRelation, RelationFilter } from './ledger.js';
import type { SignalDoes } from './relation-signals.js';
import { correctionOf } from './writer-state.js';

/** The relations that the filter asks for. Those that had ended or not begun are left out unless `all`. */
export async function readRelations(db: Reader, filter: RelationFilter): Promise<readonly LedgerRelation[]> {
  const asOf = filter.asOf === undefined ? null : dayParameter(filter.asOf, 'as-of');
  const knownOn = filter.knownOn === undefined ? null : dayParameter(filter.knownOn, 'known-on');
  const told = await toldSignals(db, filter);
  const background =
    filter.background === false
      ? []
      : backgroundSignals().filter(
          (signal) =>
            (!filter.kinds || filter.kinds.includes(signal.kind)) &&
            (knownOn === null || signal.last === null || signal.last <= knownOn) &&
            concernsActors(signal.parties, filter),
        );
  const corrected = await byHand(db, filter);
  const relations = corrected(foldRelations([...background, ...told], asOf));
  return relations.filter((relation) => {
    if (filter.kinds && !filter.kinds.includes(relation.kind)) return false;
    if (!concernsActors(relation.parties, filter)) return false;
    return filter.all === true || relation.state !== 'closed';
  });
}

function concernsActors(parties: readonly RelationParty[], { actor, with: other }: RelationFilter): boolean {
  const under = (id: string): boolean =>
    parties.some(
      (party) => party.actor === id || party.actor.startsWith(`${id}/`) || (id.startsWith(`${party.actor}/`) && false),
    );
  return (actor === undefined || under(actor)) && (other === undefined || under(other));
}

async function toldSignals(db: Reader, filter: RelationFilter): Promise<readonly TimedSignal[]> {
  const where = conditions();
  const held = heldRows('e', filter);
  where.add(held.sql, ...held.values);
  if (filter.kinds) where.addAny('s.kind', filter.kinds);
  if (filter.asOf !== undefined)
    where.add('e.day is null or e.day <= ?::date or s.does like ?', filter.asOf, 'announce%');
  for (const actor of [filter.actor, filter.with])
    if (actor !== undefined) where.add('contains(s.parties, ?)', `"${actor.replace(/["\\]/g, '')}`);
  const { sql, values } = where.done();
  const rows = await db.all(
    `select s.rule, s.kind, s.does, s.name, s.parties, s.day, s.detail, e.id as event, e.claimed_by, e.known_from,
       e.sentence_start, e.sentence_end, d.id as document, d.uri, d.published, d.publisher, d.title,
       d.key::double as document_key
     from signals s join events e on e.key = s.event_key join documents d on d.key = e.document_key
     where ${sql} order by s.event_key, s.rule, s.parties`,
    values,
  );
  const texts = new Map<number, string>();
  const keys = [...new Set(rows.map((row) => Number(row.document_key)))];
  if (keys.length > 0)
    for (const row of await db.all(
      `select document_key::double as key, text from texts where document_key in (${keys.join(', ')})`,
    ))
      texts.set(Number(row.key), String(row.text));
  return rows.map((row) => timed(row, texts.get(Number(row.document_key)) ?? null));
}

const orNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

function timed(row: Row, text: string | null): TimedSignal {
  const [first = null, last = null] = String(row.day ?? '').split('/');
  const does = String(row.does) as SignalDoes;
  const evidence: Evidence = {
    event: String(row.event),
    does: does as Evidence['does'],
    rule: String(row.rule),
    day: last || null,
    sentence: text === null ? '' : oneLine(text.slice(Number(row.sentence_start), Number(row.sentence_end))),
    document: {
      id: String(row.document),
      uri: orNull(row.uri),
      published: orNull(row.published),
      publisher: orNull(row.publisher),
      title: orNull(row.title),
    },
  };
  return {
    kind: String(row.kind) as RelationKind,
    does,
    name: orNull(row.name),
    parties: JSON.parse(String(row.parties)) as readonly RelationParty[],
    first: first || null,
    last: last || null,
    detail: orNull(row.detail),
    evidence,
    background: null,
    written: null,
    claimedBy: orNull(row.claimed_by),
    known: isoTime(row.known_from),
  };
}

interface RelationChange {
  readonly id?: string;
  readonly kind?: RelationKind;
  readonly name?: string | null;
  readonly parties?: readonly RelationParty[];
  readonly from?: string | null;
  readonly to?: string | null;
  readonly reject?: boolean;
}

/** Changes of relations by hand: a rejected one is left out, a set one takes the given values or is added. */
async function byHand(
  db: Reader,
  { knownOn, asOf }: RelationFilter,
): Promise<(relations: readonly LedgerRelation[]) => readonly LedgerRelation[]> {
  const rows = await db.all(
    `select * from corrections where field = 'relation' and undone is null ${knownOn === undefined ? '' : 'and time < ?::date + 1'} order by time, id`,
    knownOn === undefined ? [] : [knownOn],
  );
  const changes = rows.map(correctionOf);
  return (relations) => {
    let list = [...relations];
    for (const correction of changes) {
      const change = correction.new as RelationChange;
      const at = list.findIndex((relation) => relation.id === change.id);
      const found = list[at];
      if (found && change.reject) list = list.filter((_, index) => index !== at);
      else if (found) list[at] = changed(found, change, asOf);
      else if (change.kind && change.parties && !change.reject)
        list.push(changed(added(correction.id, correction.time, change.kind, change.parties), change, asOf));
    }
    return list;
  };
}

function added(id: string, time: string, kind: RelationKind, parties: readonly RelationParty[]): LedgerRelation {
  return {
    id,
    kind,
    name: null,
    parties,
    from: null,
    to: null,
    openedBy: [],
    closedBy: [],
    background: `correction ${id}`,
    known: { from: time, to: null },
    contestedBy: [],
    state: 'open',
    announced: null,
    detail: null,
    evidence: [],
  };
}

function changed(relation: LedgerRelation, change: RelationChange, asOf: string | undefined): LedgerRelation {
  const next = {
    ...relation,
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.parties === undefined ? {} : { parties: change.parties }),
    ...(change.from === undefined ? {} : { from: change.from }),
    ...(change.to === undefined ? {} : { to: change.to }),
  };
  const ended = next.to !== null && (asOf === undefined || next.to <= asOf);
  return { ...next, state: ended ? 'closed' : relation.state === 'closed' ? 'open' : relation.state };
}
