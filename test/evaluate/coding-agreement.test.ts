import { expect, it } from 'vitest';
import { parseCodedText } from '../../src/evaluate/coded-text.js';
import { codingAgreement } from '../../src/evaluate/coding-agreement.js';

const items = (source: string) => parseCodedText(source, 'x').items;
const first = items(`@ x-1 wire
[a|Mali] [1|hit] [b|Niger] and [2|left].
1 ASSAULT aerial a > b
2 RETREAT withdraw a >

@ x-2 wire
[a|Chad] [1|sent] [b|rice].
1 AID a > b

@ x-3 wire
Rain fell.
`);
const second = items(`@ x-1 wire
[a|Mali] [1|hit] [b|Niger] and [2|left].
1 ASSAULT drone a > b alleged
2 SANCTION withdraw a >

@ x-2 wire
[b|Chad] sent rice.

@ x-3 wire
Another text.
`);

it('joins items by id and text, and events by trigger', () => {
  const found = codingAgreement(first, second);
  expect(found.items).toBe(2);
  expect(found.triggers).toMatchObject({ first: 3, second: 2, both: 2 });
  expect(found.type).toMatchObject({ n: 2, share: 0.5 });
  expect(found.typeWithNone).toMatchObject({ n: 3 });
  expect(found.status).toMatchObject({ n: 2, share: 0.5 });
  expect(found.modes).toMatchObject({ first: 1, second: 1, both: 0 });
  expect(found.sources.f1).toBe(1);
  expect(found.differences).toEqual(['x-1: RETREAT SANCTION', 'x-2: AID none']);
});

it('gives kappa 1 to equal codings and 0 to chance', () => {
  expect(codingAgreement(first, first).type.kappa).toBe(1);
  const always = items('@ a w\n[x|A] [1|did].\n1 AID x >\n\n@ b w\n[x|B] [1|did].\n1 AID x >\n');
  const mixed = items('@ a w\n[x|A] [1|did].\n1 AID x >\n\n@ b w\n[x|B] [1|did].\n1 ACCUSE x >\n');
  expect(codingAgreement(always, mixed).type.kappa).toBe(0);
});

it('compares events as a whole, their places, days, objects and contexts', () => {
  const text = '[a|Mali] [1|bombed] [b|Niger] in [p1|Gao] on [t1|Monday].';
  const one = items(`@ y-1 wire\n${text}\n1 ASSAULT a > b at=p1:Gao,MLI on=t1:2025-01-06 ctx=military,terrorism\n`);
  const other = items(`@ y-1 wire\n${text}\n1 ASSAULT a > at=p1:Gao,NER on=:2025-01-06 ctx=military\n`);
  const found = codingAgreement(one, other);
  expect(found.whole).toMatchObject({ first: 1, second: 1, both: 0 });
  expect(codingAgreement(one, one).whole.both).toBe(1);
  expect(found.places.both).toBe(1);
  expect(found.country).toMatchObject({ n: 1, share: 0 });
  expect(found.times).toMatchObject({ first: 1, second: 0 });
  expect(found.days).toMatchObject({ n: 1, share: 1 });
  expect(found.contexts).toMatchObject({ first: 2, second: 1, both: 1 });
});
