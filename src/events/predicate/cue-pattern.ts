import { baseRelation, type SentenceTree } from '../sentence-tree.js';

/** A cue of the codebook: lemmas in order, each with its alternatives, one of them the trigger. */
export interface CuePattern {
  readonly words: readonly (readonly string[])[];
  readonly trigger: number;
}

const articles = new Set(['a', 'an', 'the']);
const widestGap = 4;
/** How far below the trigger another word of a cue may hang: "put **on** alert". */
const deepest = 2;
const otherClause = new Set(['conj', 'parataxis', 'acl', 'advcl']);

/** Reads a cue as it is written: lemmas in order, `a|b` for alternatives, `*` before the trigger where it is not the first. */
export function cuePattern(cue: string): CuePattern {
  const words = cue
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && !articles.has(word));
  return {
    words: words.map((word) => word.replace(/^\*/, '').split('|')),
    trigger: Math.max(
      0,
      words.findIndex((word) => word.startsWith('*')),
    ),
  };
}

/** Whether the cue stands at `word`, its trigger: the others in order near it, or below it in the parse ("**bombs** were **dropped**"). */
export function standsAt(pattern: CuePattern, tree: SentenceTree, word: number): boolean {
  if (!isOneOf(tree, word, pattern.words[pattern.trigger] ?? [])) return false;
  return (
    pattern.words.length === 1 ||
    standsInOrder(pattern, tree, word) ||
    pattern.words.every((choices, index) => index === pattern.trigger || hangsBelow(tree, word, choices))
  );
}

function isOneOf(tree: SentenceTree, word: number, choices: readonly string[]): boolean {
  const token = tree.tokens[word];
  return (
    token !== undefined && (choices.includes(token.lemma.toLowerCase()) || choices.includes(token.text.toLowerCase()))
  );
}

function standsInOrder({ words, trigger }: CuePattern, tree: SentenceTree, word: number): boolean {
  for (const step of [1, -1] as const) {
    let at: number | null = word;
    for (let index = trigger + step; index >= 0 && index < words.length && at !== null; index += step)
      at = seek(tree, at, words[index] ?? [], step);
    if (at === null) return false;
  }
  return true;
}

function seek(tree: SentenceTree, from: number, choices: readonly string[], step: 1 | -1): number | null {
  for (let distance = 1; distance <= widestGap + 1; distance++) {
    const at = from + step * distance;
    if (!tree.tokens[at]) return null;
    if (isOneOf(tree, at, choices)) return at;
  }
  return null;
}

function hangsBelow(tree: SentenceTree, word: number, choices: readonly string[], depth = 1): boolean {
  return (tree.dependents[word] ?? []).some((child) => {
    if (otherClause.has(baseRelation(tree.tokens[child]?.deprel ?? ''))) return false;
    return isOneOf(tree, child, choices) || (depth < deepest && hangsBelow(tree, child, choices, depth + 1));
  });
}
