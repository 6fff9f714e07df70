import { periodSql } from './count-events.js';
import type { Reader, Row } from './database.js';
import { actorCondition, type Condition, eventCondition, pairCondition } from './event-filter.js';
import type { Balance, EventFilter } from './ledger.js';

/** What passed between an actor and others; an event counts once, whatever the number of its pairs. */
export interface SideTotals {
  readonly events: number;
  readonly first: string | null;
  readonly last: string | null;
  /** The country most often given with the actor. */
  readonly country: string | null;
  readonly types: readonly {
    readonly type: string;
    readonly events: number;
    readonly asSource: number;
    readonly asTarget: number;
    readonly notSource: number;
  }[];
  /** The most frequent first. */
  readonly others: readonly {
    readonly actor: string;
    readonly events: number;
    readonly cooperation: number;
    readonly conflict: number;
  }[];
  readonly balance: readonly Balance[];
}

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
    ([name, value]) => value === undefined || ['statuses', 'to', 'types'].includes(name),
  );
  const where = eventCondition(filter);
  const [columns, from, sql] = kept
    ? ['p.*', 'pair_days p', where.sql.replace('e.known_to is null', 'true').replaceAll('e.', 'p.')]
    : ['p.*, e.type, e.quad, 1 as events', 'pairs p join events e on e.key = p.event_key', where.sql];
  return {
    sql: `with picked as (select ${columns}, coalesce(${source.sql}, false) as is_source, coalesce(${target.sql}, false) as is_target
      from ${from} where ${condition.sql} and ${sql})`,
    values: [...source.values, ...target.values, ...condition.values, ...where.values],
  };
}

/** Number of events, each once however many of its pairs meet the condition. Rows of events with one pair are sums. */
export const countIf = (condition = 'true'): string =>
  `(coalesce(sum(events) filter (event_key is null and ${condition}), 0) + count(distinct event_key) filter (${condition}))::double`;

/** What passed between an actor and all others, or between two, from the tables. */
export async function readSideTotals(
  db: Reader,
  [actor, other]: readonly [string, string | null],
  filter: EventFilter,
): Promise<SideTotals> {
  const source = actorCondition(actor, 'p.source', 'p.source_country');
  const target = actorCondition(actor, 'p.target', 'p.target_country');
  const any = { sql: `(${source.sql} or ${target.sql})`, values: [...source.values, ...target.values] };
  const picked = pickedPairs(filter, other === null ? any : pairCondition(actor, other), { source, target });
  const [total, types, others, balance] = await Promise.all([
    db.all(
      `${picked.sql} select ${countIf()} as events, min(day) as first, max(day) as last,
         mode(case when is_source then source_country else target_country end) as country from picked`,
      picked.values,
    ),
    db.all(
      `${picked.sql} select type, ${countIf()} as events, ${countIf('is_source')} as as_source,
         ${countIf('is_target')} as as_target, ${countIf('not is_source')} as not_source
       from picked group by type`,
      picked.values,
    ),
    db.all(
      `${picked.sql} select case when is_source then coalesce(target, target_country) else coalesce(source, source_country) end as other,
         ${countIf()} as events, ${countIf('quad <= 2')} as cooperation, ${countIf('quad > 2')} as conflict
       from picked group by other having other is not null order by events desc, other`,
      picked.values,
    ),
    balanceOf(db, picked),
  ]);
  const orNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
  return {
    events: Number(total[0]?.events ?? 0),
    first: orNull(total[0]?.first),
    last: orNull(total[0]?.last),
    country: orNull(total[0]?.country),
    types: types.map((row) => ({
      type: String(row.type),
      events: Number(row.events),
      asSource: Number(row.as_source),
      asTarget: Number(row.as_target),
      notSource: Number(row.not_source),
    })),
    others: others.map((row) => ({
      actor: String(row.other),
      events: Number(row.events),
      cooperation: Number(row.cooperation),
      conflict: Number(row.conflict),
    })),
    balance,
  };
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
