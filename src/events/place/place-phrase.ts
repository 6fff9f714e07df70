import type { Entity } from '../../records/sentence.js';
import type { Draft } from '../draft-event.js';
import { eventWords } from '../event-words.js';
import { nounPhrase } from '../party/noun-phrase.js';
import { baseRelation, dependentsBy, headIn, type SentenceTree } from '../sentence-tree.js';
import { placeKind, placeWords } from './place-words.js';

/** Words that may say where an act happened, with the probability that the role head gives them. */
export interface PlacePhrase {
  readonly first: number;
  readonly last: number;
  readonly word: number;
  readonly role: number;
  readonly preposition: string;
  /** Whether the phrase holds a name; "the town" is one told before. */
  readonly named: boolean;
}

/** Least probability by which the role head says that the act happened there; for words that are no name. */
export const minimumRole = 0.25;
const minimumUnnamed = 0.5;

/** The place names of the sentence, nouns of place behind a preposition ("at the airport"), and phrases of which the role head is sure ("the strait"). */
export function placePhrases(draft: Draft, isOutside: (word: number) => boolean): readonly PlacePhrase[] {
  const { tree } = draft;
  const marked = new Map(draft.arguments.place.map((argument) => [argument.word, argument.score]));
  const phrases: PlacePhrase[] = [];
  for (const entity of tree.sentence.entities) {
    if (entity.kind !== 'place') continue;
    const words = storyWords(entity, isOutside);
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) continue;
    const role = Math.max(0, ...words.map((word) => marked.get(word) ?? 0));
    const named = words.some((word) => tree.tokens[word]?.upos === 'PROPN');
    if (named || role >= minimumUnnamed) phrases.push(phraseOf(tree, { first, last, role, named }));
  }
  const wordsOf = (...roles: readonly ('source' | 'target' | 'object')[]): ReadonlySet<number> =>
    new Set(roles.flatMap((role) => draft.arguments[role].map(({ word }) => word)));
  const sides = wordsOf('source', 'target');
  const all = wordsOf('source', 'target', 'object');
  tree.tokens.forEach((token, word) => {
    const role = marked.get(word) ?? 0;
    const done = isDoneTo(draft, word);
    const noun = done || isBehindPreposition(tree, word);
    const parties = done ? sides : all;
    if (role < minimumUnnamed && !(noun && isPlaceNoun(tree, word))) return;
    if (parties.has(word) || !['NOUN', 'PROPN'].includes(token.upos)) return;
    const [first, last] = nounPhrase(tree, word);
    if ([...parties].some((party) => first <= party && party <= last)) return;
    if (phrases.some((phrase) => phrase.first <= last && first <= phrase.last)) return;
    const named = tree.tokens.slice(first, last + 1).some(({ upos }) => upos === 'PROPN');
    phrases.push(phraseOf(tree, { first, last, role, named }));
  });
  return phrases;
}

/** The words of an entity that stand in the story, up to a dateline that the entity spans have run into. */
function storyWords({ first, last }: Entity, isOutside: (word: number) => boolean): readonly number[] {
  const words: number[] = [];
  for (let word = first; word <= last; word++) {
    if (isOutside(word) && words.length > 0) break;
    words.push(word);
  }
  return words;
}

/** Whether a word is a noun of place with a determiner or attribute: "the airport", but not "prison" in "in prison". */
function isPlaceNoun(tree: SentenceTree, word: number): boolean {
  const token = tree.tokens[word];
  const lemma = token?.lemma.toLowerCase() ?? '';
  if (token?.upos !== 'NOUN' || placeKind(lemma) === null) return false;
  return placeWords().bare.has(lemma) || dependentsBy(tree, word, 'det', 'nmod', 'nummod', 'compound').length > 0;
}

/** Acts on a place: "shelled **Tskhinvali**", "blocked **the road**". */
export const onPlaces: ReadonlySet<string> = new Set(['ASSAULT', 'MOBILIZE', 'COERCE', 'PROTEST', 'RETREAT']);

/** Whether the word is what such an act is done to. */
function isDoneTo({ tree, predicate, type }: Draft, word: number): boolean {
  const token = tree.tokens[word];
  return (
    token !== undefined &&
    onPlaces.has(type) &&
    predicate.words.includes(token.head) &&
    ['obj', 'nsubj:pass'].includes(token.deprel)
  );
}

function isBehindPreposition(tree: SentenceTree, word: number): boolean {
  if (!['obl', 'nmod', 'conj'].includes(baseRelation(tree.tokens[word]?.deprel ?? ''))) return false;
  return dependentsBy(tree, word, 'case').some((child) =>
    eventWords().locating.has(tree.tokens[child]?.lemma.toLowerCase() ?? ''),
  );
}

function phraseOf(tree: SentenceTree, found: Pick<PlacePhrase, 'first' | 'last' | 'role' | 'named'>): PlacePhrase {
  const word = headIn(tree, found.first, found.last);
  const marks = dependentsBy(tree, word, 'case').map((child) => tree.tokens[child]?.lemma.toLowerCase() ?? '');
  return { ...found, word, preposition: marks[0] ?? '' };
}
