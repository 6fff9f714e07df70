import type { Sentence } from '../records/sentence.js';

type Tokens = Sentence['tokens'];

const attributes = new Set(['det', 'nummod', 'amod', 'compound', 'flat', 'conj']);

/**
 * The phrase of whom the party between two offsets leads or rules: "**The two states** are ruled by juntas", "the junta that rules
 * **Chad**"; offsets into the text, null where nobody is ruled. `rules` says which lemmas rule.
 */
export function ruledParty(
  tokens: Tokens,
  start: number,
  end: number,
  rules: (lemma: string) => boolean,
): { readonly start: number; readonly end: number } | null {
  const head = tokens.findIndex(
    (token) => token.start >= start && token.end <= end && !covers(tokens[token.head], start, end),
  );
  const verb = tokens[head]?.head ?? -1;
  const relation = tokens[head]?.deprel ?? '';
  if (relation === 'obl:agent' && rules(lemmaOf(tokens, verb)))
    return phraseAt(tokens, dependent(tokens, verb, 'nsubj:pass'));
  if (relation === 'nsubj' && rules(lemmaOf(tokens, verb))) return phraseAt(tokens, dependent(tokens, verb, 'obj'));
  const clause = tokens.findIndex(
    (token, word) => token.head === head && token.deprel === 'acl:relcl' && rules(lemmaOf(tokens, word)),
  );
  return clause < 0 ? null : phraseAt(tokens, dependent(tokens, clause, 'obj'));
}

function covers(token: Tokens[number] | undefined, start: number, end: number): boolean {
  return token !== undefined && token.start >= start && token.end <= end;
}

function lemmaOf(tokens: Tokens, word: number): string {
  return tokens[word]?.lemma.toLowerCase() ?? '';
}

function dependent(tokens: Tokens, head: number, relation: string): number {
  return tokens.findIndex((token) => token.head === head && token.deprel === relation);
}

function phraseAt(tokens: Tokens, head: number): { readonly start: number; readonly end: number } | null {
  const own = tokens.filter(
    (token, word) => word === head || (token.head === head && attributes.has(token.deprel.split(':')[0] ?? '')),
  );
  const [first, last] = [own[0], own.at(-1)];
  return head < 0 || !first || !last ? null : { start: first.start, end: last.end };
}
