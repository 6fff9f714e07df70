import { ChanceryError } from '../errors.js';
import { oneLine } from '../layouts/flat-row.js';
import type { Party } from '../records/party.js';
import type { Disagreement, MergeReason } from '../records/story.js';
import { clusterMentions } from './cluster-mentions.js';
import type { KeptAnswers } from './columns/kept-answers.js';
import { pageLimit } from './cursor.js';
import type { Cell, Reader } from './database.js';
import { addDays } from './days.js';
import { eventCondition } from './event-filter.js';
import type {
  Clocks,
  EventFilter,
  LedgerEvent,
  Page,
  PageOptions,
  PartyLabel,
  StoryDetail,
  StorySummary,
} from './ledger.js';
import { eventKeys, eventsByKey } from './read-events.js';
import { readStoryEvents } from './story-event.js';
import { handLinks } from './update-stories.js';

/** Mentions of one story that its summary is read from. */
const mostMentions = 60;
/** Mentions that are merged anew for a day of knowing. */
const mostAnew = 20_000;

interface StoryKeys {
  readonly story: string;
  readonly keys: readonly number[];
  readonly merges: readonly MergeReason[];
}

/** A page of stories, those with the newest mention first. */
export async function readStories(
  db: Reader,
  query: EventFilter & PageOptions,
  kept: KeptAnswers | null = null,
): Promise<Page<StorySummary>> {
  const limit = pageLimit(query);
  const anew = query.knownOn === undefined ? null : await storiesAnew(db, query);
  const found = new Map<string, number>();
  let cursor = query.cursor;
  let next: string | null = null;
  do {
    const page = await eventKeys(db, { query: { ...query, ...(cursor === undefined ? {} : { cursor }) }, limit, kept });
    const newest = await newestOf(db, page.rows, { query, anew, kept });
    for (const key of page.rows) {
      const newestOne = newest.get(key);
      if (newestOne && !found.has(newestOne.story)) found.set(newestOne.story, newestOne.storyKey);
    }
    next = page.next;
    cursor = page.next ?? undefined;
  } while (next !== null && found.size < limit);
  const stories = anew
    ? [...found.keys()].flatMap((story) => anew.get(story) ?? [])
    : await storedStories(db, [...found.values()]);
  return { items: await summaries(db, stories), next };
}

/** For each event that is the newest of its story under the filter, the story. */
async function newestOf(
  db: Reader,
  keys: readonly number[],
  { query, anew, kept }: NewestAsked,
): Promise<ReadonlyMap<number, { readonly story: string; readonly storyKey: number }>> {
  if (keys.length === 0) return new Map();
  if (anew) {
    const storyOf = new Map(
      [...anew.values()].flatMap(({ story, keys: members }) => members.map((key) => [key, story] as const)),
    );
    const first = new Map<string, number>();
    for (const [key, story] of storyOf) if (!first.has(story)) first.set(story, key);
    return new Map([...first].map(([story, key]) => [key, { story, storyKey: key }]));
  }
  const oldest = query.order === 'oldest';
  const stories = await keysOf(
    db,
    `select distinct story_key::double as key from story_events where event_key in (${keys.join(', ')})`,
  );
  if (stories.length === 0) return new Map();
  const members = await db.all(
    `select story, story_key::double as story_key, event_key::double as key from story_events where story_key in (${stories.join(', ')})`,
  );
  const all = members.map((row) => Number(row.key));
  const passing = await kept?.matching(all, filterOf(query));
  const { sql, values } = passing
    ? { sql: passing.size === 0 ? 'false' : `e.key in (${[...passing].join(', ')})`, values: [] }
    : eventCondition(query);
  const passed = await keysOf(
    db,
    `select e.key::double as key from events e where e.key in (${all.join(', ')}) and ${sql}
     order by e.day ${oldest ? 'asc' : 'desc'} nulls last, e.key ${oldest ? 'asc' : 'desc'}`,
    values,
  );
  const storyOf = new Map(
    members.map((row) => [Number(row.key), { story: String(row.story), storyKey: Number(row.story_key) }]),
  );
  const newest = new Map<number, { readonly story: string; readonly storyKey: number }>();
  const told = new Set<number>();
  for (const key of passed) {
    const story = storyOf.get(key);
    if (!story || told.has(story.storyKey)) continue;
    told.add(story.storyKey);
    newest.set(key, story);
  }
  return newest;
}

async function keysOf(db: Reader, sql: string, values: readonly Cell[] = []): Promise<readonly number[]> {
  return (await db.all(sql, values)).map((row) => Number(row.key));
}

interface NewestAsked {
  readonly query: EventFilter & PageOptions;
  readonly anew: ReadonlyMap<string, StoryKeys> | null;
  readonly kept: KeptAnswers | null;
}

const filterOf = ({
  limit: _limit,
  cursor: _cursor,
  order: _order,
  ...filter
}: EventFilter & PageOptions): EventFilter => filter;

async function storiesAnew(db: Reader, query: EventFilter & PageOptions): Promise<ReadonlyMap<string, StoryKeys>> {
  const { sql, values } = eventCondition(query);
  const oldest = query.order === 'oldest';
  const rows = await db.all(
    `select e.key::double as key from events e where ${sql}
     order by e.day ${oldest ? 'asc' : 'desc'} nulls last, e.key ${oldest ? 'asc' : 'desc'} limit ${mostAnew + 1}`,
    values,
  );
  if (rows.length > mostAnew)
    throw new ChanceryError('usage', `more than ${mostAnew} events to merge for a day of knowing: narrow the query`);
  const order = new Map(rows.map((row, index) => [Number(row.key), index]));
  const clusters = clusterMentions(await readStoryEvents(db, [...order.keys()]), await handLinks(db));
  return new Map(
    clusters.map(({ story, events, merges }) => [
      story,
      {
        story,
        keys: events.map((event) => event.key).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
        merges,
      },
    ]),
  );
}

async function storedStories(db: Reader, stories: readonly number[]): Promise<readonly StoryKeys[]> {
  if (stories.length === 0) return [];
  const members = await keysOf(
    db,
    `select event_key::double as key from story_events where story_key in (${stories.join(', ')})`,
  );
  if (members.length === 0) return [];
  const rows = await db.all(
    `select s.story, s.story_key::double as story_key, s.event_key::double as key, e.id, s.merged_into, s.score, s.because
     from (select * from story_events where story_key in (${stories.join(', ')})) s
       join (select key, id, day from events where key in (${members.join(', ')})) e on e.key = s.event_key
     order by s.merged_into is not null, e.day, e.key`,
  );
  const found = new Map<number, { readonly story: string; readonly keys: number[]; readonly merges: MergeReason[] }>();
  for (const row of rows) {
    const story = found.get(Number(row.story_key)) ?? { story: String(row.story), keys: [], merges: [] };
    found.set(Number(row.story_key), story);
    story.keys.push(Number(row.key));
    if (row.merged_into !== null)
      story.merges.push({
        event: String(row.id),
        into: String(row.merged_into),
        score: Number(Number(row.score).toPrecision(6)),
        because: String(row.because).split('|'),
      });
  }
  return stories.flatMap((story) => {
    const kept = found.get(story);
    return kept ?? [];
  });
}

async function summaries(db: Reader, stories: readonly StoryKeys[]): Promise<readonly StorySummary[]> {
  const events = await eventsByKey(
    db,
    stories.flatMap(({ keys }) => keys.slice(0, mostMentions)),
  );
  let at = 0;
  return stories.map(({ story, keys }) => {
    const own = events.slice(at, at + Math.min(keys.length, mostMentions));
    at += Math.min(keys.length, mostMentions);
    return { ...summaryOf(story, own), mentions: keys.length };
  });
}

/** A story with its mentions, the reasons for each merge and the disagreements. Throws `not_found`. */
export async function readStory(db: Reader, id: string, clocks: Clocks): Promise<StoryDetail> {
  const [stored] =
    clocks.knownOn === undefined
      ? await storedStories(db, await storyKeysOf(db, id))
      : [await storyAnew(db, id, clocks)];
  if (!stored) throw new ChanceryError('not_found', `no such story: ${id}`);
  const events = await eventsByKey(db, stored.keys);
  const shown = events.map((event) => ({ ...event, story: stored.story }));
  return { ...summaryOf(stored.story, shown), events: shown, merges: stored.merges };
}

async function storyKeysOf(db: Reader, id: string): Promise<readonly number[]> {
  const rows = await db.all('select story_key::double as key from story_events where story = ? limit 1', [id]);
  return rows.map((row) => Number(row.key));
}

async function storyAnew(db: Reader, id: string, clocks: Clocks): Promise<StoryKeys | undefined> {
  const rows = await db.all('select quad, day from events where id = ? and day is not null order by key desc limit 1', [
    id,
  ]);
  const [row] = rows;
  if (!row) return undefined;
  const day = String(row.day);
  const anew = await storiesAnew(db, {
    ...clocks,
    statuses: 'all',
    quads: [Number(row.quad) as 1],
    from: addDays(day, -10),
    to: addDays(day, 10),
  });
  const [seed] = await db.all('select key::double as key from events where id = ? order by key desc', [id]);
  return anew.get(id) ?? [...anew.values()].find(({ keys }) => keys.includes(Number(seed?.key)));
}

function summaryOf(id: string, events: readonly LedgerEvent[]): StorySummary {
  const surest = [...events].sort((a, b) => b.confidence - a.confidence || a.id.localeCompare(b.id))[0];
  const first = events.flatMap((event) => event.time?.first ?? []).sort();
  const last = events.flatMap((event) => event.time?.last ?? []).sort();
  const placed =
    events.find((event) => event.place?.precision === 'town' || event.place?.precision === 'point') ??
    events.find((event) => event.place);
  const place = placed?.place ?? null;
  const names = (values: readonly (string | null)[]): readonly string[] =>
    [...new Set(values.flatMap((value) => value ?? []))].sort();
  return {
    id,
    type: surest?.type ?? '',
    quad: surest?.quad ?? 1,
    modes: names(events.flatMap((event) => event.modes)),
    first: first[0] ?? null,
    last: last.at(-1) ?? null,
    sources: labels(events.map((event) => event.sources)),
    targets: labels(events.map((event) => event.targets)),
    place: place && {
      id: place.id,
      name: place.name,
      country: place.country,
      latitude: place.latitude,
      longitude: place.longitude,
    },
    statuses: [...new Set(events.map((event) => event.status))].sort(),
    mentions: events.length,
    documents: new Set(events.map((event) => event.document.id)).size,
    publishers: names(events.map((event) => event.document.publisher)),
    sentence: oneLine(surest?.sentence.text ?? ''),
    disagreements: disagreementsOf(events),
  };
}

/** The parties of the mention that names most, each once. */
function labels(sides: readonly (readonly Party[])[]): readonly PartyLabel[] {
  const leaves = (parties: readonly Party[]): readonly Party[] =>
    parties.flatMap((party) => (party.members.length > 0 ? party.members : [party]));
  const score = (parties: readonly Party[]): number =>
    leaves(parties).filter((party) => party.actor ?? party.country).length;
  const fullest = [...sides].sort((a, b) => score(b) - score(a))[0] ?? [];
  return leaves(fullest).map((party) => ({
    actor: party.actor,
    name: party.name ?? oneLine(party.span.text),
    country: party.country,
  }));
}

/** Fields on which the mentions differ, with who says what. */
export function disagreementsOf(events: readonly LedgerEvent[]): readonly Disagreement[] {
  const range = (count: { readonly low: number; readonly high: number } | null | undefined): string | null =>
    count ? (count.low === count.high ? String(count.low) : `${count.low} to ${count.high}`) : null;
  const fields: readonly (readonly [string, (event: LedgerEvent) => string | null])[] = [
    ['dead', (event) => range(event.casualties?.dead)],
    ['injured', (event) => range(event.casualties?.injured)],
    ['detained', (event) => range(event.casualties?.detained)],
    ['displaced', (event) => range(event.casualties?.displaced)],
    ['place', (event) => (event.place && event.place.precision !== 'country' ? event.place.name : null)],
    ['day', (event) => (event.time?.basis === 'expression' ? spanOfDays(event.time) : null)],
    ['sources', (event) => ids(event.sources)],
    ['targets', (event) => ids(event.targets)],
    ['status', (event) => event.status],
  ];
  return fields.flatMap(([field, read]) => {
    const values = new Map<string, string[]>();
    for (const event of events) {
      const value = read(event);
      if (value !== null && value !== '') values.set(value, [...(values.get(value) ?? []), event.id]);
    }
    if (values.size < 2) return [];
    const listed = [...values]
      .map(([value, told]) => ({ value, events: told.sort() }))
      .sort((a, b) => b.events.length - a.events.length || a.value.localeCompare(b.value));
    return [{ field, values: listed }];
  });
}

const spanOfDays = ({ first, last }: { readonly first: string; readonly last: string }): string =>
  first === last ? first : `${first} to ${last}`;

function ids(parties: readonly Party[]): string | null {
  const found = parties
    .flatMap((party) => (party.members.length > 0 ? party.members : [party]))
    .flatMap((party) => party.actor ?? party.country ?? []);
  return found.length === 0 ? null : [...new Set(found)].sort().join(', ');
}
