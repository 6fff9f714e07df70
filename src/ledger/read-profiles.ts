import type { KeptAnswers } from './columns/kept-answers.js';
import type { Reader } from './database.js';
import type { ActorProfile, EventFilter, LedgerRelation, PairProfile, PartyLabel } from './ledger.js';
import { actorName, isListed } from './named-actors.js';
import { readRelations } from './read-relations.js';
import { readStories } from './read-stories.js';
import { countIf, readSideTotals, type SideTotals } from './side-totals.js';

const counterparts = 25;
const latest = 10;

/** Who an actor is, with whom it dealt, and how cooperation and conflict went. */
export async function readActor(
  db: Reader,
  id: string,
  filter: EventFilter,
  kept: KeptAnswers | null = null,
): Promise<ActorProfile> {
  const [totals, relations, stories] = await Promise.all([
    totalsOf(db, [id, null], { filter, kept }),
    readRelations(db, { actor: id, all: true, ...clocksOf(filter) }),
    readStories(db, { ...filter, actor: id, limit: latest }, kept),
  ]);
  const of = (kind: LedgerRelation['kind']): readonly LedgerRelation[] =>
    relations.filter((relation) => relation.kind === kind);
  const { events, first, last, country, balance } = totals;
  return {
    id,
    name: actorName(id),
    country,
    kind: kindOf(id),
    events,
    first,
    last,
    offices: of('office'),
    memberships: of('membership'),
    agreements: of('agreement'),
    relations: relations.filter(({ kind }) => !['office', 'membership', 'agreement'].includes(kind)),
    counterparts: totals.others
      .filter(({ actor }) => actor !== id)
      .slice(0, counterparts)
      .map((other) => ({ ...other, name: actorName(other.actor) })),
    types: totals.types
      .map(({ type, asSource, asTarget }) => ({ type, asSource, asTarget }))
      .sort((a, b) => b.asSource + b.asTarget - a.asSource - a.asTarget || (a.type < b.type ? -1 : 1)),
    balance,
    latest: stories.items,
  };
}

async function totalsOf(
  db: Reader,
  actors: readonly [string, string | null],
  { filter, kept }: { readonly filter: EventFilter; readonly kept: KeptAnswers | null },
): Promise<SideTotals> {
  return (await kept?.sides(...actors, filter)) ?? readSideTotals(db, actors, filter);
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

/** Two actors: what passed between them, and the relations that stand. */
export async function readPair(
  db: Reader,
  [a, b]: readonly [string, string],
  filter: EventFilter,
  kept: KeptAnswers | null = null,
): Promise<PairProfile> {
  const [totals, relations, stories] = await Promise.all([
    totalsOf(db, [a, b], { filter, kept }),
    readRelations(db, { actor: a, with: b, all: true, ...clocksOf(filter) }),
    readStories(db, { ...filter, actor: a, pairedWith: b, limit: latest }, kept),
  ]);
  const label = (id: string): PartyLabel => ({
    actor: id,
    name: actorName(id),
    country: /^[A-Z]{3}(?:$|\/)/.test(id) ? id.slice(0, 3) : null,
  });
  return {
    a: label(a),
    b: label(b),
    events: totals.events,
    types: totals.types
      .map(({ type, asSource, notSource }) => ({ type, there: asSource, back: notSource }))
      .sort((x, y) => y.there + y.back - x.there - x.back || (x.type < y.type ? -1 : 1)),
    balance: totals.balance,
    relations,
    latest: stories.items,
  };
}

/** Actors that the ledger knows by a name or id that begins so. */
export async function readActors(
  db: Reader,
  { prefix = '', limit = 20 }: { readonly prefix?: string; readonly limit?: number },
  kept: KeptAnswers | null = null,
): Promise<readonly (PartyLabel & { readonly events: number })[]> {
  const wanted = prefix.toLowerCase();
  const listed = await kept?.actors();
  const found = (listed ?? (await actorsByPairs(db)))
    .filter(({ actor, name }) =>
      [actor ?? '', name, ...name.split(/\s+/)].some((words) => words.toLowerCase().startsWith(wanted)),
    )
    .slice(0, Math.min(limit, 1000));
  const events = listed
    ? new Map(listed.map((label) => [label.actor, label.events]))
    : await eventsOf(
        db,
        found.map(({ actor }) => actor ?? ''),
      );
  return found
    .map(({ actor, name, country }) => ({ actor, name, country, events: events.get(actor ?? '') ?? 0 }))
    .sort((a, b) => b.events - a.events);
}

/** Actors by the number of pairs that they are in, the most first. */
async function actorsByPairs(db: Reader): Promise<readonly PartyLabel[]> {
  const rows = await db.all(
    `with seen as (
       select source as actor, source_country as country, sum(events) as n from pair_days where source is not null group by all
       union all select target, target_country, sum(events) from pair_days where target is not null group by all)
     select actor, mode(country) as country, sum(n)::double as pairs from seen group by actor having pairs > 0 order by pairs desc, actor`,
  );
  return rows.map((row) => ({
    actor: String(row.actor),
    name: actorName(String(row.actor)),
    country: row.country === null ? null : String(row.country),
  }));
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
