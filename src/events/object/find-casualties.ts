import { readFileSync } from 'node:fs';
import { dataPath } from '../../package-root.js';
import type { Casualties, Count } from '../../records/event.js';
import { spanOf } from '../../records/span.js';
import type { Draft } from '../draft-event.js';
import { coordinated } from '../party/noun-phrase.js';
import { baseRelation, dependentsBy, pathToRoot, type SentenceTree, subtree } from '../sentence-tree.js';
import { countAt } from './find-object.js';

type Kind = keyof Casualties;
interface HarmWords {
  readonly verbs: ReadonlySet<string>;
  readonly nouns: ReadonlySet<string>;
  readonly adjectives: ReadonlySet<string>;
}

let shipped: {
  readonly harm: ReadonlyMap<Kind, HarmWords>;
  readonly people: ReadonlySet<string>;
  readonly ofWhom: ReadonlySet<string>;
} | null = null;

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
      ofWhom: new Set(raw.ofWhom),
    };
  }
  return shipped;
}

/** People hurt, held or displaced, as the clauses around `trigger` count them; null when no number is told. */
export function findCasualties(text: string, draft: Draft, siblings: readonly Draft[]): Casualties | null {
  const { tree, predicate } = draft;
  const trigger = predicate.word;
  const counts: Record<Kind, Count | null> = { dead: null, injured: null, detained: null, displaced: null };
  const near = nearbyWords(tree, trigger);
  for (const word of near) {
    const token = tree.tokens[word];
    if (!token || ofAnother(word, draft, siblings)) continue;
    for (const [kind, harm] of casualtyWords().harm) {
      if (counts[kind]) continue;
      if (token.upos === 'VERB' && harm.verbs.has(token.lemma))
        counts[kind] = victimsOf(text, tree, word) ?? countOfWhom(text, tree, word);
      else if (token.upos === 'NOUN' && harm.nouns.has(token.lemma))
        counts[kind] = countAt(text, tree, word) ?? countOfWhom(text, tree, word);
      else if (harm.adjectives.has(token.lemma) && token.upos !== 'VERB')
        counts[kind] = adjectiveCount(text, tree, word);
    }
  }
  return Object.values(counts).some((count) => count !== null) ? counts : null;
}

/** Whether a word of harm belongs to another act of the sentence; a participle of the same kind ("shelled the town, **killing** nine") does not. */
function ofAnother(word: number, draft: Draft, siblings: readonly Draft[]): boolean {
  const { tree, predicate, type } = draft;
  const path = pathToRoot(tree, word);
  const nearest = path.find(
    (above) => above === predicate.word || siblings.some((other) => other.predicate.word === above),
  );
  if (nearest === undefined || nearest === predicate.word) return false;
  const other = siblings.find(({ predicate: { word: at } }) => at === nearest);
  const between = path.slice(path.indexOf(nearest), path.indexOf(predicate.word));
  if (other?.type === type && isHarm(tree, predicate.word) && tree.tokens[nearest]?.head === predicate.word)
    return false;
  const hangs =
    path.includes(predicate.word) &&
    between.every((each) => ['advcl', 'acl', 'xcomp'].includes(baseRelation(tree.tokens[each]?.deprel ?? '')));
  return !(other?.type === type && hangs);
}

/** Whether the act itself counts victims, as does what is coordinated with it: "killed 14 and **wounded** 30". */
function isHarm(tree: SentenceTree, word: number): boolean {
  return [...casualtyWords().harm.values()].some(({ verbs }) => verbs.has(tree.tokens[word]?.lemma ?? ''));
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
  return sum(victims.flatMap((victim) => coordinated(tree, victim)).map((victim) => peopleAt(text, tree, victim)));
}

/** Of whom a noun of harm tells: "the killing **of nine civilians**". */
function countOfWhom(text: string, tree: SentenceTree, noun: number): Count | null {
  const whom = dependentsBy(tree, noun, 'nmod').filter((child) =>
    dependentsBy(tree, child, 'case').some((mark) => casualtyWords().ofWhom.has(tree.tokens[mark]?.lemma ?? '')),
  );
  return sum(whom.flatMap((each) => coordinated(tree, each)).map((each) => peopleAt(text, tree, each)));
}

/** How many people a phrase means: its number, or one for "a man", "his driver" and "himself". */
function peopleAt(text: string, tree: SentenceTree, word: number): Count | null {
  if (!isPeople(tree, word)) return null;
  const counted = countAt(text, tree, word);
  if (counted) return counted;
  const token = tree.tokens[word];
  if (token?.feats.Number !== 'Sing' || token.upos === 'PROPN') return null;
  const marks = dependentsBy(tree, word, 'det', 'nmod');
  const one =
    token.upos === 'PRON'
      ? token.feats.Case === 'Acc' || token.feats.Reflex === 'Yes'
      : marks.some((mark) => tree.tokens[mark]?.feats.Definite === 'Ind' || tree.tokens[mark]?.deprel === 'nmod:poss');
  return one ? { span: spanOf(text, token.start, token.end), low: 1, high: 1 } : null;
}

function adjectiveCount(text: string, tree: SentenceTree, word: number): Count | null {
  const own = countAt(text, tree, word);
  if (own) return own;
  const head = tree.tokens[word]?.head ?? -1;
  if (tree.tokens[head]?.upos === 'VERB') return victimsOf(text, tree, head);
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
