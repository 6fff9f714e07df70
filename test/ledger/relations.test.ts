import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCoder } from '../../src/events/open-coder.js';
import type { IngestItem, Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { loadRelationRules, readsRule } from '../../src/ledger/relation-rules.js';
import { packageRoot } from '../../src/package-root.js';
import { readInputs } from '../../src/read/read-inputs.js';
import { type MadeEvent, madeDocument, madeEvent } from './made-events.js';

describe('rules', () => {
  for (const rule of loadRelationRules()) {
    test(`${rule.id} reads its examples and not the others`, () => {
      for (const example of rule.examples) expect(readsRule(rule, example), example).not.toBeNull();
      for (const sentence of rule.never) expect(readsRule(rule, sentence), sentence).not.toBe('done');
    });
  }
});

const reports = join(packageRoot(), 'examples', 'sahel', 'reports.jsonl');
const about = /ECOWAS|Economic Community|Alliance of Sahel|[Cc]onfederation|memorandum|AES/;

/** What the reports and the article on the talks say of the realignment. */
describe.skipIf(!existsSync(reports))('the Sahel reports', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(':memory:');
    const coder = await openCoder();
    const inputs = [reports];
    const article = join(packageRoot(), '..', 'shared', 'articles', 'sahel-talks.txt');
    if (existsSync(article)) inputs.push(article);
    else process.stdout.write('skipped: the article on the talks is absent\n');
    async function* items(): AsyncGenerator<IngestItem> {
      for await (const item of readInputs(inputs, { date: '2025-08-14' }))
        if (item.kind === 'document' && about.test(item.doc.text))
          yield { doc: item.doc, events: await coder.code(item.doc), knownAt: item.doc.published ?? '' };
    }
    for await (const _ of ledger.ingest(items()));
    await coder.close();
  }, 120_000);
  afterAll(() => ledger.close());

  const states = ['BFA', 'MLI', 'NER'];
  const members = async (body: string, query: object): Promise<readonly string[]> =>
    (await ledger.relations({ kinds: ['membership'], with: body, ...query }))
      .flatMap((relation) => relation.parties.filter((party) => party.role === 'member').map((party) => party.actor))
      .filter((actor) => states.includes(actor))
      .sort();

  test('on 2025-08-15 the three are members of the alliance and not of ECOWAS', async () => {
    expect(await members('igo/aes', { asOf: '2025-08-15' })).toEqual(states);
    expect(await members('igo/ecowas', { asOf: '2025-08-15' })).toEqual([]);
  });

  test('on 2024-06-01 they are members of ECOWAS, which rests on its data row', async () => {
    expect(await members('igo/ecowas', { asOf: '2024-06-01' })).toEqual(states);
    const [relation] = await ledger.relations({
      kinds: ['membership'],
      actor: 'MLI',
      with: 'igo/ecowas',
      asOf: '2024-06-01',
    });
    expect(relation?.background).toMatch(/memberships\.tsv:\d+$/);
  });

  test('the reports alone give the exits and the founding', async () => {
    for (const state of states) {
      const [exit] = await ledger.relations({
        kinds: ['membership'],
        actor: state,
        with: 'igo/ecowas',
        background: false,
        asOf: '2025-08-15',
        all: true,
      });
      expect(exit, state).toMatchObject({ state: 'closed', to: '2025-01-29', background: null });
    }
    expect(await members('igo/aes', { background: false, asOf: '2025-08-15' })).toEqual(states);
  });

  test('the defence memorandum with Russia is open from 2025-08-14, and unknown the day before it was told', async () => {
    const query = { kinds: ['agreement'], actor: 'RUS', background: false } as const;
    const open = await ledger.relations({ ...query, asOf: '2025-08-15' });
    const memorandum = open.find((relation) => /memorandum/.test(relation.name ?? ''));
    expect(memorandum).toMatchObject({ state: 'open', from: '2025-08-14' });
    expect(memorandum?.evidence[0]?.sentence).toMatch(/signed a memorandum/);
    const before = await ledger.relations({ ...query, knownOn: '2025-08-13' });
    expect(before.filter((relation) => /memorandum/.test(relation.name ?? ''))).toEqual([]);
  });
});

async function told(texts: readonly (readonly [day: string, text: string, made: MadeEvent])[]): Promise<Ledger> {
  const ledger = await openLedger(':memory:');
  const items = texts.map(([published, text, made]) => {
    const doc = madeDocument(text, { uri: `https://example.org/${published}`, published });
    return { doc, events: [madeEvent(doc, made)] };
  });
  for await (const _ of ledger.ingest(items));
  return ledger;
}

const three: MadeEvent['sources'] = [
  ['Mali', 'MLI'],
  ['Burkina Faso', 'BFA'],
  ['Niger', 'NER'],
];

test('an alliance is a pact from the charter and a confederation from the treaty', async () => {
  const ledger = await told([
    [
      '2023-09-16',
      'The rulers of Mali, Burkina Faso and Niger signed the Liptako-Gourma Charter and so created the Alliance of Sahel States.',
      { type: 'SUPPORT', trigger: 'signed', sources: three },
    ],
    [
      '2024-07-06',
      'The rulers of Niger, Mali and Burkina Faso signed a treaty that turns their alliance into a Confederation of Sahel States.',
      { type: 'SUPPORT', trigger: 'signed', sources: three },
    ],
  ]);
  const on = async (asOf: string) =>
    ledger.relations({ kinds: ['alliance'], actor: 'igo/aes', background: false, asOf });
  expect(await on('2023-09-15')).toEqual([]);
  expect(await on('2023-10-01')).toMatchObject([{ from: '2023-09-16', detail: 'pact', state: 'open' }]);
  expect(await on('2024-07-31')).toMatchObject([{ from: '2023-09-16', detail: 'confederation' }]);
  await ledger.close();
});

test('an announced exit is not yet an exit; one that took effect is', async () => {
  const ledger = await told([
    [
      '2024-01-28',
      'Mali, Burkina Faso and Niger announced that they were leaving ECOWAS without delay.',
      {
        type: 'THREATEN',
        trigger: 'leaving',
        sources: three,
        targets: [['ECOWAS', 'igo/ecowas', 'IGO']],
        status: 'threatened',
      },
    ],
    [
      '2025-01-29',
      'The withdrawal of Mali, Burkina Faso and Niger from ECOWAS took effect.',
      { type: 'SANCTION', trigger: 'withdrawal', sources: three, targets: [['ECOWAS', 'igo/ecowas', 'IGO']] },
    ],
  ]);
  const on = async (asOf: string) =>
    ledger.relations({ kinds: ['membership'], actor: 'MLI', with: 'igo/ecowas', asOf, all: true });
  expect(await on('2024-06-01')).toMatchObject([{ state: 'open', announced: { does: 'close' } }]);
  expect(await on('2025-01-29')).toMatchObject([{ state: 'closed', to: '2025-01-29', announced: null }]);
  await ledger.close();
});

test('a rule file with an unknown field is refused by name', () => {
  expect(() => loadRelationRules(join(packageRoot(), 'data', 'none'))).toThrow();
  expect(readFileSync(join(packageRoot(), 'data', 'relations', 'README.md'), 'utf8')).toContain('announced');
});
