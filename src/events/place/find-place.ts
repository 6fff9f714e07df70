import type { Document } from '../../records/document.js';
import { type Span, spanOf } from '../../records/span.js';
import type { Draft } from '../draft-event.js';
import { eventWords } from '../event-words.js';
import { nounPhrase } from '../party/noun-phrase.js';
import { baseRelation, pathToRoot, type SentenceTree, treeDistance } from '../sentence-tree.js';
import { minimumRole, onPlaces, type PlacePhrase, placePhrases } from './place-phrase.js';
import { placeWords } from './place-words.js';

export interface PlaceCandidate {
  readonly word: number;
  readonly span: Span;
  readonly score: number;
  readonly reason: string;
  /** Whether the act is done to the place itself, which may then be a party too. */
  readonly struck: boolean;
  readonly named: boolean;
}

/** Probability from which the role head says against the syntax that the act happened there. */
const sureRole = 0.8;

/** Place phrases of the sentence where the act happened: those the role head marked, then those the syntax attaches to the act. */
export function placeCandidates(doc: Document, draft: Draft, siblings: readonly Draft[]): readonly PlaceCandidate[] {
  const { tree, predicate } = draft;
  const found: PlaceCandidate[] = [];
  const datelines = (doc.asides ?? []).filter(({ kind }) => kind === 'dateline').map(({ span }) => span);
  const isOutside = (word: number): boolean => {
    const start = tree.tokens[word]?.start ?? 0;
    return datelines.some((span) => span.start <= start && start < span.end);
  };
  for (const phrase of placePhrases(draft, isOutside)) {
    const tie = tieOf(phrase, draft, siblings);
    if (tie === null) continue;
    const { word, role, preposition } = phrase;
    const distance = treeDistance(tree, word, predicate.word);
    const above = pathToRoot(tree, word).includes(predicate.word);
    const score =
      role +
      (above ? 0.4 : 0) +
      (eventWords().whereabouts.has(preposition) ? 0.3 : 0) -
      0.08 * distance -
      (tie === 'beside' ? 0.2 : 0) -
      (phrase.named ? 0 : 0.15);
    if (score <= 0.05) continue;
    const span = spanOf(doc.text, tree.tokens[phrase.first]?.start ?? 0, tree.tokens[phrase.last]?.end ?? 0);
    const relation = baseRelation(tree.tokens[word]?.deprel ?? '');
    const reason =
      role >= minimumRole ? 'role head' : `${relation} with "${preposition}", ${distance} edges from the trigger`;
    found.push({ word, span, score, reason, struck: struck(phrase, draft), named: phrase.named });
  }
  return innermost(found).sort((a, b) => b.score - a.score || a.span.start - b.span.start);
}

/** Acts that happen somewhere in particular, also where the words only say where the actors are: "traders **in Kano** shut their shops". */
export const bodily: ReadonlySet<string> = new Set(['ASSAULT', 'COERCE', 'PROTEST', 'MOBILIZE', 'AID', 'RETREAT']);

/** Acts of a force that may go elsewhere: they happen where their target is. */
export const abroad: ReadonlySet<string> = new Set(['ASSAULT', 'MOBILIZE', 'AID']);

type Tie = 'own' | 'beside';

/** How the phrase belongs to the act: it hangs on it, or on the act beside it; null where something else happened or was said there. */
function tieOf(phrase: PlacePhrase, draft: Draft, siblings: readonly Draft[]): Tie | null {
  const { tree, predicate, type } = draft;
  const { word, role, preposition } = phrase;
  const path = saidJustBefore(phrase, tree) ?? pathToRoot(tree, word).slice(1);
  const anchor = path.find((each) => predicate.words.includes(each) || isAct(tree, each, siblings));
  const own = anchor !== undefined && predicate.words.includes(anchor);
  if (role < sureRole && insideParty(phrase, draft)) {
    if (placeWords().origins.has(preposition)) return null;
    if (!bodily.has(type) && type !== 'CONSULT') return whereTheyStand(phrase, draft) ? 'beside' : null;
  }
  if (own) {
    if (struck(phrase, draft)) return 'own';
    const adverbial = ['obl', 'nmod'].includes(baseRelation(tree.tokens[word]?.deprel ?? ''));
    return role >= minimumRole || (adverbial && eventWords().locating.has(preposition)) ? 'own' : null;
  }
  const act = anchor === undefined ? undefined : siblings.find((sibling) => sibling.predicate.words.includes(anchor));
  if (anchor !== undefined && !act && tellsOf(tree, anchor, predicate.word)) return role >= sureRole ? 'own' : null;
  if (act && sharesClause(tree, predicate.word, anchor ?? -1)) return 'beside';
  if (act) return role >= sureRole ? 'beside' : null;
  return role >= minimumRole ? 'own' : null;
}

/** Acts that take the traveller to those he meets. */
const meetings = new Set(['CONSULT', 'AGREE']);

/** Whether the place itself is what the act is done to, or what is visited. */
function struck(
  { word, preposition }: Pick<PlacePhrase, 'word' | 'preposition'>,
  { tree, predicate, type }: Draft,
): boolean {
  const token = tree.tokens[word];
  if (!token || !predicate.words.includes(token.head)) return false;
  const verb = tree.tokens[token.head]?.lemma.toLowerCase() ?? '';
  if (token.deprel === 'obj' && placeWords().visiting.has(verb)) return true;
  if (preposition !== '' && meetings.has(type) && placeWords().travelling.has(verb)) return true;
  if (!onPlaces.has(type)) return false;
  return (
    ['obj', 'nsubj:pass'].includes(token.deprel) ||
    (baseRelation(token.deprel) === 'nmod' && eventWords().belonging.has(preposition))
  );
}

/** The verb of saying right before the phrase, which then hangs on it whatever the parse: "the army **said** in Damascus". */
function saidJustBefore({ first, preposition }: PlacePhrase, tree: SentenceTree): readonly number[] | null {
  const verb = first - (preposition === '' ? 1 : 2);
  const token = tree.tokens[verb];
  return token?.upos === 'VERB' && eventWords().reporting.has(token.lemma.toLowerCase()) ? [verb] : null;
}

/** Whether a verb of saying has the act for its content. */
function tellsOf(tree: SentenceTree, verb: number, word: number): boolean {
  if (!eventWords().reporting.has(tree.tokens[verb]?.lemma.toLowerCase() ?? '')) return false;
  return pathToRoot(tree, word).includes(verb) || baseRelation(tree.tokens[verb]?.deprel ?? '') === 'parataxis';
}

function isAct(tree: SentenceTree, word: number, siblings: readonly Draft[]): boolean {
  return tree.tokens[word]?.upos === 'VERB' || siblings.some((sibling) => sibling.predicate.words.includes(word));
}

/** Whether the phrase stands inside the noun phrase of a party or speaker: where they are, not where they act. */
function insideParty(phrase: PlacePhrase, { tree, arguments: roles }: Draft): boolean {
  return [...roles.source, ...roles.target, ...roles.speaker].some(({ word }) => {
    const [first, last] = nounPhrase(tree, word);
    return word !== phrase.word && first <= phrase.first && phrase.last <= last;
  });
}

/** Whether the phrase says where those are who speak: "lawyers **in Lilongwe** welcomed the ruling". */
function whereTheyStand({ word, preposition }: PlacePhrase, { tree, arguments: roles, status }: Draft): boolean {
  const head = tree.tokens[word]?.head ?? -1;
  return (
    status !== 'historical' &&
    eventWords().whereabouts.has(preposition) &&
    roles.source.some((source) => source.word === head) &&
    tree.tokens[head]?.upos === 'NOUN'
  );
}

/** Whether one act is coordinated with the other or hangs on it as a participle: "sealed the office **in Lahore** and arrested its chief". */
function sharesClause(tree: SentenceTree, word: number, other: number): boolean {
  const linked = (below: number, above: number): boolean => {
    const path = pathToRoot(tree, below);
    const end = path.indexOf(above);
    return (
      end > 0 &&
      path.slice(0, end).every((each) => ['conj', 'advcl'].includes(baseRelation(tree.tokens[each]?.deprel ?? '')))
    );
  };
  return linked(word, other) || linked(other, word);
}

/** The shorter of two phrases around one name: "Sahel" in "the Sahel region" is looked up by both readings, so the whole phrase goes. */
function innermost(found: readonly PlaceCandidate[]): PlaceCandidate[] {
  return found.filter(
    (outer) =>
      !found.some(
        (inner) =>
          inner !== outer &&
          outer.span.start <= inner.span.start &&
          inner.span.end <= outer.span.end &&
          (inner.span.end - inner.span.start < outer.span.end - outer.span.start ||
            found.indexOf(inner) < found.indexOf(outer)),
      ),
  );
}
