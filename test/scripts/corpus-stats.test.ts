import { describe, expect, it } from 'vitest';
import { nearDuplicates } from '../../scripts/corpus/near-duplicates.js';
import { triggerStem } from '../../scripts/corpus/trigger-stem.js';

const told = 'The minister said on Tuesday that the border would open again within a week.';

describe('near-duplicates', () => {
  const first = { id: 'x-1', text: told, group: null };

  it('finds texts that share most word trigrams, whatever the case and punctuation', () => {
    const second = { id: 'x-2', text: told.toUpperCase().replace('AGAIN', 'again,'), group: null };
    expect(nearDuplicates([first, second], 0.5)).toEqual([{ first: 'x-1', second: 'x-2', jaccard: 1 }]);
  });

  it('leaves contrast pairs and unlike texts alone', () => {
    const pair = [1, 2].map((at) => ({ id: `x-${at}`, text: told, group: 'k1' }));
    expect(nearDuplicates(pair, 0.5)).toEqual([]);
    expect(
      nearDuplicates([first, { id: 'x-3', text: 'Rebels said the bridge had been blown up.', group: null }], 0.1),
    ).toEqual([]);
  });

  it('compares with another collection', () => {
    expect(nearDuplicates([first], 0.3, [{ ...first, id: 'other' }])).toEqual([
      { first: 'x-1', second: 'other', jaccard: 1 },
    ]);
  });
});

describe('trigger stem', () => {
  it.each([
    ['called off', 'cal off'],
    ['Calls off', 'cal off'],
    ['stopped', 'stop'],
    ['denied', 'deny'],
    ['seizing', 'seiz'],
    ['seized', 'seiz'],
    ['struck', 'strike'],
  ])('%s → %s', (trigger, stem) => {
    expect(triggerStem(trigger)).toBe(stem);
  });
});
