import type { EventPlace } from '../../records/event.js';
import type { Entity } from '../../records/sentence.js';
import { type Span, spanOf } from '../../records/span.js';
import { eventWords } from '../event-words.js';
import { baseRelation, dependentsBy, headIn, pathToRoot, type SentenceTree, treeDistance } from '../sentence-tree.js';
import type { Gazetteer, GazetteerPlace } from './gazetteer.js';

/** What is known beside the words: countries of the parties, and countries and towns named before in the document. */
export interface PlaceContext {
  readonly countries: ReadonlySet<string>;
  readonly nearby: ReadonlySet<string>;
}

export interface PlaceCandidate {
  readonly word: number;
  readonly span: Span;
  readonly score: number;
  readonly reason: string;
}

/** Least probability by which the role head says that the act happened there. */
const minimumRole = 0.25;

/** Whether no other act stands between the place and the trigger, so that it belongs to this one. */
function pathIsFree(tree: SentenceTree, place: number, trigger: number, triggers: ReadonlySet<number>): boolean {
  const up = pathToRoot(tree, place).slice(1);
  const first = up.find((word) => word === trigger || triggers.has(word));
  return first === undefined || first === trigger;
}

/** Place names of the sentence that stand where the act happened: those the role head marked, then those the syntax attaches to the act. */
export function placeCandidates(
  text: string,
  tree: SentenceTree,
  trigger: number,
  marked: ReadonlyMap<number, number>,
  triggers: ReadonlySet<number>,
): readonly PlaceCandidate[] {
  const found: PlaceCandidate[] = [];
  for (const entity of tree.sentence.entities) {
    if (entity.kind !== 'place' || !named(tree, entity)) continue;
    const head = headIn(tree, entity.first, entity.last);
    const span = spanOf(text, tree.tokens[entity.first]?.start ?? 0, tree.tokens[entity.last]?.end ?? 0);
    const role = Math.max(0, ...range(entity.first, entity.last).map((word) => marked.get(word) ?? 0));
    const preposition =
      dependentsBy(tree, head, 'case').map((child) => tree.tokens[child]?.lemma.toLowerCase() ?? '')[0] ?? '';
    const relation = baseRelation(tree.tokens[head]?.deprel ?? '');
    const adverbial = relation === 'obl' || relation === 'nmod';
    if (
      role < minimumRole &&
      !(adverbial && eventWords().locating.has(preposition) && pathIsFree(tree, head, trigger, triggers))
    )
      continue;
    const distance = treeDistance(tree, head, trigger);
    const above = pathToRoot(tree, head).includes(trigger);
    const speech = saidThere(tree, head, trigger);
    const score =
      role +
      (above ? 0.4 : 0) +
      (eventWords().whereabouts.has(preposition) ? 0.3 : 0) -
      0.08 * distance -
      (speech ? 0.6 : 0);
    const reason = role >= 0.3 ? 'role head' : `${relation} with "${preposition}", ${distance} edges from the trigger`;
    found.push({ word: head, span, score, reason });
  }
  return innermost(found)
    .filter((candidate) => candidate.score > 0.05)
    .sort((a, b) => b.score - a.score || a.span.start - b.span.start);
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

/** Whether the phrase holds a name; "the contested region" has no place of its own. */
function named(tree: SentenceTree, entity: Entity): boolean {
  return range(entity.first, entity.last).some((word) => tree.tokens[word]?.upos === 'PROPN');
}

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, offset) => first + offset);

/** Whether the place hangs on a verb of saying above the act: where it was said, not where it happened. */
function saidThere(tree: SentenceTree, place: number, trigger: number): boolean {
  const governor = tree.tokens[place]?.head ?? -1;
  return (
    governor >= 0 &&
    governor !== trigger &&
    pathToRoot(tree, trigger).slice(1).includes(governor) &&
    baseRelation(tree.tokens[place]?.deprel ?? '') === 'obl' &&
    hasClause(tree, governor, trigger)
  );
}

function hasClause(tree: SentenceTree, governor: number, trigger: number): boolean {
  const path = pathToRoot(tree, trigger);
  const below = path[path.indexOf(governor) - 1];
  return below !== undefined && ['ccomp', 'parataxis'].includes(baseRelation(tree.tokens[below]?.deprel ?? ''));
}

/** Population from which a town is meant wherever the text is about. */
const knownAnywhere = 500_000;

function unresolved(span: Span, reason: string): EventPlace {
  const name = span.text.replace(/\s+/g, ' ');
  return {
    span,
    id: null,
    name,
    latitude: null,
    longitude: null,
    country: null,
    admin1: null,
    precision: 'region',
    reason,
  };
}

/** Which place of the gazetteer the name means: consistent with countries of the text, then division seats and population. */
export function resolvePlace(gazetteer: Gazetteer, span: Span, context: PlaceContext): EventPlace | null {
  const name = span.text
    .replace(/\s+/g, ' ')
    .replace(/^(the|The) /, '')
    .replace(/['’]s$/, '');
  let found = gazetteer.find(name);
  let inner = name;
  if (found.length === 0) {
    inner = name.replace(eventWords().placeWords, ' ').replace(/\s+/g, ' ').trim();
    if (inner !== '' && inner !== name) found = gazetteer.find(inner);
  }
  if (found.length === 0 || (gazetteer.isCommonWord(inner) && !/^\p{Lu}/u.test(inner))) {
    return unresolved(span, 'not in the gazetteer');
  }
  const wantsDivision = eventWords().divisionWords.test(span.text);
  let best: GazetteerPlace | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  let why = '';
  for (const place of found) {
    const inCountry = place.country !== null && context.countries.has(place.country);
    const near = place.country !== null && context.nearby.has(place.country);
    const size = Math.log10(place.population + 1);
    const kind =
      place.kind === 'country'
        ? 9
        : place.kind === 'region'
          ? 8
          : place.kind === 'admin1'
            ? wantsDivision
              ? 9
              : 3
            : place.capital
              ? 8
              : 0;
    const score = size + kind + (inCountry ? 4 : 0) + (near ? 3 : 0);
    if (score > bestScore) {
      best = place;
      bestScore = score;
      why = [
        place.kind,
        inCountry ? 'country of a party' : '',
        near ? 'country named in the text' : '',
        place.capital ? 'capital' : '',
        found.length > 1 ? `best of ${found.length}` : 'only one of the name',
      ]
        .filter(Boolean)
        .join(', ');
    }
  }
  if (!best) return null;
  const supported =
    best.country === null ||
    context.countries.has(best.country) ||
    context.nearby.has(best.country) ||
    best.capital ||
    best.kind === 'country' ||
    best.population >= knownAnywhere;
  if (!supported && context.countries.size + context.nearby.size > 0)
    return unresolved(span, `${best.name} of ${best.country} is in no country of the text`);
  return {
    span,
    id: best.id,
    name: best.name,
    latitude: best.latitude,
    longitude: best.longitude,
    country: best.country,
    admin1: best.admin1,
    precision: best.kind === 'town' ? 'town' : best.kind,
    reason: why,
  };
}
