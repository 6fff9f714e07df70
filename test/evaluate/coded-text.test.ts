import { describe, expect, it } from 'vitest';
import { parseCodedText, readCodedText } from '../../src/evaluate/coded-text.js';

const batch = `## batch: sahel-01
## brief: Sahel; wire copy

@ sahel-01-001 wire 2024-03-05
[a|Russia] [1|hosted] its first [1b|meeting] with [b|the chiefs of [c|Burkina Faso] and [d|Niger]] in [p1|Moscow] on [t1|Thursday], [e|the ministry] [w1|said].
1 CONSULT visit b > a reported=e:w1 at=p1:New Moscow,RUS on=t1:2024-03-07 ctx=military,diplomatic
ref e=a
set b=c,d
! guests travel

@ sahel-01-002 headline pair=sahel-01-k1
"""
[a|Rebels 😀] [1|kill] [b|12 soldiers]

in \\[the\\] [p1|north]
"""
1 ASSAULT firearms a > b alleged quoted=:w9 dead=12-14
`;

describe('coded text', () => {
  const { head, items, problems } = parseCodedText(batch, 'sahel-01.cev');

  it('reads the head, the items and no problem', () => {
    expect(problems).toEqual([]);
    expect(head).toEqual({ batch: 'sahel-01', brief: 'Sahel; wire copy' });
    expect(items.map(({ id, style, date, pair }) => [id, style, date, pair])).toEqual([
      ['sahel-01-001', 'wire', '2024-03-05', null],
      ['sahel-01-002', 'headline', null, 'sahel-01-k1'],
    ]);
  });

  it('ends an item where the head of a joined file begins', () => {
    const joined = parseCodedText(`${batch}## batch: other\n\n@ other-1 headline\nRain\n`, 'joined.cev');
    expect(joined.problems).toEqual([]);
    expect(joined.items.map(({ id }) => id)).toEqual(['sahel-01-001', 'sahel-01-002', 'other-1']);
  });

  it('gives each span as exactly the slice of the text, nested spans too', () => {
    for (const item of items) {
      for (const span of item.spans) expect(item.text.slice(span.start, span.end)).toBe(span.text);
    }
    expect(items[0]?.spans.map(({ label }) => label)).toEqual(['a', '1', '1b', 'b', 'c', 'd', 'p1', 't1', 'e', 'w1']);
    expect(items[1]?.text).toBe('Rebels 😀 kill 12 soldiers\n\nin [the] north');
  });

  it('reads a party with a question mark as one that may be left out', () => {
    const { items, problems } = parseCodedText(batch.replace('firearms a > b alleged', 'a? > b?'), 'x.cev');
    expect(problems).toEqual([]);
    expect(items[1]?.events[0]).toMatchObject({ sources: ['a'], targets: ['b'], optional: ['a', 'b'] });
  });

  it('reads every field of an event line', () => {
    expect(items[0]?.events[0]).toEqual({
      ...{ line: 6, trigger: '1', type: 'CONSULT', modes: ['visit'], contexts: ['military', 'diplomatic'] },
      ...{ sources: ['b'], targets: ['a'], optional: [], status: 'actual', objects: [], counts: {} },
      claim: { how: 'reported', by: ['e'], words: ['w1'], quotations: [] },
      place: { labels: ['p1'], name: 'New Moscow', country: 'RUS' },
      time: { labels: ['t1'], first: '2024-03-07', last: '2024-03-07' },
    });
    expect(items[1]?.events[0]?.counts).toEqual({ dead: { low: 12, high: 14 } });
    expect(items[0]?.references).toEqual([{ phrase: 'e', antecedent: 'a' }]);
    expect(items[0]?.sets).toEqual([{ phrase: 'b', members: ['c', 'd'] }]);
  });

  it.each([
    ['@ x-1 wire\n[a|Mali] [1|left.\n1 SANCTION withdraw a >', 'x:2: span never closed: 1'],
    ['@ x-1 wire\nMali [9z9|left].', 'x:2: unknown label: 9z9'],
    [
      '@ x-1 wire\n[a|Mali] [1|left].\n1 SANCTION a',
      'x:3: an event line needs "TRIGGER TYPE sources > targets": 1 SANCTION a',
    ],
    ['@ x-1 wire\n[a|Mali] [1|left].\n1 SANCTION a > perhaps', 'x:3: unknown status or field: perhaps'],
    ['@ x-1 wire\n[a|Mali] [1|left].\n1 SANCTION a > on=t1:2024-02-30', 'x:3: not a day: on=t1:2024-02-30'],
    ['@ x-1 wire 2024-13-01\nMali left.', 'x:1: unknown word in the header: 2024-13-01'],
    ['Mali left.', 'x:1: neither a header nor part of an item: Mali left.'],
    ['@ x-1 report\n"""\nMali left.', 'x:2: text opened by """ is never closed'],
  ])('names file, line and cause: %j', (source, message) => {
    expect(() => readCodedText(source, 'x')).toThrow(message);
  });
});
