import { readFileSync } from 'node:fs';
import { dataPath } from '../../package-root.js';
import type { Casualties, Count } from '../../records/event.js';
import { coordinated } from '../party/noun-phrase.js';
import { baseRelation, dependentsBy, pathToRoot, type SentenceTree, subtree } from '../sentence-tree.js';
import { countAt } from './find-object.js';

type Kind = keyof Casualties;
interface HarmWords {
  readonly verbs: ReadonlySet<string>;
  readonly nouns: ReadonlySet<string>;
  readonly adjectives: ReadonlySet<string>;
}

let shipped: { readonly harm: ReadonlyMap<Kind, HarmWords>; readonly people: ReadonlySet<string> } | null = null;

function casualtyWords(): NonNullable<typeof shipped> {
  if (shipped === null) {
    const raw = JSON.parse(readFileSync(dataPath('events', 'casualties.json'), 'utf8'));
    const kinds: readonly Kind[] = ['dead', 'injured', 'detained', 'displaced'];
    shipped = {
      harm: new Map(
        kinds.map((kind) => [
          kind,
          {
            verbs: new Set(raw[kind].verbs),
            nouns: new Set(raw[kind].nouns),
            adjectives: new Set(raw[kind].adjectives),
          },
        ]),
      ),
      people: new Set(raw.people),
    };
  }
  return shipped;
}

/** People hurt, held or displaced, as the clauses around `trigger` count them; null when no number is told. */
export function findCasualties(text: string, tree: SentenceTree, trigger: number): Casualties | null {
  const counts: Record<Kind, Count | null> = { dead: null, injured: null, detained: null, displaced: null };
  const near = nearbyWords(tree, trigger);
  for (const word of near) {
    const token = tree.tokens[word];
    if (!token) continue;
    for (const [kind, harm] of casualtyWords().harm) {
      if (counts[kind]) continue;
      if (token.upos === 'VERB' && harm.verbs.has(token.lemma)) counts[kind] = victimsOf(text, tree, word);
      else if (token.upos === 'NOUN' && harm.nouns.has(token.lemma)) counts[kind] = countAt(text, tree, word);
      else if (harm.adjectives.has(token.lemma) && token.upos !== 'VERB')
        counts[kind] = adjectiveCount(text, tree, word);
    }
  }
  return Object.values(counts).some((count) => count !== null) ? counts : null;
}

/** Words below the trigger's clause and its coordinated and governing clauses, the trigger first. */
function nearbyWords(tree: SentenceTree, trigger: number): readonly number[] {
  const top = pathToRoot(tree, trigger).at(-1) ?? trigger;
  return [trigger, ...subtree(tree, trigger), ...subtree(tree, top)];
}

function victimsOf(text: string, tree: SentenceTree, verb: number): Count | null {
  const victims = [
    ...dependentsBy(tree, verb, 'obj'),
    ...(tree.dependents[verb] ?? []).filter((child) => {
      const token = tree.tokens[child];
      return (
        token?.deprel === 'nsubj:pass' ||
        (token?.deprel === 'nsubj' && ['die', 'perish', 'flee'].includes(tree.tokens[verb]?.lemma ?? ''))
      );
    }),
  ];
  const governor = tree.tokens[verb]?.head ?? -1;
  const relation = baseRelation(tree.tokens[verb]?.deprel ?? '');
  if (victims.length === 0 && relation === 'acl' && governor >= 0) victims.push(governor);
  return sum(
    victims
      .flatMap((victim) => coordinated(tree, victim))
      .map((victim) => (isPeople(tree, victim) ? countAt(text, tree, victim) : null)),
  );
}

function adjectiveCount(text: string, tree: SentenceTree, word: number): Count | null {
  const own = countAt(text, tree, word);
  if (own) return own;
  const head = tree.tokens[word]?.head ?? -1;
  return head >= 0 && isPeople(tree, head) ? countAt(text, tree, head) : null;
}

function isPeople(tree: SentenceTree, word: number): boolean {
  const token = tree.tokens[word];
  return (
    token !== undefined &&
    (token.upos === 'NUM' ||
      token.upos === 'PRON' ||
      casualtyWords().people.has(token.lemma.toLowerCase()) ||
      token.feats.Number === 'Plur')
  );
}

function sum(counts: readonly (Count | null)[]): Count | null {
  const known = counts.filter((count) => count !== null);
  const first = known[0];
  if (!first) return null;
  return {
    span: first.span,
    low: known.reduce((total, count) => total + count.low, 0),
    high: known.reduce((total, count) => total + count.high, 0),
  };
}
