import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openKeptAnswers } from '../../../src/ledger/columns/kept-answers.js';
import { openDatabase } from '../../../src/ledger/database.js';
import type { CountKey, EventFilter, IngestItem, Ledger } from '../../../src/ledger/ledger.js';
import { openLedger } from '../../../src/ledger/open-ledger.js';
import { type Status, statuses } from '../../../src/records/event.js';
import { overview } from '../../../src/server/overview.js';
import { coder, type MadeParty, madeDocument, madeEvent } from '../made-events.js';

/** Numbers in 0..1, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const actors: readonly MadeParty[] = [
  ['Mali', 'MLI'],
  ['Russia', 'RUS'],
  ['troops', 'MLI/armed-forces'],
  ['the bloc', 'igo/ecowas', null],
  ['envoys', null, 'RUS'],
  ['someone', null, null],
];
const words = ['met', 'shelled', 'praised', 'accused'];
const text = `${actors.map(([name]) => name).join(' and ')} ${words.join(' or ')} in Bamako near Gao on Thursday. Then they left.`;
const types = ['CONSULT', 'ASSAULT', 'SUPPORT', 'ACCUSE'];
const days = ['2024-12-30', '2025-01-01', '2025-02-03', '2025-02-05', null];

type Pick = <Value>(list: readonly Value[]) => Value;

const picker =
  (random: () => number): Pick =>
  (list) =>
    list[Math.floor(random() * list.length)] as (typeof list)[number];

function someItem(number: number, { pick, random, version = '1' }: Making): IngestItem {
  const doc = madeDocument(`${text} ${Math.floor(random() * 3)}`, {
    uri: `https://example.org/${number}`,
    publisher: pick(['One', 'Two', null]),
    published: pick(days),
  });
  const some = (most: number): readonly MadeParty[] => actors.filter(() => random() < 0.3).slice(0, most);
  const events = words.slice(0, Math.floor(random() * 5)).map((trigger, at) => {
    const first = pick(days);
    return madeEvent(doc, {
      trigger,
      type: types[at] ?? 'CONSULT',
      modes: random() < 0.3 ? [pick(['visit', 'talks']), 'mediate'] : [],
      sources: some(2),
      targets: some(3),
      status: pick<Status>(['actual', 'actual', 'planned', 'alleged']),
      ...(first ? { first, last: pick([first, '2025-02-04']) < first ? first : '2025-02-04' } : {}),
      ...(random() < 0.5
        ? { place: pick([{ words: 'Bamako', id: 'geonames:1', country: 'MLI' }, { words: 'Gao' }]) }
        : {}),
      confidence: Math.round(random() * 100) / 100,
      more: { contexts: random() < 0.3 ? ['military'] : [], coder: { ...coder, version } },
    });
  });
  return { doc, events };
}

interface Making {
  readonly pick: Pick;
  readonly random: () => number;
  readonly version?: string;
}

/** One change of the ledger, chosen by chance. */
async function change(ledger: Ledger, making: Making): Promise<void> {
  const { pick, random } = making;
  const chance = random();
  const items = (version: string): readonly IngestItem[] =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
      someItem(Math.floor(random() * 12), { ...making, version }),
    );
  const by = { author: 'a', reason: 'r' };
  const held = (await ledger.events({ statuses: 'all', limit: 200 })).items;
  const event = held.length > 0 ? pick(held) : null;
  if (chance < 0.5 || !event) for await (const _ of ledger.ingest(items('1')));
  else if (chance < 0.65) for await (const _ of ledger.ingest(items('2'), { recode: true }));
  else if (chance < 0.75) await ledger.correct({ event: event.id, field: 'type', value: pick(types), ...by });
  else if (chance < 0.85) await ledger.correct({ event: event.id, field: 'status', value: pick(statuses), ...by });
  else if (chance < 0.92) await ledger.correct({ event: event.id, field: 'reject', ...by });
  else await ledger.forget(event.document.id, by);
}

const filters: readonly EventFilter[] = [
  {},
  { statuses: 'all' },
  { statuses: ['alleged'], quads: [4] },
  { types: ['CONSULT', 'ACCUSE'], from: '2025-01-01', to: '2025-02-04' },
  { asOf: '2025-02-03', minConfidence: 0.4 },
  { modes: ['visit'] },
  { contexts: ['military'], coded: 'here' },
  { actor: 'MLI' },
  { actor: 'MLI', pairedWith: 'RUS' },
  { source: 'RUS', target: 'MLI/armed-forces', statuses: 'all' },
  { country: 'RUS', publisher: 'One' },
  { place: 'bamako' },
  { placeCountry: 'MLI', checked: 'no' },
  { checked: 'yes', statuses: 'all' },
  { words: 'thursday' },
  { coded: 'elsewhere' },
  { claimedBy: 'MLI' },
];
const keys: readonly (readonly CountKey[])[] = [
  ['type'],
  ['month', 'quad'],
  ['week'],
  ['day', 'type'],
  ['year', 'status'],
  ['pair', 'quad'],
  ['actor'],
  ['country', 'type'],
  ['mode'],
  ['context', 'publisher'],
  ['place', 'place-country'],
  ['publisher'],
];

/** What the pages ask, under every filter. */
async function asked(ledger: Ledger): Promise<unknown> {
  const answers: unknown[] = [];
  for (const [at, filter] of filters.entries()) {
    for (const by of keys) answers.push([by, filter, await ledger.counts(by, filter)]);
    const places = await ledger.places(filter);
    answers.push(places.map((place) => JSON.stringify(place)).sort());
    for (const order of [at % 2 === 0 ? 'newest' : 'oldest'] as const) {
      const first = await ledger.events({ ...filter, limit: 3, order });
      const second =
        first.next === null ? null : await ledger.events({ ...filter, limit: 3, order, cursor: first.next });
      answers.push([first, second].map((page) => [page?.next, page?.items.map((event) => event.id)]));
      answers.push((await ledger.stories({ ...filter, limit: 5, order })).items);
    }
    if (at % 4 !== 0) continue;
    const { actor: _actor, pairedWith: _pairedWith, ...rest } = filter;
    const { country: _country, ...profile } = await ledger.actor('MLI', rest);
    answers.push(profile, await ledger.pair('RUS', 'MLI', rest));
    const { ledger: _ledger, places: _places, ...front } = await overview(ledger, filter, 'quad');
    answers.push(front);
  }
  answers.push((await ledger.actors({})).map(({ actor, events }) => [actor, events]));
  return answers;
}

test('the columns answer what the front page can ask, and leave the rest to the tables', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'chancery-kept-')), 'ledger.duckdb');
  const ledger = await openLedger(path);
  const random = numbers(5);
  const pick = picker(random);
  for await (const _ of ledger.ingest([0, 1, 2, 3].map((number) => someItem(number, { pick, random }))));
  await ledger.close();
  const db = await openDatabase(path);
  const kept = openKeptAnswers(db, 1e9);
  for (const filter of filters)
    expect((await kept.counts(['type'], filter)) === null, JSON.stringify(filter)).toBe(filter.claimedBy !== undefined);
  for (const by of keys) expect(await kept.counts(by, {})).not.toBeNull();
  expect(await kept.keys({}, 5)).not.toBeNull();
  expect(await kept.sides('MLI', null, {})).not.toBeNull();
  const small = openKeptAnswers(db, 1);
  expect(await small.counts(['type'], {})).toBeNull();
  await kept.close();
  await small.close();
  db.close();
});

test.each([1, 2])(
  'answers from the columns are those from the tables, after any changes (%i)',
  async (seed) => {
    const path = join(mkdtempSync(join(tmpdir(), 'chancery-kept-')), 'ledger.duckdb');
    const random = numbers(seed * 7919);
    const pick = picker(random);
    const ledger = await openLedger(path, { kept: 1e9 });
    for (let step = 0; step < 10; step += 1) {
      await change(ledger, { pick, random });
      await ledger.counts(['type']);
    }
    const kept = await asked(ledger);
    await ledger.close();
    const plain = await openLedger(path);
    expect(kept).toEqual(await asked(plain));
    await plain.close();
  },
  600_000,
);
