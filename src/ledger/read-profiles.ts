import { periodSql } from './count-events.js';
import type { Reader, Row } from './database.js';
import { actorCondition, type Condition, eventCondition, pairCondition } from './event-filter.js';
import type { ActorProfile, Balance, EventFilter, LedgerRelation, PairProfile, PartyLabel } from './ledger.js';
import { actorName, isListed } from './named-actors.js';
import { readRelations } from './read-relations.js';
import { readStories } from './read-stories.js';

const counterparts = 25;
const latest = 10;

/** Whether a pair is from the one asked about (`is_source`), to it, or both. */
interface Sides {
  readonly source: Condition;
  readonly target: Condition;
}

/**
 * The pairs that meet a condition, as a table `picked` with `is_source` and `is_target`: from the kept table, or from the
 * events where a filter needs them.
 */
function pickedPairs(filter: EventFilter, condition: Condition, { source, target }: Sides): Condition {
  const kept = Object.entries(filter).every(
    ([name, value]) => value === undefined || ['statuses', 'from', 'to', 'types'].includes(name),
  );
  const where = eventCondition(filter);
  const [columns, from, sql] = kept
    ? [
        'p.*',
        'pair_days p',
        where.sql
          .replace('e.known_to is null', 'true')
          .replaceAll('coalesce(e.last_day, e.day)', 'p.day')
          .replaceAll('e.', 'p.'),
      ]
    : ['p.*, e.type, e.quad, 1 as events', 'pairs p join events e on e.key = p.event_key', where.sql];
  return {
    sql: `with picked as (select ${columns}, coalesce(${source.sql}, false) as is_source, coalesce(${target.sql}, false) as is_target
      from ${from} where ${condition.sql} and ${sql})`,
    values: [...source.values, ...target.values, ...condition.values, ...where.values],
  };
}

/** Number of events, each once however many of its pairs meet the condition. Rows of events with one pair are sums. */
const countIf = (condition = 'true'): string =>
  `(coalesce(sum(events) filter (event_key is null and ${condition}), 0) + count(distinct event_key) filter (${condition}))::double`;

/** Who an actor is, with whom it dealt, and how cooperation and conflict went. */
export async function readActor(db: Reader, id: string, filter: EventFilter): Promise<ActorProfile> {
  const source = actorCondition(id, 'p.source', 'p.source_country');
  const target = actorCondition(id, 'p.target', 'p.target_country');
  const any = { sql: `(${source.sql} or ${target.sql})`, values: [...source.values, ...target.values] };
  const picked = pickedPairs(filter, any, { source, target });
  const [total, types, others, balance, relations, stories] = await Promise.all([
    db.all(
      `${picked.sql} select ${countIf()} as events, min(day) as first, max(day) as last,
         mode(case when is_source then source_country else target_country end) as country from picked`,
      picked.values,
    ),
    db.all(
      `${picked.sql} select type, ${countIf('is_source')} as as_source, ${countIf('is_target')} as as_target
       from picked group by type order by as_source + as_target desc, type`,
      picked.values,
    ),
    db.all(
      `${picked.sql} select case when is_source then coalesce(target, target_country) else coalesce(source, source_country) end as other,
         ${countIf()} as events, ${countIf('quad <= 2')} as cooperation, ${countIf('quad > 2')} as conflict
       from picked group by other having other is not null order by events desc, other limit ${counterparts + 1}`,
      picked.values,
    ),
    balanceOf(db, picked),
    readRelations(db, { actor: id, all: true, ...clocksOf(filter) }),
    readStories(db, { ...filter, actor: id, limit: latest }),
  ]);
  const of = (kind: LedgerRelation['kind']): readonly LedgerRelation[] =>
    relations.filter((relation) => relation.kind === kind);
  return {
    id,
    name: actorName(id),
    country: total[0]?.country === null || total[0]?.country === undefined ? null : String(total[0].country),
    kind: kindOf(id),
    events: Number(total[0]?.events ?? 0),
    first: total[0]?.first ? String(total[0].first) : null,
    last: total[0]?.last ? String(total[0].last) : null,
    offices: of('office'),
    memberships: of('membership'),
    agreements: of('agreement'),
    relations: relations.filter(({ kind }) => !['office', 'membership', 'agreement'].includes(kind)),
    counterparts: others
      .filter((row) => row.other !== id)
      .slice(0, counterparts)
      .map((row) => ({
        actor: String(row.other),
        name: actorName(String(row.other)),
        events: Number(row.events),
        cooperation: Number(row.cooperation),
        conflict: Number(row.conflict),
      })),
    types: types.map((row) => ({
      type: String(row.type),
      asSource: Number(row.as_source),
      asTarget: Number(row.as_target),
    })),
    balance,
    latest: stories.items,
  };
}

const clocksOf = ({ asOf, knownOn }: EventFilter): EventFilter => ({
  ...(asOf === undefined ? {} : { asOf }),
  ...(knownOn === undefined ? {} : { knownOn }),
});

function kindOf(id: string): ActorProfile['kind'] {
  if (/^[A-Z]{3}$/.test(id)) return 'state';
  if (id.startsWith('region/')) return 'region';
  if (id.startsWith('person/')) return 'person';
  return isListed(id) ? 'body' : 'unlisted';
}

async function balanceOf(db: Reader, picked: Condition): Promise<readonly Balance[]> {
  const rows = await db.all(
    `${picked.sql} select ${periodSql('day', 'month')} as period, ${[1, 2, 3, 4].map((quad) => `${countIf(`quad = ${quad}`)} as q${quad}`).join(', ')}
     from picked where day is not null group by period order by period`,
    picked.values,
  );
  return rows.map((row: Row) => ({
    period: String(row.period),
    verbalCooperation: Number(row.q1),
    materialCooperation: Number(row.q2),
    verbalConflict: Number(row.q3),
    materialConflict: Number(row.q4),
  }));
}

/** Two actors: what passed between them, and the relations that stand. */
export async function readPair(
  db: Reader,
  [a, b]: readonly [string, string],
  filter: EventFilter,
): Promise<PairProfile> {
  const source = actorCondition(a, 'p.source', 'p.source_country');
  const target = actorCondition(a, 'p.target', 'p.target_country');
  const picked = pickedPairs(filter, pairCondition(a, b), { source, target });
  const [types, balance, relations, stories] = await Promise.all([
    db.all(
      `${picked.sql} select type, ${countIf()} as events, ${countIf('is_source')} as there, ${countIf('not is_source')} as back
       from picked group by type order by there + back desc, type`,
      picked.values,
    ),
    balanceOf(db, picked),
    readRelations(db, { actor: a, with: b, all: true, ...clocksOf(filter) }),
    readStories(db, { ...filter, actor: a, pairedWith: b, limit: latest }),
  ]);
  const label = (id: string): PartyLabel => ({
    actor: id,
    name: actorName(id),
    country: /^[A-Z]{3}(?:$|\/)/.test(id) ? id.slice(0, 3) : null,
  });
  return {
    a: label(a),
    b: label(b),
    events: types.reduce((sum, row) => sum + Number(row.events), 0),
    types: types.map((row) => ({ type: String(row.type), there: Number(row.there), back: Number(row.back) })),
    balance,
    relations,
    latest: stories.items,
  };
}

/** Actors that the ledger knows by a name or id that begins so. */
export async function readActors(
  db: Reader,
  { prefix = '', limit = 20 }: { readonly prefix?: string; readonly limit?: number },
): Promise<readonly (PartyLabel & { readonly events: number })[]> {
  const rows = await db.all(
    `with seen as (
       select source as actor, source_country as country, sum(events) as n from pair_days where source is not null group by all
       union all select target, target_country, sum(events) from pair_days where target is not null group by all)
     select actor, mode(country) as country, sum(n)::double as pairs from seen group by actor having pairs > 0 order by pairs desc, actor`,
  );
  const wanted = prefix.toLowerCase();
  const labels = rows
    .map((row) => ({
      actor: String(row.actor),
      name: actorName(String(row.actor)),
      country: row.country === null ? null : String(row.country),
    }))
    .filter(({ actor, name }) =>
      [actor, name, ...name.split(/\s+/)].some((words) => words.toLowerCase().startsWith(wanted)),
    )
    .slice(0, Math.min(limit, 1000));
  const events = await eventsOf(
    db,
    labels.map(({ actor }) => actor),
  );
  return labels
    .map((label) => ({ ...label, events: events.get(label.actor) ?? 0 }))
    .sort((a, b) => b.events - a.events);
}

async function eventsOf(db: Reader, actors: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (actors.length === 0) return new Map();
  const list = actors.map(() => '?').join(', ');
  const rows = await db.all(
    `with p as (
       select source as actor, events, event_key from pair_days where source in (${list})
       union all select target, events, event_key from pair_days where target in (${list}) and target is distinct from source)
     select actor, ${countIf()} as events from p group by actor`,
    [...actors, ...actors],
  );
  return new Map(rows.map((row) => [String(row.actor), Number(row.events)]));
}
