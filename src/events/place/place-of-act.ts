import type { Document } from '../../records/document.js';
import type { EventPlace, FieldReason } from '../../records/event.js';
import type { Party } from '../../records/party.js';
import type { Sentence } from '../../records/sentence.js';
import { type Span, spanOf } from '../../records/span.js';
import type { PartyResolver } from '../coder.js';
import type { Draft } from '../draft-event.js';
import { dependentsBy, type SentenceTree } from '../sentence-tree.js';
import { abroad, type PlaceCandidate, placeCandidates } from './find-place.js';
import type { Gazetteer } from './gazetteer.js';
import { toldPlace } from './place-told.js';
import { placeWords } from './place-words.js';
import { type PlaceContext, resolvePlace } from './resolve-place.js';

export interface PlaceSetting {
  readonly doc: Document;
  readonly actors: PartyResolver;
  readonly gazetteer: Gazetteer;
  /** Countries that the document names, of the dateline, and of everybody in the document. */
  readonly nearby: ReadonlySet<string>;
  readonly dateline: EventPlace | null;
  readonly everybody: () => ReadonlySet<string>;
  readonly sentences: readonly Sentence[];
  /** The country, and the town, in which the last act with a place happened. */
  readonly memory: { country: string | null; town: EventPlace | null };
}

export interface FoundPlace {
  readonly place: EventPlace | null;
  readonly reasons: readonly FieldReason[];
}

interface Sides {
  readonly sources: readonly Party[];
  readonly targets: readonly Party[];
}

/** Where the act happened, by role head and syntax, looked up in the gazetteer; a name that it lacks gets the likely country alone. */
export function findPlace(
  draft: Draft,
  siblings: readonly Draft[],
  { sources, targets }: Sides,
  setting: PlaceSetting,
): FoundPlace {
  const { doc, gazetteer, nearby, everybody, memory } = setting;
  const parties = [...sources, ...targets];
  const countries = countriesOf(parties, gazetteer);
  const words = new Set([...draft.arguments.source, ...draft.arguments.target].map(({ word }) => word));
  const context = { countries, nearby, everybody, stateOf: (span: Span) => stateOf(span, setting) };
  const likely = (): ReturnType<typeof likelyCountry> => likelyCountry(draft, { sources, targets }, setting);
  for (const candidate of placeCandidates(doc, draft, siblings)) {
    if (words.has(candidate.word) && !candidate.struck) continue;
    const place =
      (candidate.named ? null : placeToldBefore(candidate, draft, context, setting)) ??
      resolvePlace(gazetteer, candidate.span, { ...context, likely });
    if (candidate.struck && place.precision === 'country') continue;
    if (place.id !== null && place.country !== null) memory.country = place.country;
    if (place.precision === 'town') memory.town = place;
    return {
      place,
      reasons: [
        {
          field: 'place',
          by: 'syntax and gazetteer',
          score: Math.round(1000 * Math.min(1, candidate.score)) / 1000,
          note: `${candidate.reason}; ${place.reason}`,
        },
      ],
    };
  }
  return { place: null, reasons: [] };
}

/** The place that a definite phrase without a name refers to: "the town", "the airport". */
function placeToldBefore(
  { word, span }: PlaceCandidate,
  { tree }: Draft,
  context: PlaceContext,
  { doc, sentences, dateline, gazetteer, memory }: PlaceSetting,
): EventPlace | null {
  if (!isDefinite(tree, word)) return null;
  const place = toldPlace(tree.tokens[word]?.lemma.toLowerCase() ?? '', span, tree.sentence.index, {
    text: doc.text,
    sentences,
    dateline,
    town: memory.town,
    placeOf: (name) => {
      const found = resolvePlace(gazetteer, name, context);
      return found.id === null ? null : found;
    },
    isCapital: ({ id, name }) => gazetteer.find(name).some((place) => place.id === id && place.capital),
  });
  return place && { ...place, span, reason: `${place.name}, told before` };
}

/** Whether a determiner or possessor makes the phrase one that the reader knows. */
function isDefinite(tree: SentenceTree, word: number): boolean {
  return dependentsBy(tree, word, 'det', 'nmod').some(
    (child) =>
      tree.tokens[child]?.deprel === 'nmod:poss' ||
      placeWords().definite.has(tree.tokens[child]?.lemma.toLowerCase() ?? ''),
  );
}

function countriesOf(parties: readonly Party[], gazetteer: Gazetteer): ReadonlySet<string> {
  const all = parties.flatMap((party) => [party, ...party.members]).flatMap((party) => party.country ?? []);
  return new Set(all.filter((country) => gazetteer.country(country) !== null));
}

/** The state that a phrase names; a metonym ("Washington") is no place name of its state. */
function stateOf(span: Span, { actors }: PlaceSetting): string | null {
  const party = actors.party(span);
  return party.basis === 'name' && party.country !== null && party.actor === party.country ? party.country : null;
}

/** The country for a place that no list has: of the place told before or the dateline, one of a party's first; else of the parties; else the only one of the text. */
function likelyCountry(
  draft: Draft,
  { sources, targets }: Sides,
  { gazetteer, memory, dateline, nearby, everybody }: PlaceSetting,
): { readonly country: string; readonly reason: string } | null {
  const aimed = countriesOf(targets, gazetteer);
  const acting = countriesOf(sources, gazetteer);
  const own = aimed.size > 0 ? aimed : abroad.has(draft.type) ? new Set<string>() : acting;
  const only = (countries: ReadonlySet<string>): string | null =>
    countries.size === 1 ? ([...countries][0] ?? null) : null;
  const told = [
    { country: memory.country, reason: 'country of the place before' },
    { country: dateline?.country ?? null, reason: 'country of the dateline' },
  ].flatMap(({ country, reason }) => (country === null ? [] : [{ country, reason }]));
  const guesses = [
    { country: only(own), reason: 'country of the parties' },
    { country: only(nearby), reason: 'the one country of the text' },
  ].flatMap(({ country, reason }) => (country === null ? [] : [{ country, reason }]));
  const mostNamed = (): { readonly country: string; readonly reason: string } | null => {
    const country = [...everybody()].find((each) => gazetteer.country(each) !== null);
    return country === undefined ? null : { country, reason: 'country named most' };
  };
  return told.find(({ country }) => own.has(country) || acting.has(country)) ?? told[0] ?? guesses[0] ?? mostNamed();
}

/** Countries of the persons and bodies that the document names, the most frequent first, worked out when first asked. */
export function everybodysCountries(
  doc: Document,
  sentences: readonly Sentence[],
  actors: PartyResolver,
): () => ReadonlySet<string> {
  let found: ReadonlySet<string> | null = null;
  return () => {
    if (found === null) {
      const counts = new Map<string, number>();
      for (const sentence of sentences)
        for (const entity of sentence.entities) {
          if (entity.kind !== 'person' && entity.kind !== 'organisation') continue;
          const start = sentence.tokens[entity.first]?.start ?? 0;
          const span = spanOf(doc.text, start, sentence.tokens[entity.last]?.end ?? start);
          const { country } = actors.party(span);
          if (country !== null) counts.set(country, (counts.get(country) ?? 0) + 1);
        }
      found = new Set([...counts].sort((a, b) => b[1] - a[1]).map(([country]) => country));
    }
    return found;
  };
}
