import { readTable } from '../actors/read-table.js';
import { ChanceryError } from '../errors.js';
import { dataPath } from '../package-root.js';
import { periodSql } from './count-events.js';
import type { Reader } from './database.js';
import { dayParameter } from './days.js';
import { eventCondition, heldRows } from './event-filter.js';
import type { PanelOptions, PanelRow } from './ledger.js';
import { periodsBetween } from './periods.js';

interface StateCodes {
  readonly cow: number | null;
  readonly gw: number | null;
}

let codes: ReadonlyMap<string, StateCodes> | null = null;

function stateCodes(): ReadonlyMap<string, StateCodes> {
  if (codes) return codes;
  const columns = ['id', 'name', 'aliases', 'demonyms', 'seats', 'cow', 'gw', 'from', 'to', 'sovereign'];
  const number = (cell: string): number | null => (cell === '' ? null : Number(cell));
  codes = new Map(
    readTable(dataPath('actors', 'states.tsv'), columns).rows.map((row) => [
      row.cell('id'),
      { cow: number(row.cell('cow')), gw: number(row.cell('gw')) },
    ]),
  );
  return codes;
}

/** Dyads or actors by period, zero-filled. Countries are those asked for, else those that occur. */
export async function* readPanel(db: Reader, options: PanelOptions): AsyncGenerator<PanelRow> {
  const { unit, period, level = 'country' } = options;
  if (unit !== 'dyad' && unit !== 'actor') throw new ChanceryError('usage', `a panel is of dyad or actor: ${unit}`);
  if (!['day', 'week', 'month', 'year'].includes(period)) throw new ChanceryError('usage', `unknown period: ${period}`);
  const { sql, values } = eventCondition(options);
  const side = (name: 'source' | 'target'): string => (level === 'country' ? `p.${name}_country` : `p.${name}`);
  const [source, target] = [side('source'), side('target')];
  const rows = await db.all(
    `with picked as (
       select distinct ${periodSql('e.day', period)} as period, ${unit === 'dyad' ? `${source} as a, ${target} as b` : `unnest(list_distinct([${source}, ${target}])) as a, null as b`}, e.key, e.type, e.quad
       from events e join pairs p on p.event_key = e.key where ${sql} and e.day is not null)
     select period, a, b, type, quad, count(*)::integer as n from picked where a is not null ${unit === 'dyad' ? 'and b is not null' : ''} group by all`,
    values,
  );
  const held = heldRows('d', options);
  const documents = new Map(
    (
      await db.all(
        `select ${periodSql('d.day', period)} as period, count(*)::integer as n from documents d where d.day is not null and ${held.sql} group by 1`,
        held.values,
      )
    ).map((row) => [String(row.period), Number(row.n)]),
  );
  const [span] = await db.all(`select min(e.day) as first, max(e.day) as last from events e where ${sql}`, values);
  const first =
    options.from === undefined ? (span?.first ? String(span.first) : null) : dayParameter(options.from, 'from');
  const last = options.to === undefined ? (span?.last ? String(span.last) : null) : dayParameter(options.to, 'to');
  if (first === null || last === null) return;
  const wanted = options.actors ? new Set(options.actors) : null;
  const units = new Map<string, readonly [string, string | null]>();
  const cells = new Map<
    string,
    { readonly types: Record<string, number>; readonly quads: [number, number, number, number] }
  >();
  for (const row of rows) {
    const a = String(row.a);
    const b = row.b === null ? null : String(row.b);
    if (wanted && !(wanted.has(a) && (b === null || wanted.has(b)))) continue;
    units.set(`${a} ${b}`, [a, b]);
    const name = `${row.period} ${a} ${b}`;
    const cell = cells.get(name) ?? { types: Object.create(null) as Record<string, number>, quads: [0, 0, 0, 0] };
    cells.set(name, cell);
    cell.types[String(row.type)] = (cell.types[String(row.type)] ?? 0) + Number(row.n);
    const quad = Number(row.quad) - 1;
    cell.quads[quad] = (cell.quads[quad] ?? 0) + Number(row.n);
  }
  if (wanted) for (const [a, b] of unitsOf([...wanted], unit)) units.set(`${a} ${b}`, [a, b]);
  const ordered = [...units.values()].sort(
    (one, other) => one[0].localeCompare(other[0]) || (one[1] ?? '').localeCompare(other[1] ?? ''),
  );
  for (const each of periodsBetween(first, last, period)) {
    for (const [a, b] of ordered) {
      const cell = cells.get(`${each} ${a} ${b}`);
      const quads = cell?.quads ?? [0, 0, 0, 0];
      yield {
        period: each,
        source: a,
        target: b,
        sourceCow: stateCodes().get(a)?.cow ?? null,
        sourceGw: stateCodes().get(a)?.gw ?? null,
        targetCow: b === null ? null : (stateCodes().get(b)?.cow ?? null),
        targetGw: b === null ? null : (stateCodes().get(b)?.gw ?? null),
        events: quads.reduce((sum, count) => sum + count, 0),
        quads,
        types: { ...cell?.types },
        documents: documents.get(each) ?? 0,
      };
    }
  }
}

function unitsOf(actors: readonly string[], unit: PanelOptions['unit']): readonly (readonly [string, string | null])[] {
  if (unit === 'actor') return actors.map((actor) => [actor, null] as const);
  return actors.flatMap((a) => actors.filter((b) => b !== a).map((b) => [a, b] as const));
}
