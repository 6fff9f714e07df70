import { describe, expect, it } from 'vitest';
import { cuePattern, standsAt } from '../../../src/events/predicate/cue-pattern.js';
import { treeOf } from '../../../src/events/sentence-tree.js';
import type { Sentence } from '../../../src/records/sentence.js';

/** Words as `form/lemma/head/relation`, heads counted from 0. */
function tree(words: string) {
  const tokens = words.split(' ').map((word) => {
    const [text = '', lemma = '', head = '-1', deprel = 'root'] = word.split('/');
    return { text, lemma, head: Number(head), deprel, upos: 'X', feats: {}, start: 0, end: 0 };
  });
  return treeOf({ tokens, entities: [], heads: {} } as unknown as Sentence);
}

describe('a cue', () => {
  const dropped = tree('Bombs/bomb/2/nsubj:pass were/be/2/aux dropped/drop/-1/root on/on/4/case Aden/Aden/2/obl');

  it('stands where its words follow each other with a gap', () => {
    const sentence = tree('dropped/drop/-1/root two/two/3/nummod large/large/3/amod bombs/bomb/0/obj');
    expect(standsAt(cuePattern('drop bomb'), sentence, 0)).toBe(true);
    expect(standsAt(cuePattern('drop leaflet'), sentence, 0)).toBe(false);
  });

  it('stands where its words hang below the trigger, in any order', () => {
    expect(standsAt(cuePattern('drop bomb'), dropped, 2)).toBe(true);
    expect(standsAt(cuePattern('drop bomb on'), dropped, 2)).toBe(true);
    expect(standsAt(cuePattern('drop bomb from'), dropped, 2)).toBe(false);
  });

  it('takes alternatives, leaves articles out, and has its trigger at the star', () => {
    expect(cuePattern('put on the *alert')).toEqual({ words: [['put'], ['on'], ['alert']], trigger: 2 });
    expect(standsAt(cuePattern('drop grenade|bomb'), dropped, 2)).toBe(true);
    expect(standsAt(cuePattern('*bomb drop'), dropped, 2)).toBe(false);
  });
});
