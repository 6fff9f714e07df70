import type { Predicate } from '../predicate/find-predicates.js';
import { baseRelation, dependentsBy, type SentenceTree } from '../sentence-tree.js';
import type { Argument } from './find-arguments.js';
import { coordinated } from './noun-phrase.js';

/** Probability by the role head from which a source stands beside the subject of the predicate. */
const surelyBeside = 0.9;
/** Probability from which the subject of the predicate is its source alone. */
const surelySubject = 0.6;
/** Probability of target by the role head from which the subject of a passive suffers the act also where nobody is said to do it. */
const possiblyTarget = 0.15;

export interface Sides {
  readonly source: readonly Argument[];
  readonly target: readonly Argument[];
}

/**
 * Sources that suffer the act become its targets: the subject of a passive that names who did it, and the noun of a relative
 * clause with a subject of its own ("**soldiers**, whom a panel is investigating"). Beside its own subject a verb takes no
 * subjects of other verbs.
 */
export function settleVoice(
  tree: SentenceTree,
  predicate: Predicate,
  { source, target }: Sides,
  likelihood: (word: number) => number,
): Sides {
  const suffering = new Set<number>();
  const patient = sufferer(tree, predicate.word);
  if (patient !== null && (source.some(({ word }) => word !== patient) || likelihood(patient) >= possiblyTarget)) {
    suffering.add(patient);
  }
  const relative = relativeObject(tree, verbOf(tree, predicate.word));
  if (relative !== null) suffering.add(relative);
  const known = new Set(target.map(({ word }) => word));
  return {
    source: besideSubject(
      tree,
      predicate.word,
      source.filter(({ word }) => !suffering.has(word)),
    ),
    target: [...target, ...source.filter(({ word }) => suffering.has(word) && !known.has(word))],
  };
}

function besideSubject(tree: SentenceTree, predicate: number, sources: readonly Argument[]): readonly Argument[] {
  const subject = (tree.dependents[predicate] ?? []).find((child) =>
    ['nsubj', 'obl:agent'].includes(tree.tokens[child]?.deprel ?? ''),
  );
  if (!sources.some(({ word, score }) => word === subject && score >= surelySubject)) return sources;
  const members = new Set(subject === undefined ? [] : coordinated(tree, subject));
  return sources.filter(
    ({ word, score }) => members.has(word) || score >= surelyBeside || tree.tokens[word]?.head === predicate,
  );
}

/** The noun that a relative clause describes, where the clause has a subject of its own. */
function relativeObject(tree: SentenceTree, verb: number): number | null {
  const token = tree.tokens[verb];
  if (token?.deprel !== 'acl:relcl' || token.head < 0) return null;
  const subject = dependentsBy(tree, verb, 'nsubj')[0];
  return subject !== undefined && !isRelative(tree, subject) ? token.head : null;
}

/** The verb of a predicate: itself, or the light verb of an event noun. */
export function verbOf(tree: SentenceTree, word: number): number {
  const token = tree.tokens[word];
  return token &&
    token.upos !== 'VERB' &&
    token.head >= 0 &&
    ['obj', 'nsubj', 'obl'].includes(baseRelation(token.deprel)) &&
    token.deprel !== 'nsubj'
    ? token.head
    : word;
}

/** The subject of a passive verb, its own or that of the passive verb it is coordinated with. */
function sufferer(tree: SentenceTree, word: number): number | null {
  let at = word;
  for (let steps = 0; steps < 3; steps++) {
    const token = tree.tokens[at];
    const children = tree.dependents[at] ?? [];
    const patient = children.find((child) => tree.tokens[child]?.deprel === 'nsubj:pass');
    if (patient !== undefined) {
      if (!isRelative(tree, patient)) return patient;
      return token && baseRelation(token.deprel) === 'acl' && token.head >= 0 ? token.head : null;
    }
    if (children.some((child) => ['nsubj', 'obj'].includes(tree.tokens[child]?.deprel ?? ''))) return null;
    if (!token || token.head < 0 || token.deprel !== 'conj' || token.feats.VerbForm !== 'Part') return null;
    at = token.head;
  }
  return null;
}

/** Whether the word is a relative pronoun. */
export function isRelative(tree: SentenceTree, word: number): boolean {
  const token = tree.tokens[word];
  return token?.feats.PronType === 'Rel' || ['who', 'which', 'that'].includes(token?.lemma ?? '');
}
