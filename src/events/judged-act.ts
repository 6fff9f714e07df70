import { readFileSync } from 'node:fs';
import { dataPath } from '../package-root.js';
import { baseRelation, dependentsBy, type SentenceTree } from './sentence-tree.js';

/** Types of the acts that a noun can stand for; the second list only where none of the first was told. */
export interface ActNoun {
  /** The nouns that can name the same act: "agreement" and "deal". */
  readonly words: ReadonlySet<string>;
  readonly acts: ReadonlySet<string>;
  readonly otherwise: ReadonlySet<string>;
}

interface ActWords {
  readonly nouns: ReadonlyMap<string, ActNoun>;
  readonly anyAct: ReadonlySet<string>;
  readonly denials: ReadonlySet<string>;
  /** Determiners that make a noun mean no act in particular. */
  readonly general: ReadonlySet<string>;
}

let shipped: ActWords | null = null;

/** The word lists of `data/events/acts.json`. */
export function actWords(): ActWords {
  if (shipped === null) {
    const raw = JSON.parse(readFileSync(dataPath('events', 'acts.json'), 'utf8')) as {
      nouns: { words: string[]; acts: string[]; otherwise?: string[] }[];
      anyAct: string[];
      denials: string[];
      general: string[];
    };
    shipped = {
      nouns: new Map(
        raw.nouns.flatMap(({ words, acts, otherwise }) =>
          words.map(
            (word) =>
              [word, { words: new Set(words), acts: new Set(acts), otherwise: new Set(otherwise ?? []) }] as const,
          ),
        ),
      ),
      anyAct: new Set(raw.anyAct),
      denials: new Set(raw.denials),
      general: new Set(raw.general),
    };
  }
  return shipped;
}

/** What an answer or judgement is about: a named kind of act, an act of any kind, what was just said, a clause of its own, a thing, or nothing said. */
export type Judged =
  | { readonly kind: 'act'; readonly lemma: string; readonly noun: ActNoun }
  | { readonly kind: 'any' | 'it' | 'clause' | 'thing' | 'none' };

/** What the answer or judgement of `word` is about, by its syntax: "welcomed **the deal**", "denied **it**", "refused **to go**". */
export function judgedBy(tree: SentenceTree, word: number): Judged {
  const complement = complementOf(tree, word);
  if (complement === null) return { kind: 'none' };
  const token = tree.tokens[complement];
  if (!token) return { kind: 'none' };
  if (['ccomp', 'xcomp'].includes(baseRelation(token.deprel))) return { kind: 'clause' };
  if (token.upos === 'PRON' || token.upos === 'DET') return { kind: 'it' };
  const { nouns, anyAct, general } = actWords();
  if (dependentsBy(tree, complement, 'det').some((each) => general.has(tree.tokens[each]?.lemma.toLowerCase() ?? '')))
    return { kind: 'thing' };
  if (dependentsBy(tree, complement, 'acl').length > 0) return { kind: 'clause' };
  for (const each of [complement, ...dependentsBy(tree, complement, 'nmod')]) {
    const lemma = tree.tokens[each]?.lemma.toLowerCase() ?? '';
    if (anyAct.has(lemma)) return { kind: 'any' };
    const noun = nouns.get(lemma);
    if (noun) return { kind: 'act', lemma, noun };
  }
  return { kind: 'thing' };
}

function complementOf(tree: SentenceTree, word: number): number | null {
  const found = (...relations: readonly string[]): number | undefined =>
    (tree.dependents[word] ?? []).find(
      (child) => relations.includes(tree.tokens[child]?.deprel ?? '') && !isTime(tree, child),
    );
  if (tree.tokens[word]?.upos === 'VERB')
    return found('obj', 'nsubj:pass') ?? found('ccomp', 'xcomp') ?? found('obl') ?? null;
  const own = found('nmod');
  if (own !== undefined) return own;
  const head = tree.tokens[word]?.head ?? -1;
  return dependentsBy(tree, head, 'obl').find((child) => child !== word && !isTime(tree, child)) ?? null;
}

function isTime(tree: SentenceTree, word: number): boolean {
  return tree.sentence.entities.some(
    (entity) => ['time', 'place'].includes(entity.kind) && entity.first <= word && word <= entity.last,
  );
}
