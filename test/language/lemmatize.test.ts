import { describe, expect, it } from 'vitest';
import { applyLemmaScript, openLemmatizer } from '../../src/language/lemmatize.js';

const words =
  'be make fall attack note visit control refer state agree country troop house box baby hero large big travel use tie'.split(
    ' ',
  );
const lemmatize = openLemmatizer((word) => {
  const at = words.indexOf(word);
  return at < 0 ? undefined : at;
});

describe('openLemmatizer', () => {
  it.each([
    ['making', 'VERB', 'VBG', 'make'],
    ['falling', 'VERB', 'VBG', 'fall'],
    ['referring', 'VERB', 'VBG', 'refer'],
    ['noted', 'VERB', 'VBD', 'note'],
    ['visited', 'VERB', 'VBD', 'visit'],
    ['agreed', 'VERB', 'VBN', 'agree'],
    ['overthrown', 'VERB', 'VBN', 'overthrow'],
    ['led', 'VERB', 'VBD', 'lead'],
    ['denies', 'VERB', 'VBZ', 'deny'],
    ['countries', 'NOUN', 'NNS', 'country'],
    ['houses', 'NOUN', 'NNS', 'house'],
    ['gunmen', 'NOUN', 'NNS', 'gunman'],
    ['crises', 'NOUN', 'NNS', 'crisis'],
    ['largest', 'ADJ', 'JJS', 'large'],
    ['States', 'PROPN', 'NNPS', 'State'],
    ['Bamako', 'PROPN', 'NNP', 'Bamako'],
    ['Attacks', 'NOUN', 'NNS', 'attack'],
  ])('%s (%s %s) is %s', (word, upos, xpos, lemma) => {
    expect(lemmatize({ word, upos, xpos, script: '0:' })).toBe(lemma);
  });

  it('takes the edit script for closed classes', () => {
    expect(lemmatize({ word: "n't", upos: 'PART', xpos: 'RB', script: '2:ot' })).toBe('not');
    expect(applyLemmaScript('a', '3:x')).toBe('a');
  });
});
