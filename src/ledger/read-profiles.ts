import { periodSql } from './count-events.js';
import type { Reader, Row } from './database.js';
import { actorCondition, type Condition, eventCondition, pairCondition } from './event-filter.js';
import type { ActorProfile, Balance, EventFilter, LedgerRelation, PairProfile, PartyLabel } from './ledger.js';
import { actorName, isListed } from './named-actors.js';
import { readRelations } from './read-relations.js';
import { readStories } from './read-stories.js';

const counterparts = 25;
const latest = 10;

/** Where counts by pair are read: the kept table, or the events where a filter needs them. */
function pairSource(filter: EventFilter): { readonly from: string; readonly where: Condition; readonly count: string } {
  const plain = Object.entries(filter).every(
    ([name, value]) => value === undefined || ['statuses', 'from', 'to', 'types'].includes(name),
  );
  if (!plain) {
    return {
      from: 'pairs p join events e on e.key = p.event_key',
      where: eventCondition(filter),
      count: 'count(distinct e.key)',
    };
  }
  const { sql, values } = eventCondition(filter);
  return {
    from: '(select *, day as first_day, day as last_day from pair_days) p',
    where: {
      sql: sql.replace('e.known_to is null', 'true').replaceAll('e.last_day', 'p.day').replaceAll('e.', 'p.'),
      values,
    },
    count: 'sum(p.events)',
  };
}

const day = (from: string): string => (from.startsWith('pairs') ? 'e' : 'p');

/** Who an actor is, with whom it dealt, and how cooperation and conflict went. */
export async function readActor(db: Reader, id: string, filter: EventFilter): Promise<ActorProfile> {
  const { from, where, count } = pairSource(filter);
  const t = day(from);
  const asSource = actorCondition(id, 'p.source', 'p.source_country');
  const asTarget = actorCondition(id, 'p.target', 'p.target_country');
  const any = `(${asSource.sql} or ${asTarget.sql})`;
  const anyValues = [...asSource.values, ...asTarget.values];
  const [total, types, others, balance, relations, stories] = await Promise.all([
    db.all(
      `select ${count}::double as events, min(${t}.day) as first, max(${t}.day) as last, mode(case when ${asSource.sql} then p.source_country else p.target_country end) as country
       from ${from} where ${any} and ${where.sql}`,
      [...asSource.values, ...anyValues, ...where.values],
    ),
    db.all(
      `select ${t}.type as type, ${filtered(count, asSource.sql)} as as_source, ${filtered(count, asTarget.sql)} as as_target
       from ${from} where ${any} and ${where.sql} group by ${t}.type order by as_source + as_target desc, type`,
      [...asSource.values, ...asTarget.values, ...anyValues, ...where.values],
    ),
    db.all(
      `select case when ${asSource.sql} then coalesce(p.target, p.target_country) else coalesce(p.source, p.source_country) end as other,
         ${count}::double as events, ${filtered(count, `${t}.quad <= 2`)} as cooperation, ${filtered(count, `${t}.quad > 2`)} as conflict
       from ${from} where ${any} and ${where.sql} group by other having other is not null order by events desc, other limit ${counterparts + 1}`,
      [...asSource.values, ...anyValues, ...where.values],
    ),
    balanceOf(db, { from, where, count, condition: { sql: any, values: anyValues } }),
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

const filtered = (count: string, condition: string): string => `coalesce(${count} filter (${condition}), 0)::double`;

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

interface Balancing {
  readonly from: string;
  readonly where: Condition;
  readonly count: string;
  readonly condition: Condition;
}

async function balanceOf(db: Reader, { from, where, count, condition }: Balancing): Promise<readonly Balance[]> {
  const t = day(from);
  const rows = await db.all(
    `select ${periodSql(`${t}.day`, 'month')} as period, ${[1, 2, 3, 4].map((quad) => `${filtered(count, `${t}.quad = ${quad}`)} as q${quad}`).join(', ')}
     from ${from} where ${condition.sql} and ${where.sql} and ${t}.day is not null group by period order by period`,
    [...condition.values, ...where.values],
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
  const { from, where, count } = pairSource(filter);
  const t = day(from);
  const both = pairCondition(a, b);
  const there = actorCondition(a, 'p.source', 'p.source_country');
  const [types, balance, relations, stories] = await Promise.all([
    db.all(
      `select ${t}.type as type, ${filtered(count, there.sql)} as there, ${filtered(count, `not ${there.sql}`)} as back
       from ${from} where ${both.sql} and ${where.sql} group by ${t}.type order by there + back desc, type`,
      [...there.values, ...there.values, ...both.values, ...where.values],
    ),
    balanceOf(db, { from, where, count, condition: both }),
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
    events: types.reduce((sum, row) => sum + Number(row.there) + Number(row.back), 0),
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
     select actor, mode(country) as country, sum(n)::double as events from seen group by actor having events > 0 order by events desc, actor`,
  );
  const wanted = prefix.toLowerCase();
  return rows
    .map((row) => ({
      actor: String(row.actor),
      name: actorName(String(row.actor)),
      country: row.country === null ? null : String(row.country),
      events: Number(row.events),
    }))
    .filter(
      ({ actor, name }) =>
        actor.toLowerCase().startsWith(wanted) ||
        name
          .toLowerCase()
          .split(/\s+/)
          .some((word) => word.startsWith(wanted)) ||
        name.toLowerCase().startsWith(wanted),
    )
    .slice(0, Math.min(limit, 1000));
}
