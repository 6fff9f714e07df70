import type { Status } from '../records/event.js';
import { statuses } from '../records/event.js';
import type { Codebook } from './codebook.js';
import { eventWords } from './event-words.js';
import { argmax, type HeadLabels, headOf, sigmoid, softmax } from './head-labels.js';
import { type Argument, type Arguments, findArguments } from './party/find-arguments.js';
import { findPredicates, type Predicate } from './predicate/find-predicates.js';
import { judgedParty, judgementAt } from './predicate/judgement.js';
import { predicateWords } from './predicate/predicate-words.js';
import { hopelessBelow, retype, unsureBelow } from './retype.js';
import { baseRelation, dependentsBy, pathToRoot, type SentenceTree, subtree } from './sentence-tree.js';
import { rewriteByStatus } from './status.js';
import type { MarkedRun } from './type-pair.js';

/** An event before its words are resolved: predicate, arguments, type and status. */
export interface Draft {
  readonly tree: SentenceTree;
  readonly predicate: Predicate;
  readonly arguments: Arguments;
  readonly type: string;
  readonly status: Status;
  readonly statusScore: number;
  readonly modes: readonly string[];
  readonly contexts: readonly string[];
  readonly claimScores: Float64Array;
  readonly notes: readonly string[];
}

export interface DraftOptions {
  readonly labels: HeadLabels;
  readonly codebook: Codebook;
  readonly minimum: number;
  /** The marked pass, for predicates whose type is in doubt. */
  readonly marked?: MarkedRun;
}

/** Words of a sentence up to which it is read a second time; longer ones would not fit one run. */
const longestMarked = 120;

/** Least probability of a mode and of a context. */
const minimumMode = 0.5;
const minimumContext = 0.5;

/** The events that a sentence tells, one for each happening in it. */
export async function draftEvents(tree: SentenceTree, options: DraftOptions): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (const first of findPredicates(tree, options)) {
    const found = bySyntax(tree, first, findArguments(tree, first, options.labels));
    const named = found.source.length + found.target.length > 0;
    const unsure =
      first.by === 'model' &&
      first.score < unsureBelow &&
      first.score >= hopelessBelow &&
      named &&
      tree.tokens.length <= longestMarked;
    const predicate =
      unsure && options.marked ? await retype(tree, first, found, options.labels, options.marked) : first;
    drafts.push(draftOf(tree, predicate, found, options));
  }
  return withoutSuppressed(
    oneForEachHappening(drafts.filter((draft) => draft.arguments.source.length + draft.arguments.target.length > 0)),
  );
}

function draftOf(
  tree: SentenceTree,
  predicate: Predicate,
  found: Arguments,
  { labels, codebook }: DraftOptions,
): Draft {
  const statusRow = rowOf(tree, 'status', predicate.word, labels.statuses.length);
  const told = statuses.find((status) => status === labels.statuses[argmax(statusRow)]) ?? 'actual';
  const { type, status: written } = rewriteByStatus(predicate.type, told);
  const status = written === 'actual' && isBackground(tree, predicate.word) ? 'historical' : written;
  const lemmas = clauseWords(tree, predicate.word).map((word) => tree.tokens[word]?.lemma.toLowerCase() ?? '');
  const modes = modesOf(tree, predicate.word, type, labels);
  for (const mode of codebook.modeCues(type, lemmas)) if (!modes.includes(mode) && modes.length === 0) modes.push(mode);
  return {
    tree,
    predicate,
    arguments: type === 'CONSULT' && modes.includes('visit') ? guestsFirst(tree, predicate, found) : found,
    type,
    status,
    statusScore: statusRow[argmax(statusRow)] ?? 1,
    modes,
    contexts: contextsOf(tree, predicate.word, labels),
    claimScores: rowOf(tree, 'claim', predicate.word, labels.claims.length),
    notes: type === predicate.type ? [] : [`${predicate.type} told as ${told} is ${type}`],
  };
}

/** A visit goes from guest to host, also where the host is the subject: "the king **received** the envoy". */
function guestsFirst(tree: SentenceTree, predicate: Predicate, found: Arguments): Arguments {
  if (!eventWords().hosting.has(tree.tokens[predicate.word]?.lemma.toLowerCase() ?? '')) return found;
  const isA =
    (relation: string) =>
    ({ word }: Argument) =>
      tree.tokens[word]?.head === predicate.word && tree.tokens[word]?.deprel === relation;
  const hosts = found.source.filter(isA('nsubj'));
  const guests = found.target.length > 0 ? found.target : found.source.filter(isA('obj'));
  if (hosts.length === 0 || guests.length === 0) return found;
  return { ...found, source: guests, target: found.source.filter((party) => !guests.includes(party)) };
}

/** Score of a party that the syntax settles. */
const settled = 0.8;

/** Parties that the syntax settles, whatever the role head says. */
function bySyntax(tree: SentenceTree, predicate: Predicate, found: Arguments): Arguments {
  return judgedFirst(tree, predicate, helpedFirst(tree, predicate, antecedentFirst(tree, predicate, found)));
}

/** Who is helped receives what is sent: "sent instructors to help **the army**". */
function helpedFirst(tree: SentenceTree, predicate: Predicate, found: Arguments): Arguments {
  if (predicate.type !== 'AID') return found;
  const helping = dependentsBy(tree, predicate.word, 'xcomp', 'advcl').find((child) =>
    predicateWords().helping.has(tree.tokens[child]?.lemma.toLowerCase() ?? ''),
  );
  const helped = helping === undefined ? undefined : dependentsBy(tree, helping, 'obj')[0];
  if (helped === undefined || found.target.some(({ word }) => word === helped)) return found;
  return { ...found, target: [{ word: helped, score: settled, by: 'syntax' }] };
}

/** The subject of a relative clause after a comma is the name before it: "moved closer to **Ankara**, which sent drones". */
function antecedentFirst(tree: SentenceTree, predicate: Predicate, found: Arguments): Arguments {
  const pronoun = dependentsBy(tree, predicate.word, 'nsubj').find((child) => tree.tokens[child]?.lemma === 'which');
  if (pronoun === undefined || tree.tokens[pronoun - 1]?.text !== ',') return found;
  const antecedent = pronoun - 2;
  const head = tree.tokens[predicate.word]?.head ?? -1;
  const jumps = tree.tokens.slice(head + 1, antecedent).some(({ upos }) => upos === 'VERB');
  if (tree.tokens[antecedent]?.upos !== 'PROPN' || !(head === antecedent || (jumps && head < antecedent))) return found;
  return {
    ...found,
    source: [{ word: antecedent, score: settled, by: 'syntax' }],
    target: found.target.filter(({ word }) => word !== antecedent && word !== head),
  };
}

/** A judgement is aimed at whom its object names: "called the decision of **the union** wise". */
function judgedFirst(tree: SentenceTree, predicate: Predicate, found: Arguments): Arguments {
  const judgement = judgementAt(tree, predicate.word);
  const party = judgement ? judgedParty(tree, judgement) : null;
  if (!judgement || party === null || found.source.some(({ word }) => word === party)) return found;
  const within = new Set(subtree(tree, judgement.judged));
  if (found.target.some(({ word }) => within.has(word))) return found;
  return { ...found, target: [{ word: party, score: settled, by: 'syntax' }] };
}

/**
 * Whether a clause tells the past of somebody in a sentence about the present: "is led by officers who **toppled** the president".
 * A sentence of reporting, a perfect or a time expression speaks for news.
 */
function isBackground(tree: SentenceTree, word: number): boolean {
  const token = tree.tokens[word];
  if (token?.deprel !== 'acl:relcl' || token.feats.Tense !== 'Past') return false;
  if (dependentsBy(tree, word, 'aux').length > 0 || dependentsBy(tree, word, 'cc', 'parataxis').length > 0)
    return false;
  const pronoun = dependentsBy(tree, word, 'nsubj')[0] ?? word;
  if (tree.tokens[pronoun - 1]?.text === ',') return false;
  const root = tree.tokens.findIndex(({ head }) => head < 0);
  const present = [root, ...dependentsBy(tree, root, 'aux', 'cop')].some(
    (each) => tree.tokens[each]?.feats.Tense === 'Pres' && tree.tokens[each]?.lemma !== 'have',
  );
  const perfect = dependentsBy(tree, root, 'aux').some((each) => tree.tokens[each]?.lemma === 'have');
  const stative = dependentsBy(tree, root, 'aux', 'cop').length > 0;
  if (!present || perfect || !stative || eventWords().reporting.has(tree.tokens[root]?.lemma ?? '')) return false;
  return !tree.sentence.entities.some(({ kind }) => kind === 'time');
}

function rowOf(tree: SentenceTree, head: string, word: number, size: number): Float64Array {
  const logits = headOf(tree.sentence, head);
  return logits.length >= (word + 1) * size ? softmax(logits, word * size, size) : new Float64Array(size);
}

function modesOf(tree: SentenceTree, word: number, type: string, labels: HeadLabels): string[] {
  const logits = headOf(tree.sentence, 'mode');
  const size = labels.modes.length;
  return labels.modes
    .map((label, index) => ({ label, score: sigmoid(logits[word * size + index] ?? -9) }))
    .filter(({ label, score }) => label.startsWith(`${type}/`) && score >= minimumMode)
    .sort((a, b) => b.score - a.score)
    .map(({ label }) => label.slice(type.length + 1));
}

function contextsOf(tree: SentenceTree, word: number, labels: HeadLabels): readonly string[] {
  const logits = headOf(tree.sentence, 'context');
  const size = labels.contexts.length;
  return labels.contexts.filter((_, index) => sigmoid(logits[word * size + index] ?? -9) >= minimumContext);
}

/** The words of the clause of an act: its subtree without coordinated and quoted clauses, and the phrase that governs an event noun. */
export function clauseWords(tree: SentenceTree, word: number): readonly number[] {
  const own = subtree(tree, word, (child, parent) => {
    const base = baseRelation(tree.tokens[child]?.deprel ?? '');
    return !(parent === word && (base === 'conj' || base === 'parataxis')) && base !== 'punct';
  });
  const head = tree.tokens[word]?.head ?? -1;
  const light =
    tree.tokens[word]?.upos === 'NOUN' && head >= 0 ? [head, ...dependentsBy(tree, head, 'obj', 'obl')] : [];
  return [...new Set([...own, ...light])].sort((a, b) => a - b);
}

/** PLOVER's hard suppressions within a sentence: an assault over its mobilisation, a verdict over its allegation, a protest over its own demand. */
function withoutSuppressed(drafts: readonly Draft[]): readonly Draft[] {
  const shares = (a: readonly Argument[], b: readonly Argument[]): boolean =>
    a.some((argument) => b.some((other) => other.word === argument.word));
  return drafts.filter(
    (draft) =>
      !drafts.some((other) => {
        if (other === draft) return false;
        const sameSource = shares(other.arguments.source, draft.arguments.source);
        if (draft.type === 'MOBILIZE' && other.type === 'ASSAULT') return sameSource && other.status === draft.status;
        if (draft.type === 'REQUEST' && other.type === 'PROTEST') return sameSource;
        if (draft.type === 'ACCUSE' && draft.modes.includes('allege') && other.modes.includes('convict'))
          return shares(other.arguments.target, draft.arguments.target);
        return false;
      }),
  );
}

/** Of several words that tell one happening (a light verb and its noun, an act told twice) the surest is kept. */
function oneForEachHappening(drafts: readonly Draft[]): readonly Draft[] {
  const happenings: Draft[][] = [];
  for (const draft of withConsequences(drafts).sort(
    (a, b) => b.predicate.score - a.predicate.score || a.predicate.word - b.predicate.word,
  )) {
    const known = happenings.find((tellings) => tellings.some((other) => tellsTheSame(other, draft)));
    if (known) known.push(draft);
    else happenings.push([draft]);
  }
  return happenings.flatMap(([surest]) => surest ?? []).sort((a, b) => a.predicate.word - b.predicate.word);
}

/** What an attack did is told with the attack, which takes over whom it hit: "shelled the port, **killing** twelve". */
function withConsequences(drafts: readonly Draft[]): Draft[] {
  const isOf = (attack: Draft, draft: Draft): boolean => {
    const token = draft.tree.tokens[draft.predicate.word];
    return (
      attack.type === 'ASSAULT' &&
      draft.type === 'ASSAULT' &&
      attack.status === draft.status &&
      token?.head === attack.predicate.word &&
      baseRelation(token.deprel) === 'advcl' &&
      token.feats.VerbForm === 'Part' &&
      token.feats.Tense !== 'Past' &&
      dependentsBy(draft.tree, draft.predicate.word, 'nsubj', 'mark', 'aux').length === 0
    );
  };
  return drafts
    .filter((draft) => !drafts.some((attack) => isOf(attack, draft)))
    .map((attack) => {
      const done = drafts.find((draft) => isOf(attack, draft));
      return done && attack.arguments.target.length === 0
        ? { ...attack, arguments: { ...attack.arguments, target: done.arguments.target } }
        : attack;
    });
}

function tellsTheSame(kept: Draft, draft: Draft): boolean {
  const related =
    pathToRoot(kept.tree, draft.predicate.word).includes(kept.predicate.word) ||
    pathToRoot(kept.tree, kept.predicate.word).includes(draft.predicate.word);
  if (!related) return false;
  const sameParties = coveredBy(draft.arguments.source, kept) && coveredBy(draft.arguments.target, kept);
  if (kept.type === draft.type) return sameParties && (linked(kept, draft) || isOneMeeting(kept, draft));
  return sameParties && directlyLinked(kept, draft);
}

/** "met and held talks": two words for what the same people did together. */
function isOneMeeting(kept: Draft, draft: Draft): boolean {
  return kept.type === 'CONSULT' && kept.arguments.target.length === 0 && draft.arguments.target.length === 0;
}

function coveredBy(parties: readonly Argument[], other: Draft): boolean {
  const words = new Set([...other.arguments.source, ...other.arguments.target].map((argument) => argument.word));
  return parties.every((party) => words.has(party.word));
}

const oneAct = new Set(['obj', 'xcomp', 'obl', 'nmod', 'compound', 'acl', 'advcl', 'nsubj:pass', 'nsubj']);

function linked(kept: Draft, draft: Draft): boolean {
  return directlyLinked(kept, draft) || !crossesClauses(draft.tree, kept.predicate.word, draft.predicate.word);
}

const otherClause = new Set(['conj', 'parataxis', 'advcl']);

/** Whether one of the two words lies in a coordinated clause of the other. */
function crossesClauses(tree: SentenceTree, a: number, b: number): boolean {
  const [up, down] = [pathToRoot(tree, a), pathToRoot(tree, b)];
  const between = up.includes(b) ? up.slice(0, up.indexOf(b)) : down.slice(0, down.indexOf(a));
  return between.some((word) => otherClause.has(baseRelation(tree.tokens[word]?.deprel ?? '')));
}

/** A light verb with its event noun, or a noun that only repeats its verb. */
function directlyLinked(kept: Draft, draft: Draft): boolean {
  const [a, b] = [kept.predicate.word, draft.predicate.word];
  const tokens = kept.tree.tokens;
  const link = tokens[a]?.head === b ? tokens[a]?.deprel : tokens[b]?.head === a ? tokens[b]?.deprel : undefined;
  if (link === 'xcomp') return kept.status === draft.status && kept.status !== 'actual';
  return link !== undefined && ['obj', 'nsubj:pass', 'compound'].includes(link) && oneAct.has(link);
}
