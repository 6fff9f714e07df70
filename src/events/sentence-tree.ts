import type { Sentence, Token } from '../records/sentence.js';
import { type Span, spanOf } from '../records/span.js';

/** A sentence with its dependents and subtrees at hand. Word indexes are 0-based; `head` -1 is the root. */
export interface SentenceTree {
  readonly sentence: Sentence;
  readonly tokens: readonly Token[];
  readonly dependents: readonly (readonly number[])[];
}

export function treeOf(sentence: Sentence): SentenceTree {
  const dependents: number[][] = sentence.tokens.map(() => []);
  sentence.tokens.forEach((token, index) => {
    if (token.head >= 0) dependents[token.head]?.push(index);
  });
  return { sentence, tokens: sentence.tokens, dependents };
}

/** The relation without its subtype: `nsubj:pass` → `nsubj`. */
export function baseRelation(deprel: string): string {
  const colon = deprel.indexOf(':');
  return colon < 0 ? deprel : deprel.slice(0, colon);
}

/** All words below `index`, itself included, in order; `enter` says which dependents are followed. */
export function subtree(
  tree: SentenceTree,
  index: number,
  enter: (child: number, parent: number) => boolean = () => true,
): readonly number[] {
  const found: number[] = [];
  const queue = [index];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    found.push(at);
    for (const child of tree.dependents[at] ?? []) if (enter(child, at)) queue.push(child);
  }
  return found.sort((a, b) => a - b);
}

/** Dependents of `index` with one of these base relations, in order. */
export function dependentsBy(tree: SentenceTree, index: number, ...relations: readonly string[]): readonly number[] {
  return (tree.dependents[index] ?? []).filter((child) =>
    relations.includes(baseRelation(tree.tokens[child]?.deprel ?? '')),
  );
}

/** The words from `index` up to the root, itself first. */
export function pathToRoot(tree: SentenceTree, index: number): readonly number[] {
  const path: number[] = [];
  for (let at = index; at >= 0 && path.length <= tree.tokens.length; at = tree.tokens[at]?.head ?? -1) path.push(at);
  return path;
}

/** Number of edges between two words of the tree. */
export function treeDistance(tree: SentenceTree, a: number, b: number): number {
  const up = pathToRoot(tree, a);
  const other = pathToRoot(tree, b);
  for (let i = 0; i < up.length; i++) {
    const j = other.indexOf(up[i] ?? -1);
    if (j >= 0) return i + j;
  }
  return up.length + other.length;
}

/** The span of the text from word `first` to word `last`, both included. */
export function wordsSpan(text: string, tree: SentenceTree, first: number, last: number): Span {
  return spanOf(text, tree.tokens[first]?.start ?? 0, tree.tokens[last]?.end ?? 0);
}

/** The word by which the words from `first` to `last` hang on the sentence. */
export function headIn(tree: SentenceTree, first: number, last: number): number {
  for (let word = first; word <= last; word++) {
    const head = tree.tokens[word]?.head ?? -1;
    if (head < first || head > last) return word;
  }
  return last;
}
