import { createHash } from 'node:crypto';
import { cameoOf } from '../ontology/cameo.js';
import { intensityOf, ontology } from '../ontology/ontology.js';
import type { Document } from '../records/document.js';
import type { Coder as CoderVersion, Event, EventPlace, FieldReason } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { Sentence } from '../records/sentence.js';
import { coveringSpan, type Span, spanOf } from '../records/span.js';
import { checkSpans } from './check-spans.js';
import { claimOf, type SpeakerMemory } from './claim/claim-of.js';
import { findAttribution } from './claim/find-attribution.js';
import { quotationsOf } from './claim/quotations.js';
import type { Codebook } from './codebook.js';
import type { PartyResolver } from './coder.js';
import { confidenceOf } from './confidence.js';
import { clauseWords, type Draft, draftEvents } from './draft-event.js';
import { eventWords } from './event-words.js';
import type { HeadLabels } from './head-labels.js';
import { findCasualties } from './object/find-casualties.js';
import { objectAt } from './object/find-object.js';
import { type ObjectWord, objectWord } from './object/object-word.js';
import { type Argument, subjectOf } from './party/find-arguments.js';
import { nounPhraseSpan } from './party/noun-phrase.js';
import type { Gazetteer } from './place/gazetteer.js';
import { findPlace, type PlaceSetting } from './place/place-of-act.js';
import { baseRelation, dependentsBy, headIn, type SentenceTree, treeOf } from './sentence-tree.js';
import { type Day, parseDay } from './time/days.js';
import { findTime } from './time/find-time.js';
import type { TimeMemory } from './time/time-setting.js';
import type { MarkedRun } from './type-pair.js';

export interface CodingParts {
  readonly labels: HeadLabels;
  readonly codebook: Codebook;
  readonly gazetteer: Gazetteer;
  /** The place of the dateline; countries of everybody whom the document names. */
  readonly dateline: EventPlace | null;
  readonly everybody: () => ReadonlySet<string>;
  readonly marked?: MarkedRun;
  readonly version: CoderVersion;
}

/** Least probability that a word is a trigger; weaker ones are not drafted at all. */
const minimumTrigger = 0.3;

interface Coding extends CodingParts {
  readonly doc: Document;
  readonly actors: PartyResolver;
  readonly quotations: readonly Span[];
  readonly published: Day | null;
  readonly nearby: Set<string>;
  readonly speakers: SpeakerMemory;
  readonly times: TimeMemory;
  readonly places: PlaceSetting;
}

/** The events of a parsed document, one for each telling, in reading order. */
export async function codeDocument(
  doc: Document,
  sentences: readonly Sentence[],
  actors: PartyResolver,
  parts: CodingParts,
): Promise<readonly Event[]> {
  const nearby = new Set<string>();
  const coding: Coding = {
    ...parts,
    doc,
    actors,
    quotations: quotationsOf(doc.text),
    published: parseDay(doc.published),
    nearby,
    speakers: { last: null },
    times: { last: null, sentence: -1, scene: null },
    places: {
      doc,
      actors,
      nearby,
      gazetteer: parts.gazetteer,
      sentences,
      dateline: parts.dateline,
      everybody: parts.everybody,
      memory: { country: null, town: null },
    },
  };
  for (const sentence of sentences) noteCountries(coding, sentence);
  const events: Event[] = [];
  for (const sentence of sentences) {
    if (isAside(doc, sentence)) continue;
    const tree = treeOf(sentence);
    const drafts = await draftEvents(tree, { ...parts, minimum: minimumTrigger });
    for (const draft of drafts) if (!saidByThing(coding, draft)) events.push(eventOf(coding, draft, drafts));
  }
  return events;
}

const storyless = new Set(['credit', 'byline', 'dateline', 'related', 'share', 'newsletter', 'legal']);

function isAside(doc: Document, sentence: Sentence): boolean {
  return (doc.asides ?? []).some(
    (aside) =>
      storyless.has(aside.kind) && aside.span.start <= sentence.span.start && sentence.span.end <= aside.span.end,
  );
}

/** Remembers the countries that the document names; a town of one of them is the likelier reading. */
function noteCountries(coding: Coding, sentence: Sentence): void {
  for (const entity of sentence.entities) {
    if (entity.kind !== 'place' && entity.kind !== 'nationality') continue;
    const first = sentence.tokens[entity.first];
    const last = sentence.tokens[entity.last];
    if (!first || !last) continue;
    const span = spanOf(coding.doc.text, first.start, last.end);
    if (entity.kind === 'nationality') {
      const country = coding.actors.party(span).country;
      if (country !== null) coding.nearby.add(country);
      continue;
    }
    const place = coding.gazetteer.find(span.text)[0];
    if (place?.country && (place.kind === 'country' || place.capital || place.population >= 500_000))
      coding.nearby.add(place.country);
  }
}

function eventOf(coding: Coding, draft: Draft, siblings: readonly Draft[]): Event {
  const { doc, codebook } = coding;
  const { tree, type, status, modes, contexts } = draft;
  const trigger = triggerSpan(doc.text, draft);
  const sources = partiesOf(coding, tree, withoutSpeaker(draft));
  const { target } = draft.arguments;
  const again = sameAsSources(sources);
  const named = partiesOf(coding, tree, target).filter(
    (party, index) => (target[index]?.score ?? 0) >= surelyParty || (canAct(tree, party) && !again(party)),
  );
  const thing = objectWord(draft, {
    labels: coding.labels,
    siblings,
    isActor: (word) => namesActor(coding, tree, word),
  });
  const sides = [...draft.arguments.source, ...draft.arguments.target].map(({ word }) => word);
  const object = thing && objectAt(doc.text, tree, thing.word, new Set(sides));
  const place = findPlace(draft, siblings, { sources, targets: named }, coding.places);
  const implied =
    named.length > 0 ? null : (ownerOf(coding, draft, sources) ?? hostOf(coding, type, place.place, sources));
  const targets = implied ? [implied.party] : named;
  const time = findTime(draft, siblings, { doc, published: coding.published, memory: coding.times });
  const claim = claimOf(doc.text, coding.quotations, draft, siblings, coding.actors, coding.speakers);
  const lemmas = new Set(
    clauseWords(tree, draft.predicate.word).map((word) => tree.tokens[word]?.lemma.toLowerCase() ?? ''),
  );
  const cameo = cameoOf({
    type,
    modes,
    contexts,
    status,
    object: object?.kind ?? null,
    verb: tree.tokens[draft.predicate.word]?.lemma.toLowerCase() ?? '',
    lemmas,
  });
  const builtIn = ontology().types.some((each) => each.code === type);
  const confidence = confidenceOf(draft);
  const event: Event = {
    id: idOf(doc, trigger, type, [...sources, ...targets]),
    type,
    modes,
    contexts,
    quad: codebook.quadOf(type),
    intensity: builtIn ? intensityOf(type, modes) : codebook.intensityOf(type),
    cameo: builtIn ? cameo : null,
    trigger,
    mentions: [],
    sentence: tree.sentence.span,
    sources,
    targets,
    object,
    place: place.place,
    time: time.time,
    status,
    claim: claim.claim,
    casualties: ['ASSAULT', 'COERCE', 'PROTEST', 'SANCTION'].includes(type)
      ? findCasualties(doc.text, draft, siblings)
      : null,
    confidence,
    explanation: [
      ...reasons(draft),
      ...(thing ? [objectReason(draft, thing)] : []),
      ...(implied ? [implied.reason] : []),
      ...place.reasons,
      ...time.reasons,
      ...claim.reasons,
    ],
    coder: coding.version,
  };
  checkSpans(doc.text, event);
  return event;
}

/** Probability by the role head from which also a thing is a party; set on the held-out batches of the corpus. */
const surelyParty = 0.7;

/** Whether a phrase means somebody: it is resolved, stands for somebody, or the encoder's spans take it for a person, group, body or place. */
function canAct(tree: SentenceTree, party: Party): boolean {
  if (party.basis !== 'unknown' || party.members.length > 0) return true;
  return tree.sentence.entities.some((entity) => {
    if (entity.kind === 'time' || entity.kind === 'event') return false;
    const start = tree.tokens[entity.first]?.start ?? 0;
    const end = tree.tokens[entity.last]?.end ?? 0;
    return start < party.span.end && party.span.start < end;
  });
}

const known = new Set(['name', 'office', 'coreference', 'metonym']);

/** Whether the word itself heads the name or description of somebody, and not of a thing of theirs: "contacts with the junta". */
function namesActor({ doc, actors }: Coding, tree: SentenceTree, word: number): boolean {
  return (
    known.has(actors.party(nounPhraseSpan(doc.text, tree, word)).basis) ||
    tree.sentence.entities.some(
      ({ kind, first, last }) => kind !== 'time' && kind !== 'event' && headIn(tree, first, last) === word,
    )
  );
}

/** Whether a party is the source told again: "the four states agreed" beside their names. */
function sameAsSources(sources: readonly Party[]): (party: Party) => boolean {
  const known = new Set(sources.flatMap((source) => [source, ...source.members]).flatMap(({ actor }) => actor ?? []));
  const again = (party: Party): boolean =>
    party.actor !== null ? known.has(party.actor) : party.members.length > 0 && party.members.every(again);
  return again;
}

const spoken = new Set(['AGREE', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'SUPPORT', 'CONCEDE']);

/** Whether a thing says the words: "a conflict that **threatens** to spread" is no threat. */
function saidByThing(coding: Coding, { tree, predicate, type }: Draft): boolean {
  if (!spoken.has(type) || tree.tokens[predicate.word]?.upos !== 'VERB') return false;
  const subject = subjectOf(tree, predicate.word, new Set());
  if (subject === null || tree.tokens[subject]?.upos !== 'NOUN') return false;
  const token = tree.tokens[subject];
  const reaches = dependentsBy(tree, predicate.word, 'xcomp').length > 0;
  const alone = type === 'THREATEN' && reaches && token !== undefined;
  const phrase = alone
    ? spanOf(coding.doc.text, token.start, token.end)
    : nounPhraseSpan(coding.doc.text, tree, subject);
  return !canAct(tree, coding.actors.party(phrase));
}

interface Implied {
  readonly party: Party;
  readonly reason: FieldReason;
}

const ownedThings = new Set(['REJECT', 'SUPPORT', 'ACCUSE', 'THREATEN', 'SANCTION', 'CONCEDE', 'COERCE', 'RETREAT']);

/** Whose thing the act is aimed at: "rejected a **Senegalese** plan". */
function ownerOf(coding: Coding, draft: Draft, sources: readonly Party[]): Implied | null {
  const object =
    draft.arguments.object[0]?.word ??
    draft.arguments.target[0]?.word ??
    dependentsBy(draft.tree, draft.predicate.word, 'obj')[0];
  if (object === undefined || !ownedThings.has(draft.type)) return null;
  const party = whoseThing(coding, draft.tree, object);
  if (!party || sources.some((source) => source.country === party.country)) return null;
  return {
    party,
    reason: {
      field: 'target',
      by: 'syntax',
      score: null,
      note: `whose "${draft.tree.tokens[object]?.text ?? ''}" it is`,
    },
  };
}

const aimedAtPlaces = new Set(['CONCEDE', 'AID', 'MOBILIZE', 'PROTEST', 'SANCTION', 'ASSAULT', 'COERCE']);

/** The country in which a foreign act takes place: "strengthened its forces in **Lebanon**". */
function hostOf(coding: Coding, type: string, place: EventPlace | null, sources: readonly Party[]): Implied | null {
  if (!place || !aimedAtPlaces.has(type) || place.precision !== 'country' || sources.length === 0) return null;
  if (sources.some((source) => source.country === place.country || source.country === null)) return null;
  const party = coding.actors.party(place.span);
  if (party.country === null) return null;
  return { party, reason: { field: 'target', by: 'place', score: null, note: `foreign act in ${place.name}` } };
}

/** The sources without the one who only says it, where another is left: "Belousov said Russia was ready to help". */
function withoutSpeaker(draft: Draft): readonly Argument[] {
  const { source } = draft.arguments;
  if (source.length < 2) return source;
  const speaker = findAttribution(draft.tree, draft.predicate.word)?.speaker ?? null;
  const left = source.filter((argument) => argument.word !== speaker);
  return left.length > 0 ? left : source;
}

function triggerSpan(text: string, draft: Draft): Span {
  const spans = draft.predicate.words.map((word) => {
    const token = draft.tree.tokens[word];
    return spanOf(text, token?.start ?? 0, token?.end ?? 0);
  });
  return coveringSpan(text, spans);
}

function partiesOf(coding: Coding, tree: SentenceTree, found: readonly Argument[]): readonly Party[] {
  return found.map((argument) => {
    const party = coding.actors.party(nounPhraseSpan(coding.doc.text, tree, argument.word));
    if (party.basis !== 'unknown' || party.members.length > 0) return party;
    return whoseThing(coding, tree, argument.word) ?? party;
  });
}

/** For a thing in an actor's place, whose it is: "a **Russian** proposal", "**Japan**'s offer", "the proposal of **Japan**". */
function whoseThing(coding: Coding, tree: SentenceTree, head: number): Party | null {
  for (const child of dependentsBy(tree, head, 'amod', 'nmod', 'compound')) {
    const token = tree.tokens[child];
    if (!token || (baseRelation(token.deprel) === 'nmod' && token.deprel !== 'nmod:poss' && !isOf(tree, child)))
      continue;
    if (token.upos === 'NOUN' && !isNamed(tree, child)) continue;
    const party = coding.actors.party(nounPhraseSpan(coding.doc.text, tree, child));
    if (party.basis !== 'unknown' && party.country !== null) return party;
  }
  return null;
}

function isNamed(tree: SentenceTree, word: number): boolean {
  return tree.sentence.entities.some(
    ({ kind, first, last }) => kind !== 'time' && kind !== 'event' && first <= word && word <= last,
  );
}

function isOf(tree: SentenceTree, word: number): boolean {
  return dependentsBy(tree, word, 'case').some((mark) => eventWords().belonging.has(tree.tokens[mark]?.lemma ?? ''));
}

function idOf(doc: Document, trigger: Span, type: string, parties: readonly Party[]): string {
  const key = [
    doc.id,
    doc.revision,
    trigger.start,
    trigger.end,
    type,
    ...parties.map((party) => `${party.span.start}-${party.span.end}`),
  ];
  return createHash('sha256').update(key.join(' ')).digest('hex').slice(0, 16);
}

function reasons(draft: Draft): readonly FieldReason[] {
  const { predicate, tree } = draft;
  const word = (index: number): string => tree.tokens[index]?.text ?? '';
  const list: FieldReason[] = [
    {
      field: 'type',
      by: predicate.by === 'model' ? 'trigger head' : 'codebook',
      score: round(predicate.score),
      note: [`"${word(predicate.word)}"`, predicate.note, ...draft.notes].join('; '),
    },
    { field: 'status', by: 'status head', score: round(draft.statusScore), note: draft.status },
  ];
  for (const role of ['source', 'target'] as const) {
    for (const argument of draft.arguments[role]) {
      list.push({
        field: role,
        by: argument.by === 'model' ? 'role head' : 'syntax',
        score: round(argument.score),
        note: `"${word(argument.word)}"`,
      });
    }
  }
  return list;
}

function objectReason({ tree }: Draft, { word, by, score }: ObjectWord): FieldReason {
  return { field: 'object', by, score: round(score), note: `"${tree.tokens[word]?.text ?? ''}"` };
}

export function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}
