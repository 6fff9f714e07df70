import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Coder, openCoder } from '../../src/events/open-coder.js';
import { packageRoot } from '../../src/package-root.js';
import { makeDocument } from '../../src/read/make-document.js';
import type { Party } from '../../src/records/party.js';

let coder: Coder;
beforeAll(async () => {
  coder = await openCoder();
}, 120_000);
afterAll(() => coder.close());

const cases: readonly (readonly string[])[] = readFileSync(join(packageRoot(), 'test/cases/events/parties.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'));

const named = (parties: readonly Party[]): string => parties.map((party) => party.span.text).join('; ');

describe('the parties of an event', () => {
  it.each(cases)('are read from "%s": %s, %s > %s', async (text = '', type = '', sources = '', targets = '') => {
    const events = await coder.code(makeDocument(text, { published: '2024-03-15' }));
    const found = events
      .filter((event) => event.type === type)
      .map((event) => `${named(event.sources)} > ${named(event.targets)}`);
    expect(found).toContain(`${sources} > ${targets}`);
  });

  it('say in the explanation which act an answer is aimed at', async () => {
    const text = 'Chad accused Sudan of shelling a village. Sudan denied it.';
    const events = await coder.code(makeDocument(text, { published: '2024-03-15' }));
    const denial = events.find((event) => event.type === 'REJECT');
    expect(denial?.explanation).toContainEqual(
      expect.objectContaining({ field: 'target', by: 'discourse', note: expect.stringContaining('accused') }),
    );
  });

  it('give those who rule a country that country, and "them" to nobody of its own clause', async () => {
    const text =
      'Guinea and Gabon met in May. The two states are ruled by juntas which have turned away from France while moving closer to Turkey, which sends instructors to help them fight pirates.';
    const events = await coder.code(makeDocument(text, { published: '2024-03-15' }));
    const countries = (parties: readonly Party[] = []): readonly (string | null)[] =>
      parties.flatMap((party) => (party.members.length > 0 ? party.members : [party])).map(({ country }) => country);
    const turned = events.find(({ type }) => type === 'REJECT');
    const helped = events.find(({ type }) => type === 'AID');
    expect(countries(turned?.sources)).toEqual(['GIN', 'GAB']);
    expect(countries(helped?.sources)).toEqual(['TUR']);
    expect(countries(helped?.targets)).toEqual(['GIN', 'GAB']);
  });
});
