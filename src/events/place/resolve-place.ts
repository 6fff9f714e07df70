import { foldName } from '../../ontology/fold-name.js';
import type { EventPlace } from '../../records/event.js';
import type { Span } from '../../records/span.js';
import { eventWords } from '../event-words.js';
import type { Gazetteer, GazetteerPlace } from './gazetteer.js';

/** What is known beside the words. */
export interface PlaceContext {
  /** Countries of the parties, and those that the document names. */
  readonly countries: ReadonlySet<string>;
  readonly nearby: ReadonlySet<string>;
  /** Countries of everybody in the document; asked only where the others leave the name open. */
  readonly everybody?: () => ReadonlySet<string>;
  /** The state of which the phrase is a name ("Ivory Coast"), by the actor dictionary. */
  readonly stateOf?: (span: Span) => string | null;
  /** The country in which a place that no list has must lie, with the reason; asked only for such a place. */
  readonly likely?: () => { readonly country: string; readonly reason: string } | null;
}

/** Population from which a town is meant wherever the text is about; and where no other town has the name. */
const knownAnywhere = 150_000;
const knownAlone = 15_000;

/** Which place of the gazetteer the name means: consistent with countries of the text, then division seats and population. */
export function resolvePlace(gazetteer: Gazetteer, span: Span, context: PlaceContext): EventPlace {
  const whole = spaced(span.text).replace(/['’]s$/, '');
  const within = enclosing(gazetteer, whole);
  for (const name of namesIn(whole)) {
    const found = gazetteer.find(name).filter((place) => isMeant(place, name, gazetteer, context));
    if (found.length === 0) continue;
    const place = best(found, name, span, within === null ? context : { ...context, countries: new Set([within]) });
    if (place === null)
      return unresolved(span, `${found[0]?.name} of ${found[0]?.country} is in no country of the text`, context);
    return located(
      span,
      place.place,
      name === whole || !/\p{Ll}/u.test(whole[0] ?? '') ? place.why : `by "${name}": ${place.why}`,
    );
  }
  const state = context.stateOf?.(span) ?? null;
  const country = state === null ? null : gazetteer.country(state);
  if (country) return located(span, country, 'country, by the actor dictionary');
  return unresolved(span, 'not in the gazetteer', context);
}

/** A name that is mostly another word ("Nice", "the Valley") needs a capital and, but for a state, a country that the text names. */
function isMeant(place: GazetteerPlace, name: string, gazetteer: Gazetteer, context: PlaceContext): boolean {
  if (!gazetteer.isCommonWord(name)) return true;
  if (!/^\p{Lu}/u.test(name)) return false;
  return (
    place.kind === 'country' ||
    (place.country !== null && (context.countries.has(place.country) || context.nearby.has(place.country)))
  );
}

const spaced = (text: string): string => text.replace(/\s+/g, ' ').replace(/^the /i, '').trim();

/** The names to look up for a phrase: all of it; before a comma; without words such as "city of"; what follows "port of"; the capitalised words alone. */
function namesIn(whole: string): readonly string[] {
  const { placeWords } = eventWords();
  const parts = whole.split(/, |\//);
  const stripped = spaced(whole.replace(placeWords, ' '));
  const after = /\p{Ll} (?:of|in|at) (?:the )?(\p{Lu}.*)$/u.exec(whole)?.[1];
  const capitals = /\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*)*/u.exec(whole)?.[0];
  const names = [
    whole,
    parts.length > 1 ? parts[0] : undefined,
    stripped,
    after,
    /\p{Ll}/u.test(whole) ? capitals : undefined,
  ];
  return [...new Set(names.filter((name): name is string => name !== undefined && name !== ''))];
}

/** The country that the phrase itself names after a comma: "Kherson, Ukraine". */
function enclosing(gazetteer: Gazetteer, whole: string): string | null {
  const after = whole.split(', ')[1];
  const country =
    after === undefined
      ? undefined
      : gazetteer.find(after).find((place) => place.kind === 'country' || place.kind === 'admin1');
  return country?.country ?? null;
}

function best(
  found: readonly GazetteerPlace[],
  name: string,
  span: Span,
  context: PlaceContext,
): { readonly place: GazetteerPlace; readonly why: string } | null {
  const wantsDivision = eventWords().divisionWords.test(span.text);
  const ranked = (everybody: ReadonlySet<string>): { readonly place: GazetteerPlace; readonly score: number }[] =>
    found
      .map((place) => ({ place, score: scoreOf(place, wantsDivision, context, everybody) }))
      .sort((a, b) => b.score - a.score);
  const named = (place: GazetteerPlace): boolean =>
    place.country === null || context.countries.has(place.country) || context.nearby.has(place.country);
  let first = ranked(new Set())[0]?.place;
  let everybody: ReadonlySet<string> = new Set();
  if (first && !named(first) && context.everybody) {
    everybody = context.everybody();
    first = ranked(everybody)[0]?.place;
  }
  if (!first) return null;
  const open = context.countries.size + context.nearby.size + everybody.size === 0;
  const alone = found.length === 1 && first.population >= knownAlone && foldName(first.name) === foldName(name);
  const known =
    first.capital || first.kind === 'country' || first.kind === 'region' || first.population >= knownAnywhere;
  if (!open && !named(first) && !everybody.has(first.country ?? '') && !known && !alone) return null;
  const why = [
    first.kind,
    first.country !== null && context.countries.has(first.country) ? 'country of a party' : '',
    first.country !== null && context.nearby.has(first.country) ? 'country named in the text' : '',
    first.country !== null && everybody.has(first.country) ? 'country of somebody in the text' : '',
    first.capital ? 'capital' : '',
    found.length > 1 ? `best of ${found.length}` : 'only one of the name',
  ];
  return { place: first, why: why.filter(Boolean).join(', ') };
}

function scoreOf(
  place: GazetteerPlace,
  wantsDivision: boolean,
  context: PlaceContext,
  everybody: ReadonlySet<string>,
): number {
  const has = (countries: ReadonlySet<string>): boolean => place.country !== null && countries.has(place.country);
  const known = place.population >= knownAnywhere ? 3.5 : 0;
  const placed = has(context.countries) ? 4 : has(context.nearby) ? 3 : has(everybody) ? 2 : 0;
  return Math.log10(place.population + 1) + kindScore(place, wantsDivision) + known + placed;
}

function kindScore(place: GazetteerPlace, wantsDivision: boolean): number {
  if (place.kind === 'country') return 9;
  if (place.kind === 'region') return 8;
  if (place.kind === 'admin1') return wantsDivision ? 9 : 3;
  return place.capital ? 8 : 0;
}

function located(span: Span, place: GazetteerPlace, reason: string): EventPlace {
  return {
    span,
    id: place.id,
    name: place.name,
    latitude: place.latitude,
    longitude: place.longitude,
    country: place.country,
    admin1: place.admin1,
    precision: place.kind === 'town' ? 'town' : place.kind,
    reason,
  };
}

function unresolved(span: Span, reason: string, context: PlaceContext): EventPlace {
  const likely = context.likely?.() ?? null;
  return {
    span,
    id: null,
    name: spaced(span.text),
    latitude: null,
    longitude: null,
    country: likely?.country ?? null,
    admin1: null,
    precision: 'region',
    reason: likely ? `${reason}; ${likely.reason}` : reason,
  };
}
