import { dependentsBy, type SentenceTree, subtree } from '../sentence-tree.js';
import { predicateWords } from './predicate-words.js';

/** Somebody is called something: "called the ruling a **farce**". */
export interface Judgement {
  /** Head of what is judged. */
  readonly judged: number;
  /** The word that approves or disapproves; null where none of the lists is among the words. */
  readonly word: number | null;
  readonly type: 'SUPPORT' | 'ACCUSE' | null;
}

/** The judgement that the verb at `word` passes on its object, or null where it means something else ("called **for** talks"). */
export function judgementAt(tree: SentenceTree, word: number): Judgement | null {
  const { judging, particles, approving, disapproving } = predicateWords();
  const token = tree.tokens[word];
  if (token?.upos !== 'VERB' || !judging.has(token.lemma.toLowerCase())) return null;
  if (particles.has(tree.tokens[word + 1]?.text.toLowerCase() ?? '')) return null;
  const complements = dependentsBy(tree, word, 'obj', 'xcomp', 'obl', 'ccomp', 'advcl').filter((child) => child > word);
  const judged = complements[0];
  if (judged === undefined) return null;
  const below = complements.flatMap((child) => subtree(tree, child)).sort((a, b) => a - b);
  const telling = (at: number): boolean => {
    const lemma = tree.tokens[at]?.lemma.toLowerCase() ?? '';
    return at > judged && (approving.has(lemma) || disapproving.has(lemma));
  };
  const found = below.find(telling) ?? null;
  if (found === null) return complements.length > 1 ? { judged, word: null, type: null } : null;
  const type = approving.has(tree.tokens[found]?.lemma.toLowerCase() ?? '') ? 'SUPPORT' : 'ACCUSE';
  return { judged, word: found, type };
}

/** Head of the name nearest to what is judged: "the decision to found **the union**". */
export function judgedParty(tree: SentenceTree, { judged, word }: Judgement): number | null {
  const within = new Set(subtree(tree, judged).filter((each) => word === null || each < word));
  const heads = tree.sentence.entities
    .filter((entity) => entity.kind !== 'time' && entity.kind !== 'event')
    .map((entity) => nameOf(tree, headOf(tree, entity.first, entity.last)))
    .filter((head) => within.has(head) && ['NOUN', 'PROPN'].includes(tree.tokens[head]?.upos ?? ''));
  const isName = (each: number): boolean => tree.tokens[each]?.upos === 'PROPN';
  return heads.find(isName) ?? heads[0] ?? [...within].find(isName) ?? null;
}

/** The name that stands beside a description: "the bloc **AES**". */
function nameOf(tree: SentenceTree, head: number): number {
  return dependentsBy(tree, head, 'appos', 'flat').find((child) => tree.tokens[child]?.upos === 'PROPN') ?? head;
}

function headOf(tree: SentenceTree, first: number, last: number): number {
  for (let at = first; at <= last; at++) {
    const head = tree.tokens[at]?.head ?? -1;
    if (head < first || head > last) return at;
  }
  return last;
}
