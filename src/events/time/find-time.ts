import type { Document } from '../../records/document.js';
import type { EventTime, FieldReason } from '../../records/event.js';
import type { Entity, Sentence } from '../../records/sentence.js';
import { type Span, spanOf } from '../../records/span.js';
import type { Draft } from '../draft-event.js';
import { eventWords } from '../event-words.js';
import { baseRelation, dependentsBy, headIn, pathToRoot, type SentenceTree, treeDistance } from '../sentence-tree.js';
import type { Day } from './days.js';
import { entryTime } from './entry-time.js';
import { formatRange, leansBack, resolveTime, type TimeRange, timeWords } from './resolve-time.js';

/** The time told last in the document and the sentence that told it, to which "a day later" and "the month before" refer. */
export interface TimeMemory {
  last: Day | null;
  sentence: number;
  scene: Scene | null;
}

/** A day on which acts were told to have happened, until the text turns from them. */
interface Scene {
  readonly time: EventTime;
  readonly sentence: Sentence;
}

export interface TimeSetting {
  readonly doc: Document;
  readonly published: Day | null;
  readonly memory: TimeMemory;
}

export interface FoundTime {
  readonly time: EventTime | null;
  readonly reasons: readonly FieldReason[];
}

/** How an expression belongs to the act, the surest first. */
const ties = ['own', 'clause', 'role head', 'shared', 'speech'] as const;
type Tie = (typeof ties)[number];

interface Candidate {
  readonly phrase: Phrase;
  readonly tie: Tie;
  readonly distance: number;
}

/** A time expression: its words and the word by which it hangs on the sentence. */
interface Phrase {
  readonly first: number;
  readonly last: number;
  readonly head: number;
  readonly mark: string;
}

/**
 * When the act happened: the expression that governs it, found by syntax and by the role head; one shared with the clause it is
 * coordinated with or hangs on; for an act of speech the time at which it was said; the entry of a live blog; else publication.
 */
export function findTime(draft: Draft, siblings: readonly Draft[], setting: TimeSetting): FoundTime {
  const { doc, published, memory } = setting;
  const { tree } = draft;
  for (const { phrase, tie, distance } of candidates(draft, siblings, doc)) {
    const span = spanOf(doc.text, tree.tokens[phrase.first]?.start ?? 0, tree.tokens[phrase.last]?.end ?? 0);
    const found = read(span, phrase, draft, setting);
    if (!found) continue;
    memory.last = found.first;
    memory.sentence = tree.sentence.index;
    const time: EventTime = { span, ...formatRange(found), basis: 'expression' };
    if (setsScene(draft, found, published)) memory.scene = { time, sentence: tree.sentence };
    const note = `"${span.text}", ${distance} edges from the trigger${tie === 'own' || tie === 'role head' ? '' : `, ${tieNotes[tie]}`}`;
    return {
      time,
      reasons: [{ field: 'time', by: tie === 'role head' ? tie : 'syntax', score: null, note }],
    };
  }
  if (published === null)
    return {
      time: null,
      reasons: [{ field: 'time', by: 'none', score: null, note: 'no expression and no publication date' }],
    };
  const entry = entryTime(doc.text, tree.sentence.span.start, published);
  if (entry)
    return {
      time: { span: entry.span, ...formatRange(entry.range), basis: 'expression' },
      reasons: [{ field: 'time', by: 'entry', score: null, note: `"${entry.span.text}" before the entry` }],
    };
  const scene = sceneOf(draft, setting);
  if (scene) return scene;
  return {
    time: { span: null, ...formatRange({ first: published, last: published, precision: 'day' }), basis: 'publication' },
    reasons: [{ field: 'time', by: 'publication', score: null, note: 'no expression in the sentence' }],
  };
}

/** Acts that happen at a time of their own, one after another, where speech may come later. */
const deeds = new Set(['ASSAULT', 'COERCE', 'PROTEST', 'MOBILIZE', 'RETREAT', 'AID']);

function setsScene(draft: Draft, found: TimeRange, published: Day | null): boolean {
  return (
    deeds.has(draft.type) &&
    draft.status === 'actual' &&
    found.first === found.last &&
    published !== null &&
    found.last <= published
  );
}

/** The day of the scene for a deed told in the simple past right after a dated one: "Protesters blocked the road on Thursday. Police fired tear gas." */
function sceneOf(draft: Draft, { doc, memory }: TimeSetting): FoundTime | null {
  if (!memory.scene || !deeds.has(draft.type)) return null;
  const { sentence } = draft.tree;
  const { time, sentence: last } = memory.scene;
  const goesOn =
    draft.status === 'actual' &&
    sentence.index - last.index <= 1 &&
    !doc.text.slice(last.span.start, sentence.span.start).includes('\n\n') &&
    toldAsPast(draft.tree, draft.predicate.word);
  if (!goesOn) {
    memory.scene = null;
    return null;
  }
  memory.scene = { time, sentence };
  const note = `"${time.span?.text ?? ''}", told for the act before`;
  return { time, reasons: [{ field: 'time', by: 'discourse', score: null, note }] };
}

/** Whether the clause of a word is in the simple past: "fired", "was hit", but not "has fired" or "had been hit". */
function toldAsPast(tree: SentenceTree, word: number): boolean {
  const verb = pathToRoot(tree, word).find(
    (above) => ['VERB', 'AUX'].includes(tree.tokens[above]?.upos ?? '') && isFiniteClause(tree, above),
  );
  if (verb === undefined) return false;
  const token = tree.tokens[verb];
  const shares = token?.deprel === 'conj' && token.head >= 0 && dependentsBy(tree, verb, 'nsubj', 'aux').length === 0;
  if (shares && tree.tokens[token.head]?.upos === 'VERB') return toldAsPast(tree, token.head);
  const helpers = dependentsBy(tree, verb, 'aux', 'cop').map((child) => tree.tokens[child]);
  if (helpers.length === 0) return token?.feats.Tense === 'Past';
  return helpers.every((helper) => helper?.lemma === 'be' && helper.feats.Tense === 'Past');
}

function isFiniteClause(tree: SentenceTree, verb: number): boolean {
  return (
    tree.tokens[verb]?.feats.VerbForm === 'Fin' ||
    tree.tokens[verb]?.xpos === 'VBD' ||
    dependentsBy(tree, verb, 'aux').some((child) => tree.tokens[child]?.feats.VerbForm === 'Fin')
  );
}

const tieNotes: Readonly<Record<Tie, string>> = {
  own: '',
  clause: 'on the verb of the clause',
  'role head': '',
  shared: 'shared with the clause beside it',
  speech: 'when it was said',
};

function candidates(draft: Draft, siblings: readonly Draft[], doc: Document): readonly Candidate[] {
  const { tree } = draft;
  const found: Candidate[] = [];
  for (const phrase of phrasesOf(tree, doc)) {
    const tie = tieOf(phrase, draft, siblings);
    if (tie) found.push({ phrase, tie, distance: treeDistance(tree, phrase.head, draft.predicate.word) });
  }
  return found.sort((a, b) => ties.indexOf(a.tie) - ties.indexOf(b.tie) || a.distance - b.distance);
}

const range = ({ first, last }: Pick<Phrase, 'first' | 'last'>): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, offset) => first + offset);

/** The time expressions of a sentence outside its dateline; "1998 to 2000" is one. */
function phrasesOf(tree: SentenceTree, doc: Document): readonly Phrase[] {
  const { ranges, trailing } = timeWords();
  const entities = tree.sentence.entities.filter((entity) => entity.kind === 'time');
  const found: Phrase[] = [];
  for (const entity of entities) {
    if (found.some((phrase) => entity.first <= phrase.last) || inDateline(tree, entity, doc)) continue;
    let last = entity.last;
    const mark = tree.tokens[last + 1]?.text.toLowerCase() ?? '';
    const next = entities.find((other) => other.first === last + 2);
    if (ranges.includes(mark) && (next || /^\d{2,4}$/.test(tree.tokens[last + 2]?.text ?? '')))
      last = next?.last ?? last + 2;
    if (trailing.includes(tree.tokens[last + 1]?.text.toLowerCase() ?? '')) last += 1;
    const head = headIn(tree, entity.first, last);
    const marks = dependentsBy(tree, head, 'case').map((word) => tree.tokens[word]?.lemma.toLowerCase() ?? '');
    found.push({ first: entity.first, last, head, mark: marks[0] ?? '' });
  }
  return found;
}

function inDateline(tree: SentenceTree, entity: Entity, doc: Document): boolean {
  const start = tree.tokens[entity.first]?.start ?? 0;
  return (doc.asides ?? []).some(
    ({ kind, span }) => (kind === 'dateline' || kind === 'byline') && span.start <= start && start < span.end,
  );
}

/** Least probability by which the role head dates an act by an expression that hangs on another act; on a clause inside its own. */
const sureRole = 0.5;
const plainRole = 0.8;

/** How the expression belongs to the act; null when it dates something else. */
function tieOf(phrase: Phrase, draft: Draft, siblings: readonly Draft[]): Tie | null {
  const { tree, predicate } = draft;
  if (timeWords().deadlines.includes(phrase.mark)) return null;
  const role = roleOf(phrase, draft);
  const triggers = new Set(siblings.flatMap((sibling) => sibling.predicate.words));
  const anchor = anchorOf(phrase, tree, triggers, new Set(predicate.words), role > 0);
  if (anchor === null) return null;
  if (predicate.words.includes(anchor)) return datesInner(phrase, draft, siblings) ? null : 'own';
  const down = relationsUpTo(tree, predicate.word, anchor);
  const act = siblings.find((sibling) => sibling.predicate.words.includes(anchor));
  if (!act && eventWords().reporting.has(tree.tokens[anchor]?.lemma.toLowerCase() ?? ''))
    return spokenHere(draft) && (down || role > 0) ? 'speech' : null;
  if (down?.every((relation) => (act ? sharing : lightly).has(relation)))
    return act && datesInner(phrase, act, siblings) ? null : act ? 'shared' : 'clause';
  if (act && down && spokenHere(draft) && down.every((relation) => relation === 'ccomp' || relation === 'xcomp'))
    return 'speech';
  const below = pathToRoot(tree, anchor).includes(predicate.word);
  if (!act) return role > 0 && (!below || role >= plainRole) ? 'role head' : null;
  const beside = tree.tokens[predicate.word]?.feats.VerbForm === 'Part' && anchor < predicate.word;
  return !below && (beside ? role > 0 : role >= sureRole) ? 'role head' : null;
}

/** Probability by which the role head takes the expression for the time of the act; 0 below the least that counts. */
function roleOf(phrase: Phrase, draft: Draft): number {
  const words = draft.arguments.time.filter(({ word }) => phrase.first <= word && word <= phrase.last);
  return Math.max(0, ...words.map(({ score }) => score));
}

/** Whether a statement made now names the time of the act that it is about: "condemns the killing on Sunday". */
function datesInner(phrase: Phrase, draft: Draft, siblings: readonly Draft[]): boolean {
  const { tree, predicate } = draft;
  const feats = tree.tokens[predicate.word]?.feats;
  if (feats?.Tense !== 'Pres' || feats.VerbForm !== 'Fin') return false;
  return siblings.some(
    (other) =>
      predicate.word < other.predicate.word &&
      other.predicate.word < phrase.first &&
      roleOf(phrase, other) >= sureRole &&
      pathToRoot(tree, other.predicate.word).includes(predicate.word),
  );
}

const sharing = new Set(['conj', 'advcl']);
const lightly = new Set(['conj', 'advcl', 'obj', 'nsubj', 'xcomp', 'obl', 'nmod']);

/** The relations from `word` up to `above`; null when `above` does not govern it. */
function relationsUpTo(tree: SentenceTree, word: number, above: number): readonly string[] | null {
  const path = pathToRoot(tree, word);
  const end = path.indexOf(above);
  return end < 0 ? null : path.slice(0, end).map((each) => baseRelation(tree.tokens[each]?.deprel ?? ''));
}

const clauses = new Set(['root', 'ccomp', 'xcomp', 'advcl', 'acl', 'parataxis', 'conj', 'csubj']);

/** The act or clause that the expression hangs on: the verb just before it, or the first trigger or verb above it; null where it only describes a thing. */
function anchorOf(
  phrase: Phrase,
  tree: SentenceTree,
  triggers: ReadonlySet<number>,
  own: ReadonlySet<number>,
  role: boolean,
): number | null {
  const before = phrase.first - (phrase.mark === '' ? 1 : 2);
  if (tree.tokens[before]?.upos === 'VERB') return before;
  const path = pathToRoot(tree, phrase.head);
  for (const [step, word] of path.slice(1).entries()) {
    if (own.has(word) || triggers.has(word)) return word;
    const token = tree.tokens[word];
    if (!token) return null;
    const below = baseRelation(tree.tokens[path[step] ?? -1]?.deprel ?? '');
    if (token.upos === 'VERB' || token.upos === 'AUX') return word;
    if (clauses.has(baseRelation(token.deprel)) && dependentsBy(tree, word, 'cop', 'nsubj').length > 0) return word;
    const describes = below === 'compound' || below === 'amod' || eventWords().belonging.has(phrase.mark);
    if (step === 0 && describes && !role) return null;
  }
  return null;
}

const speeches = new Set(['AGREE', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'SUPPORT', 'CONCEDE']);

/** Whether the act is done by saying it, so that it happened when it was said. */
function spokenHere({ type, status }: Draft): boolean {
  return speeches.has(type) && (status === 'actual' || status === 'planned' || status === 'threatened');
}

function read(span: Span, phrase: Phrase, draft: Draft, { published, memory }: TimeSetting): TimeRange | null {
  if (published === null && !/\b\d{4}\b/.test(span.text)) return null;
  const day = published ?? 0;
  const future = looksAhead(draft, phrase);
  const from = leansBack(span.text) ? toldBefore(draft.tree, phrase, day, memory) : day;
  const found = resolveTime(span.text, { published: from, future });
  if (!found || published === null) return found;
  if (timeWords().since.includes(phrase.mark) && found.first < day)
    return { first: found.first, last: day, precision: 'range' };
  if (future || !told.has(draft.status) || found.first > day || found.last <= day) return found;
  return { ...found, last: day };
}

const told = new Set(['actual', 'alleged', 'negated', 'denied']);

/** The day from which "a day later" reckons: of the act told before in the sentence, of an expression before it, or of the text before. */
function toldBefore(tree: SentenceTree, phrase: Phrase, published: Day, memory: TimeMemory): Day {
  if (memory.last !== null && memory.sentence === tree.sentence.index) return memory.last;
  const before = tree.sentence.entities.filter((entity) => entity.kind === 'time' && entity.last < phrase.first);
  for (const { first, last } of before.reverse()) {
    const text = range({ first, last })
      .map((word) => tree.tokens[word]?.text ?? '')
      .join(' ');
    const found = leansBack(text) ? null : resolveTime(text, { published, future: false });
    if (found) return found.first;
  }
  return memory.last ?? published;
}

const ahead = new Set(['planned', 'threatened', 'hypothetical']);

/** Whether the expression looks ahead: "will meet on Monday", but not "promised on Monday". */
function looksAhead({ tree, status }: Draft, phrase: Phrase): boolean {
  const governor = pathToRoot(tree, phrase.head)
    .slice(1)
    .find((word) => ['VERB', 'AUX'].includes(tree.tokens[word]?.upos ?? ''));
  if (governor === undefined) return ahead.has(status);
  const helpers = dependentsBy(tree, governor, 'aux').map((word) => tree.tokens[word]?.lemma.toLowerCase() ?? '');
  if (helpers.some((lemma) => eventWords().futureModals.has(lemma))) return true;
  return ahead.has(status) && tree.tokens[governor]?.feats.Tense !== 'Past';
}
