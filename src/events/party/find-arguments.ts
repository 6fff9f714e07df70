import { eventWords } from '../event-words.js';
import { type HeadLabels, headOf, type RoleName, softmax } from '../head-labels.js';
import type { Predicate } from '../predicate/find-predicates.js';
import { baseRelation, dependentsBy, type SentenceTree, subtree } from '../sentence-tree.js';
import { coordinated, isNominal, nounPhrase } from './noun-phrase.js';
import { isRelative, settleVoice } from './settle-voice.js';
import { aimOf, isCreated, weedTargets } from './weed-targets.js';

/** A word that heads a phrase in a role of the predicate. */
export interface Argument {
  readonly word: number;
  readonly score: number;
  readonly by: 'model' | 'syntax';
}

export type Arguments = Readonly<Record<Exclude<RoleName, 'none'>, readonly Argument[]>>;

/** Least probability of a role; set on the held-out batches of the corpus, re-check with `npm run eval -- events`. */
const minimumRole = 0.25;
/** Probability from which several words may share a role. */
const sureRole = 0.6;
/** Probability of a target below which the syntax says what an attack was aimed at. */
const likelyTarget = 0.5;

/** Who and what stands in which role of a predicate: the role head's answers, coordinated members, and the syntax where the head is silent. */
export function findArguments(tree: SentenceTree, predicate: Predicate, labels: HeadLabels): Arguments {
  const roles = roleRows(tree, predicate.word, labels);
  const picked: Record<string, Argument[]> = { source: [], target: [], object: [], place: [], time: [], speaker: [] };
  const own = new Set(predicate.words);
  roles.forEach((row, word) => {
    if (own.has(word)) return;
    for (const [role, score] of row) {
      if (role === 'none' || score < minimumRole) continue;
      if ((role === 'source' || role === 'target') && (row.get('place') ?? 0) >= score / 2 && isWhereabouts(tree, word))
        continue;
      picked[role]?.push({ word, score, by: 'model' });
    }
  });
  settleSides(picked);
  const sides = mutual.has(predicate.type)
    ? null
    : settleVoice(
        tree,
        predicate,
        { source: picked.source ?? [], target: picked.target ?? [] },
        (word) => roles[word]?.get('target') ?? 0,
      );
  if (sides) Object.assign(picked, { source: [...sides.source], target: [...sides.target] });
  for (const role of ['source', 'target'] as const) {
    picked[role] = spread(tree, outermost(tree, surest(picked[role] ?? [])), roles, role, own);
  }
  if (mutual.has(predicate.type)) picked.source = withCompanions(tree, predicate.word, picked, own);
  if (predicate.type === 'SUPPORT') signTogether(tree, predicate.word, picked);
  const sources = new Set((picked.source ?? []).map((argument) => argument.word));
  picked.target = [
    ...weedTargets(
      tree,
      predicate.word,
      predicate.type,
      (picked.target ?? []).filter((argument) => !sources.has(argument.word)),
    ),
  ];
  const taken = new Set([...(picked.source ?? []), ...(picked.target ?? [])].map((argument) => argument.word));
  if ((picked.source ?? []).length === 0) {
    const subject = subjectOf(tree, predicate.word, taken);
    if (subject !== null && (tree.tokens[predicate.word]?.upos === 'VERB' || tree.tokens[subject]?.upos !== 'PRON'))
      picked.source = spread(tree, [{ word: subject, score: 0.5, by: 'syntax' }], roles, 'source', own);
  }
  if (predicate.type === 'ASSAULT' && !(picked.target ?? []).some(({ score }) => score >= likelyTarget)) {
    const aim = aimOf(tree, predicate.word);
    if (aim && !own.has(aim.word) && !taken.has(aim.word)) picked.target = spread(tree, [aim], roles, 'target', own);
  }
  if ((picked.target ?? []).length === 0 && mutual.has(predicate.type)) {
    const object = patientOf(tree, predicate.word, new Set((picked.source ?? []).map((argument) => argument.word)));
    if (object !== null && !isCreated(tree, predicate.word, object))
      picked.target = spread(tree, [{ word: object, score: 0.5, by: 'syntax' }], roles, 'target', own);
  }
  return picked as unknown as Arguments;
}

const mutual = new Set(['CONSULT', 'COOPERATE']);
/** Who signs with somebody signs as he does: "signed a pact **with the unions**". */
function signTogether(tree: SentenceTree, word: number, picked: Record<string, Argument[]>): void {
  if (!eventWords().signing.has(tree.tokens[word]?.lemma.toLowerCase() ?? '')) return;
  const isCompanion = (each: number): boolean =>
    dependentsBy(tree, each, 'case').some((mark) => eventWords().companions.has(tree.tokens[mark]?.lemma ?? ''));
  const joining = (picked.target ?? []).filter(({ word: each }) => isCompanion(each));
  if (joining.length === 0 || (picked.source ?? []).length === 0) return;
  picked.source = [...(picked.source ?? []), ...joining].sort((a, b) => a.word - b.word);
  picked.target = (picked.target ?? []).filter((argument) => !joining.includes(argument));
}

/** The sources of a mutual act with whom "with" names beside them: "met **with the chiefs**". */
function withCompanions(
  tree: SentenceTree,
  word: number,
  picked: Record<string, Argument[]>,
  own: ReadonlySet<number>,
): Argument[] {
  const sources = picked.source ?? [];
  const taken = new Set([...sources, ...(picked.target ?? [])].map((argument) => argument.word));
  const companions = dependentsBy(tree, word, 'obl', 'nmod').filter(
    (child) =>
      !taken.has(child) &&
      !own.has(child) &&
      isNominal(tree, child) &&
      dependentsBy(tree, child, 'case').some((mark) => eventWords().companions.has(tree.tokens[mark]?.lemma ?? '')) &&
      namesSomebody(tree, child),
  );
  return [
    ...sources,
    ...companions
      .flatMap((child) => coordinated(tree, child))
      .map((child): Argument => ({ word: child, score: 0.5, by: 'syntax' })),
  ];
}

function namesSomebody(tree: SentenceTree, word: number): boolean {
  return tree.sentence.entities.some(
    (entity) => entity.kind !== 'time' && entity.kind !== 'event' && entity.first <= word && word <= entity.last,
  );
}

/** Whether the word names a place with a preposition of place: where it happened, not who took part. */
function isWhereabouts(tree: SentenceTree, word: number): boolean {
  if (
    !dependentsBy(tree, word, 'case').some((child) =>
      eventWords().whereabouts.has(tree.tokens[child]?.lemma.toLowerCase() ?? ''),
    )
  )
    return false;
  return tree.sentence.entities.some(
    (entity) => entity.kind === 'place' && entity.first <= word && word <= entity.last,
  );
}

/** A word that could be source and target stands on the likelier side alone. */
function settleSides(picked: Record<string, Argument[]>): void {
  const score = (role: string, word: number): number =>
    picked[role]?.find((argument) => argument.word === word)?.score ?? 0;
  const [source, target] = [picked.source ?? [], picked.target ?? []];
  picked.source = source.filter((argument) => argument.score >= score('target', argument.word));
  picked.target = target.filter((argument) => argument.score > score('source', argument.word));
}

/** The sure arguments; where none is sure, the best of the others alone. */
function surest(found: readonly Argument[]): readonly Argument[] {
  const sure = found.filter((argument) => argument.score >= sureRole);
  if (sure.length > 0) return sure;
  const best = [...found].sort((a, b) => b.score - a.score)[0];
  return best ? [best] : [];
}

function roleRows(tree: SentenceTree, word: number, labels: HeadLabels): readonly ReadonlyMap<string, number>[] {
  const logits = headOf(tree.sentence, 'role');
  const size = labels.roles.length;
  const count = tree.tokens.length;
  if (logits.length < count * count * size) return tree.tokens.map(() => new Map());
  return tree.tokens.map((_, other) => {
    const row = softmax(logits, (word * count + other) * size, size);
    return new Map(labels.roles.map((role, index) => [role, row[index] ?? 0]));
  });
}

/** Drops arguments that lie inside another one's phrase. */
function outermost(tree: SentenceTree, found: readonly Argument[]): Argument[] {
  return found.filter(
    (argument) =>
      isNominal(tree, argument.word) &&
      !found.some((other) => {
        if (other.word === argument.word || other.score < argument.score - 0.2) return false;
        const [first, last] = nounPhrase(tree, other.word);
        return first <= argument.word && argument.word <= last && subtree(tree, other.word).includes(argument.word);
      }),
  );
}

/** Adds coordinated members that the role head did not give another role. */
function spread(
  tree: SentenceTree,
  found: readonly Argument[],
  roles: readonly ReadonlyMap<string, number>[],
  role: string,
  own: ReadonlySet<number>,
): Argument[] {
  const words = new Map(found.map((argument) => [argument.word, argument]));
  for (const argument of found) {
    for (const member of coordinated(tree, argument.word)) {
      if (words.has(member) || own.has(member)) continue;
      const row = roles[member];
      const against = row
        ? Math.max(
            ...['source', 'target', 'object', 'speaker']
              .filter((each) => each !== role)
              .map((each) => row.get(each) ?? 0),
          )
        : 0;
      if (against < minimumRole)
        words.set(member, {
          word: member,
          score: Math.min(argument.score, 0.5 + (row?.get(role) ?? 0) / 2),
          by: 'syntax',
        });
    }
  }
  return [...words.values()].sort((a, b) => a.word - b.word);
}

/** Whom the syntax makes the object of a verb, or the subject of its passive: the guest of "received". */
function patientOf(tree: SentenceTree, word: number, taken: ReadonlySet<number>): number | null {
  if (tree.tokens[word]?.upos !== 'VERB') return null;
  const patient = (tree.dependents[word] ?? []).find((child) =>
    ['obj', 'nsubj:pass'].includes(tree.tokens[child]?.deprel ?? ''),
  );
  return patient !== undefined && !taken.has(patient) && namesSomebody(tree, patient) && !isRelative(tree, patient)
    ? patient
    : null;
}

/** The subject that the syntax gives a predicate: own, by-phrase, controlled, of the coordinated or governing verb, or the noun that a participle modifies. */
export function subjectOf(tree: SentenceTree, word: number, taken: ReadonlySet<number>): number | null {
  let at = word;
  for (let steps = 0; steps < 5; steps++) {
    const agent = dependentsBy(tree, at, 'obl').find((child) => tree.tokens[child]?.deprel === 'obl:agent');
    if (agent !== undefined && !taken.has(agent)) return agent;
    const subject = (tree.dependents[at] ?? []).find((child) => tree.tokens[child]?.deprel === 'nsubj');
    if (subject !== undefined)
      return isRelative(tree, subject) ? antecedent(tree, at, taken) : taken.has(subject) ? null : subject;
    const passive = (tree.dependents[at] ?? []).some((child) => tree.tokens[child]?.deprel === 'nsubj:pass');
    if (passive) return null;
    const token = tree.tokens[at];
    if (!token || token.head < 0) return null;
    const relation = baseRelation(token.deprel);
    if (relation === 'acl')
      return token.feats.VerbForm === 'Part' && token.feats.Tense === 'Past' ? null : notTaken(token.head, taken);
    if (!['xcomp', 'conj', 'advcl', 'ccomp', 'obj', 'nmod', 'obl'].includes(relation)) return null;
    if (['obj', 'nmod', 'obl'].includes(relation) && tree.tokens[at]?.upos === 'VERB') return null;
    at = token.head;
  }
  return null;
}

const notTaken = (word: number, taken: ReadonlySet<number>): number | null => (taken.has(word) ? null : word);

function antecedent(tree: SentenceTree, verb: number, taken: ReadonlySet<number>): number | null {
  const token = tree.tokens[verb];
  return token && baseRelation(token.deprel) === 'acl' && token.head >= 0 ? notTaken(token.head, taken) : null;
}
