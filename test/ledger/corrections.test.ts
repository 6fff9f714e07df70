import { expect, test } from 'vitest';
import type { IngestItem, Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { madeDocument, madeEvent } from './made-events.js';

async function withLedger(work: (ledger: Ledger) => Promise<void>): Promise<void> {
  const ledger = await openLedger(':memory:');
  try {
    await work(ledger);
  } finally {
    await ledger.close();
  }
}

async function ingest(ledger: Ledger, items: readonly IngestItem[], recode = false): Promise<void> {
  for await (const _ of ledger.ingest(items, { recode }));
}

function item(uri = 'https://example.org/a'): IngestItem {
  const doc = madeDocument('Mali accused Ukraine of arming rebels. Algeria recalled its envoy from Bamako.', { uri });
  return {
    doc,
    events: [
      madeEvent(doc, { type: 'ACCUSE', trigger: 'accused', sources: [['Mali', 'MLI']], targets: [['Ukraine', 'UKR']] }),
      madeEvent(doc, {
        type: 'SANCTION',
        trigger: 'recalled',
        sources: [['Algeria', 'DZA']],
        targets: [['Bamako', 'MLI']],
      }),
    ],
  };
}

test('a corrected field holds after a new coding; what was believed before stays', () =>
  withLedger(async (ledger) => {
    const given = item();
    await ingest(ledger, [{ ...given, knownAt: '2025-08-14T00:00:00Z' }]);
    const id = given.events[0]?.id ?? '';
    await ledger.correct({
      event: id,
      field: 'type',
      value: 'REJECT',
      author: 'me',
      reason: 'no blame',
      time: '2025-08-20T00:00:00Z',
    });
    expect(await ledger.event(id)).toMatchObject({ type: 'REJECT', quad: 3 });
    expect(await ledger.event(id, { knownOn: '2025-08-15' })).toMatchObject({ type: 'ACCUSE' });
    const coder = { version: '2', model: 'm', data: 'd' };
    await ingest(ledger, [{ ...given, events: given.events.map((event) => ({ ...event, coder })) }], true);
    const { items } = await ledger.events();
    expect(items.map((event) => [event.type, event.coder.version, event.corrections.length]).sort()).toEqual([
      ['REJECT', '2', 1],
      ['SANCTION', '2', 0],
    ]);
    const [correction] = await ledger.corrections();
    expect(correction).toMatchObject({ field: 'type', old: 'ACCUSE', new: 'REJECT', applied: true });
  }));

test('a rejected event stays away', () =>
  withLedger(async (ledger) => {
    const given = item();
    await ingest(ledger, [given]);
    await ledger.correct({ event: given.events[1]?.id, field: 'reject', author: 'me', reason: 'background' });
    expect((await ledger.events()).items.map((event) => event.type)).toEqual(['ACCUSE']);
    const coder = { version: '2', model: 'm', data: 'd' };
    await ingest(ledger, [{ ...given, events: given.events.map((event) => ({ ...event, coder })) }], true);
    expect((await ledger.events()).items.map((event) => event.type)).toEqual(['ACCUSE']);
  }));

test('what cannot be is refused', () =>
  withLedger(async (ledger) => {
    const given = item();
    await ingest(ledger, [given]);
    const base = { event: given.events[0]?.id, author: 'me', reason: 'why' };
    for (const request of [
      { ...base, field: 'type', value: 'FIGHTT' },
      { ...base, field: '__proto__.x', value: 1 },
      { ...base, field: 'sources.9.actor', value: 'MLI' },
      { ...base, field: 'id', value: 'x' },
      { ...base, field: 'confidence', value: 'high' },
      { ...base, field: 'type', value: 'AID', author: ' ' },
    ])
      await expect(ledger.correct(request)).rejects.toMatchObject({ code: 'usage' });
    await expect(ledger.correct({ ...base, event: 'none', field: 'type', value: 'AID' })).rejects.toMatchObject({
      code: 'not_found',
    });
  }));

test('a forgotten document leaves nothing but the note, and does not come back', () =>
  withLedger(async (ledger) => {
    const given = item();
    await ingest(ledger, [given, item('https://example.org/b')]);
    expect(await ledger.forget(given.doc.id, { author: 'me', reason: 'asked to' })).toMatchObject({ events: 2 });
    expect((await ledger.status()).documents).toBe(1);
    expect(await ledger.search({ words: 'ukraine' })).toHaveLength(1);
    await expect(ledger.document(given.doc.id)).rejects.toMatchObject({ code: 'not_found' });
    await ingest(ledger, [given]);
    expect((await ledger.status()).documents).toBe(1);
    expect((await ledger.stories()).items.every((story) => story.mentions === 1)).toBe(true);
  }));

test(
  'profiles, pairs, panel and diff tell one story',
  () =>
    withLedger(async (ledger) => {
      await ingest(ledger, [item()]);
      const actor = await ledger.actor('MLI');
      expect(actor).toMatchObject({ id: 'MLI', name: 'Mali', kind: 'state', events: 2 });
      expect(actor.counterparts.map((other) => other.actor).sort()).toEqual(['DZA', 'UKR']);
      expect(actor.types).toContainEqual({ type: 'ACCUSE', asSource: 1, asTarget: 0 });
      expect(actor.memberships.some((relation) => relation.background !== null)).toBe(true);
      const pair = await ledger.pair('MLI', 'UKR');
      expect(pair).toMatchObject({ events: 1, types: [{ type: 'ACCUSE', there: 1, back: 0 }] });
      expect(pair.latest).toHaveLength(1);
      expect(await ledger.pair('MLI', 'UKR', { statuses: 'all', minConfidence: 0.1 })).toMatchObject({ events: 1 });
      const rows = [];
      for await (const row of ledger.panel({ unit: 'dyad', period: 'month', from: '2025-07-01', to: '2025-09-30' }))
        rows.push(row);
      expect(rows).toHaveLength(6);
      expect(rows.find((row) => row.period === '2025-08' && row.target === 'UKR')).toMatchObject({
        events: 1,
        quads: [0, 0, 1, 0],
        sourceCow: 432,
        documents: 1,
      });
      const diff = await ledger.diff({ from: '2025-08-01', to: '2025-08-31' });
      expect(diff.stories).toHaveLength(2);
      expect((await ledger.actors({ prefix: 'ukr' })).map((found) => found.actor)).toEqual(['UKR']);
    }),
  120_000,
);

test('an event of many parties is counted once, before and after a new coding', () =>
  withLedger(async (ledger) => {
    const doc = madeDocument('Mali, Niger and the Malian army met Russia and the Russian army in Moscow.');
    const event = madeEvent(doc, {
      trigger: 'met',
      sources: [
        ['Mali', 'MLI'],
        ['Niger', 'NER'],
        ['the Malian army', 'MLI/armed-forces'],
      ],
      targets: [
        ['Russia', 'RUS'],
        ['the Russian army', 'RUS/armed-forces'],
      ],
    });
    const counted = async (): Promise<void> => {
      expect((await ledger.pair('MLI', 'RUS')).events).toBe(1);
      expect((await ledger.pair('MLI', 'RUS')).types).toEqual([{ type: 'CONSULT', there: 1, back: 1 }]);
      expect((await ledger.pair('MLI', 'RUS')).balance).toMatchObject([{ verbalCooperation: 1 }]);
      const { events, counterparts } = await ledger.actor('RUS');
      expect(events).toBe(1);
      expect(counterparts.every((other) => other.events === 1)).toBe(true);
      expect((await ledger.actors({ prefix: 'rus' })).map((actor) => actor.events)).toEqual([1, 1]);
      expect((await ledger.pair('MLI', 'RUS', { minConfidence: 0.1 })).events).toBe(1);
    };
    await ingest(ledger, [{ doc, events: [event] }]);
    await counted();
    const again = { ...event, coder: { version: '2', model: 'm', data: 'd' } };
    for await (const _ of ledger.ingest([{ doc, events: [again] }], { recode: true }));
    await counted();
    await ledger.forget(doc.id, { author: 'me', reason: 'asked' });
    expect((await ledger.actor('RUS')).events).toBe(0);
  }));

test('hostile values are data', () =>
  withLedger(async (ledger) => {
    const evil = "Robert'); drop table events; --";
    const doc = madeDocument(`${evil} met Mali.`, {
      uri: '__proto__',
      publisher: '__proto__',
      title: evil,
      published: '2025-13-45',
    });
    const event = madeEvent(doc, {
      trigger: 'met',
      sources: [
        [evil, '__proto__'],
        ['Mali', 'MLI'],
      ],
      first: '2025-02-31',
    });
    await ingest(ledger, [{ doc, events: [event] }]);
    const { items } = await ledger.events({ actor: '__proto__' });
    expect(items[0]?.sources[0]?.span.text).toBe(evil);
    expect(items[0]?.time).toBeNull();
    expect(await ledger.counts(['publisher', 'day'])).toEqual([
      { values: ['__proto__', null], events: 1, documents: 1 },
    ]);
    expect((await ledger.stories()).items).toHaveLength(1);
    await expect(ledger.events({ from: "2025-01-01'; --" })).rejects.toMatchObject({ code: 'usage' });
    await expect(ledger.events({ cursor: 'x' })).rejects.toMatchObject({ code: 'usage' });
  }));

test(
  'ids of broken letters, keys of objects and fields of ten megabytes are kept once',
  () =>
    withLedger(async (ledger) => {
      const long = 'x'.repeat(10_000_000);
      const names = ['constructor', 'a\u0000b', '\ud800', '"] or true --', ''];
      const items = names.map((name, at) => {
        const doc = madeDocument(`Mali met Russia. ${at === 0 ? long : name}`, { uri: `https://example.org/${at}` });
        const event = madeEvent(doc, { trigger: 'met', sources: [['Mali', 'MLI']], targets: [['Russia', 'RUS']] });
        return {
          doc: { ...doc, id: `${name}${at}`, title: at === 0 ? long : name, publisher: name },
          events: [
            {
              ...event,
              id: `event ${name}${at}`,
              contexts: [name],
              sources: event.sources.map((party) => ({ ...party, name })),
            },
          ],
        };
      });
      for (let time = 0; time < 2; time += 1) for (const item of items) await ingest(ledger, [item]);
      expect(await ledger.status()).toMatchObject({ documents: names.length, events: names.length });
      expect((await ledger.events()).items).toHaveLength(names.length);
      expect((await ledger.events({ types: ['x'.repeat(1_000_000)] })).items).toEqual([]);
      expect(await ledger.search({ words: `${'mali '.repeat(1000)} "` })).toHaveLength(names.length);
    }),
  120_000,
);
