import type { Correction } from '../records/correction.js';
import { clusterMentions, componentsOfMentions, type HandLinks, type MentionCluster } from './cluster-mentions.js';
import { mostDaysApart } from './compare-mentions.js';
import type { Database, Reader, Writer } from './database.js';
import { readStoryEvents } from './story-event.js';
import { correctionOf } from './writer-state.js';

const batch = 4000;

/** Places every mention that waits in its story. What it computes is a function of the events alone, not of their order. */
export async function updateStories(db: Database): Promise<void> {
  for (;;) {
    const more = await db.transaction(async (writer) => {
      const rows = await writer.all(
        `select event_key::double as key, gone from pending order by gone desc, event_key limit ${batch}`,
      );
      if (rows.length === 0) return false;
      await placeMentions(
        writer,
        rows.filter((row) => row.gone !== true).map((row) => Number(row.key)),
        rows.filter((row) => row.gone === true).map((row) => Number(row.key)),
      );
      await writer.run(`delete from pending where event_key in (${rows.map((row) => Number(row.key)).join(', ')})`);
      return true;
    });
    if (!more) return;
  }
}

/** Whether mentions wait to be placed. */
export async function storiesWait(db: Reader): Promise<boolean> {
  return (await db.all('select 1 as one from pending limit 1')).length > 0;
}

async function placeMentions(writer: Writer, added: readonly number[], gone: readonly number[]): Promise<void> {
  const links = await handLinks(writer);
  const current = await stillHeld(writer, added);
  const fresh = new Set(current);
  const linked = links.together.filter(([a, b]) => fresh.has(a) || fresh.has(b)).flat();
  const near = [...new Set([...(await neighbours(writer, current)), ...linked])].filter((key) => !fresh.has(key));
  const touched = await touchedComponents(writer, current, near, links);
  const left = gone.length > 0 ? await componentsOf(writer, gone) : [];
  const removed = new Set(gone);
  const members = (await membersOf(writer, [...new Set([...touched, ...left])])).filter((key) => !removed.has(key));
  const keys = [...new Set([...current, ...members])];
  const clusters = clusterMentions(await readStoryEvents(writer, keys), links);
  const stale = [...new Set([...keys, ...gone])];
  if (stale.length > 0) await writer.run(`delete from story_events where event_key in (${stale.join(', ')})`);
  await writer.append('story_events', clusters.flatMap(storyRows));
}

function storyRows({
  story,
  component,
  events,
  merges,
}: MentionCluster): readonly (readonly (string | number | null)[])[] {
  const reasons = new Map(merges.map((merge) => [merge.event, merge]));
  const storyKey = events.reduce((least, { key }) => Math.min(least, key), Number.POSITIVE_INFINITY);
  return events.map((event) => {
    const reason = reasons.get(event.id);
    return [
      event.key,
      story,
      storyKey,
      component,
      reason?.into ?? null,
      reason?.score ?? null,
      reason ? reason.because.join('|') : null,
    ];
  });
}

async function stillHeld(db: Reader, keys: readonly number[]): Promise<readonly number[]> {
  if (keys.length === 0) return [];
  const rows = await db.all(
    `select key::double as key from events where known_to is null and key in (${keys.join(', ')})`,
  );
  return rows.map((row) => Number(row.key));
}

/** Held mentions that share a party and a quad with some of `keys` and lie near in time. */
async function neighbours(db: Reader, keys: readonly number[]): Promise<readonly number[]> {
  if (keys.length === 0) return [];
  const tokens = (alias: string): string =>
    `unnest(list_distinct([coalesce(${alias}.source_country, ${alias}.source, '?'), coalesce(${alias}.target_country, ${alias}.target, '?')]))`;
  const rows = await db.all(
    `with mine as (
       select distinct e.quad, coalesce(e.first_day, e.day) as first, coalesce(e.last_day, e.day) as last, ${tokens('p')} as token
       from events e join pairs p on p.event_key = e.key where e.key in (${keys.join(', ')})),
     span as (select min(first) - ${mostDaysApart + 1} as low, max(last) + ${mostDaysApart + 1} as high from mine),
     other as (
       select distinct e.key, e.quad, coalesce(e.first_day, e.day) as first, coalesce(e.last_day, e.day) as last, ${tokens('p')} as token
       from events e join pairs p on p.event_key = e.key, span
       where e.known_to is null and coalesce(e.last_day, e.day) >= span.low and coalesce(e.first_day, e.day) <= span.high)
     select distinct other.key::double as key from mine join other on mine.token = other.token and mine.quad = other.quad
       and other.first <= mine.last + ${mostDaysApart} and mine.first <= other.last + ${mostDaysApart}`,
  );
  return rows.map((row) => Number(row.key));
}

/** Components that a new mention is linked to. */
async function touchedComponents(
  db: Reader,
  added: readonly number[],
  near: readonly number[],
  links: HandLinks,
): Promise<readonly string[]> {
  if (near.length === 0) return [];
  const events = await readStoryEvents(db, [...added, ...near]);
  const fresh = new Set(added);
  const others = componentsOfMentions(events, links)
    .filter((members) => members.some(({ key }) => fresh.has(key)))
    .flatMap((members) => members.flatMap(({ key }) => (fresh.has(key) ? [] : [key])));
  return componentsOf(db, others);
}

async function componentsOf(db: Reader, keys: readonly number[]): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const rows = await db.all(`select distinct component from story_events where event_key in (${keys.join(', ')})`);
  return rows.map((row) => String(row.component));
}

async function membersOf(db: Reader, components: readonly string[]): Promise<readonly number[]> {
  if (components.length === 0) return [];
  const rows = await db.all(
    `select s.event_key::double as key from story_events s join events e on e.key = s.event_key
     where e.known_to is null and s.component in (${components.map(() => '?').join(', ')})`,
    components,
  );
  return rows.map((row) => Number(row.key));
}

/** The merges and splits by hand, found again in the present coding by document, span and type. */
export async function handLinks(db: Reader): Promise<HandLinks> {
  const rows = await db.all(
    "select * from corrections where undone is null and field in ('merge', 'split') order by time, id",
  );
  const together: (readonly [number, number])[] = [];
  const apart: (readonly [number, number])[] = [];
  for (const correction of rows.map(correctionOf)) {
    const [one] = await mentionAt(db, correction);
    const [other] = await mentionAt(db, correction.new as MentionReference);
    if (one === undefined || other === undefined || one === other) continue;
    (correction.field === 'merge' ? together : apart).push([one, other]);
  }
  return { together, apart };
}

/** Where a mention is told, found again after every re-coding. */
export type MentionReference = Pick<Correction, 'document' | 'start' | 'end' | 'type'>;

/** Keys of the held mentions at a reference. */
export async function mentionAt(db: Reader, at: MentionReference): Promise<readonly number[]> {
  const rows = await db.all(
    `select e.key::double as key from events e join documents d on d.key = e.document_key
     where d.id = ? and d.known_to is null and e.known_to is null and e.trigger_start < ? and e.trigger_end > ?
     ${at.type === null ? '' : 'and e.type = ?'} order by e.trigger_start, e.key`,
    [at.document, at.end, at.start, ...(at.type === null ? [] : [at.type])],
  );
  return rows.map((row) => Number(row.key));
}
