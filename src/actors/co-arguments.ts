import type { Sentence } from '../records/sentence.js';

const objects = new Set(['obj', 'iobj', 'obl']);
const infinitives = new Set(['xcomp', 'advcl', 'acl']);

/**
 * Offsets of the words that a pronoun at `offset` cannot mean, since they are the subject of its own clause, said or understood:
 * in "sends soldiers to help **them**" neither who sends nor the soldiers.
 */
export function coArguments(tokens: Sentence['tokens'], offset: number): readonly number[] {
  const pronoun = tokens.find((token) => token.start === offset);
  const verb = pronoun?.head ?? -1;
  if (!pronoun || verb < 0 || !objects.has(base(pronoun.deprel))) return [];
  const own = dependents(tokens, verb, ['nsubj']);
  if (own.length > 0) return own.map((word) => tokens[word]?.start ?? -1);
  const above = tokens[verb]?.head ?? -1;
  if (above < 0 || !infinitives.has(base(tokens[verb]?.deprel ?? '')) || tokens[verb]?.feats.VerbForm !== 'Inf')
    return [];
  return dependents(tokens, above, ['nsubj', 'obj']).map((word) => tokens[word]?.start ?? -1);
}

function base(deprel: string): string {
  return deprel.split(':')[0] ?? deprel;
}

function dependents(tokens: Sentence['tokens'], head: number, relations: readonly string[]): readonly number[] {
  return tokens.flatMap((token, word) => (token.head === head && relations.includes(base(token.deprel)) ? [word] : []));
}
