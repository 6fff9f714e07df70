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

  it.each([
    ['juntas', ['GIN', 'GAB']],
    ['them', ['GIN', 'GAB']],
  ])(
    'give those who rule a country that country, and a pronoun to nobody of its own clause: "%s"',
    async (words, countries) => {
      const text =
        'Guinea and Gabon met in May. The two states are ruled by juntas which have turned away from France while moving closer to Turkey, which sends instructors to help them fight pirates.';
      const { party } = await coder.read(makeDocument(text, { published: '2024-03-15' }));
      const start = text.indexOf(words);
      const found = party({ start, end: start + words.length, text: words });
      expect(found.members.map(({ country }) => country)).toEqual(countries);
    },
  );
});
