import { daysBetween } from './days.js';
import type { StoryEvent, StoryParty } from './story-event.js';

/** How alike two mentions are: null when they cannot be one happening. */
export interface Likeness {
  readonly score: number;
  readonly because: readonly string[];
}

/**
 * Weights and thresholds, set on `test/cases/stories/` and checked again by `npm run eval -- stories`.
 * A type's threshold is lower where one pair of actors seldom does it twice on a day.
 */
const weight = { parties: 0.4, time: 0.25, words: 0.35 } as const;
const leastParties = 0.5;
const threshold = 0.66;
const thresholds: Readonly<Record<string, number>> = { CONSULT: 0.6, SUPPORT: 0.62, RETREAT: 0.62, MOBILIZE: 0.64 };
const sameDocument = 0.06;
/** For the same words in two copies of one article. */
const copied = { words: 0.6, score: 0.06 } as const;
const imprecise = new Set(['month', 'season', 'year', 'decade', 'approximate', 'range']);
const sides: Readonly<Record<string, string>> = {
  actual: 'did',
  alleged: 'did',
  denied: 'did',
  historical: 'did',
  planned: 'will',
  threatened: 'will',
  negated: 'not',
  hypothetical: 'if',
};
/** Days that mentions of one happening may lie apart; blocking looks no further. */
export const mostDaysApart = 3;

/** Least score at which two mentions are one happening. */
export function leastScore(a: StoryEvent, b: StoryEvent): number {
  const own = Math.max(thresholds[a.type] ?? threshold, thresholds[b.type] ?? threshold);
  return a.document === b.document ? own + sameDocument : own;
}

/** Compares two mentions; the order does not matter. */
export function compareMentions(a: StoryEvent, b: StoryEvent): Likeness | null {
  if (a.quad !== b.quad || sides[a.status] !== sides[b.status]) return null;
  const time = timeLikeness(a, b);
  if (time === null) return null;
  const parties = partiesLikeness(a, b);
  if (parties < leastParties) return null;
  const words = wordsLikeness(a, b);
  if (a.type !== b.type && words < 0.6) return null;
  const place = placeLikeness(a, b);
  if (place === null) return null;
  const because: string[] = [
    a.type === b.type ? `same type ${a.type}` : `types ${[a.type, b.type].sort().join(' and ')} told alike`,
  ];
  because.push(parties > 0.95 ? 'same parties' : `parties alike ${parties.toFixed(2)}`);
  because.push(time >= 1 ? 'same day' : `days compatible ${time.toFixed(2)}`);
  if (place > 0) because.push(`same place ${a.placeName ?? ''}`.trim());
  if (words > 0.15) because.push(words > 0.85 ? 'near-duplicate words' : `shared words ${words.toFixed(2)}`);
  let score = weight.parties * parties + weight.time * time + weight.words * words + place;
  if (a.document !== b.document && a.copies === b.copies && words >= copied.words) {
    score += copied.score;
    because.push('copies of one article');
  }
  if (a.trigger === b.trigger || a.trigger.slice(0, 5) === b.trigger.slice(0, 5)) score += 0.04;
  const counts = countLikeness(a.dead, b.dead) + countLikeness(a.injured, b.injured);
  score += counts;
  if (counts > 0.05) because.push('same numbers of casualties');
  if (a.modes.length > 0 && b.modes.length > 0) score += a.modes.some((mode) => b.modes.includes(mode)) ? 0.05 : -0.08;
  if (a.type !== b.type) score -= 0.08;
  return { score: Math.round(Math.max(0, Math.min(1, score)) * 10_000) / 10_000, because };
}

function timeLikeness(a: StoryEvent, b: StoryEvent): number | null {
  if (a.first === null || b.first === null || a.last === null || b.last === null)
    return a.first === b.first ? 0.5 : null;
  const gap = Math.max(daysBetween(a.last, b.first), daysBetween(b.last, a.first), 0);
  const vague = imprecise.has(a.precision ?? '') || imprecise.has(b.precision ?? '');
  if (gap === 0) return vague && (a.first !== b.first || a.last !== b.last) ? 0.5 : 1;
  const published = a.fromPublication || b.fromPublication;
  if (gap === 1) return published ? 0.8 : 0.45;
  if (gap === 2) return published ? 0.5 : null;
  return null;
}

function partiesLikeness(a: StoryEvent, b: StoryEvent): number {
  const sources = sideLikeness(a.sources, b.sources);
  const targets = sideLikeness(a.targets, b.targets);
  const directed = (sources + targets) / 2;
  if (a.targets.length > 0 && b.targets.length > 0 && a.type !== 'CONSULT' && a.type !== 'COOPERATE')
    return sources < 0.3 || targets < 0.3 ? 0 : directed;
  return Math.max(
    a.targets.length === 0 && b.targets.length === 0 ? 0 : directed - 0.1,
    sideLikeness([...a.sources, ...a.targets], [...b.sources, ...b.targets]),
  );
}

function sideLikeness(a: readonly StoryParty[], b: readonly StoryParty[]): number {
  if (a.length === 0 && b.length === 0) return 1;
  if (a.length === 0 || b.length === 0) return 0.5;
  const best = (from: readonly StoryParty[], to: readonly StoryParty[]): number =>
    from.reduce((sum, party) => sum + Math.max(...to.map((other) => partyLikeness(party, other))), 0) / from.length;
  const there = best(a, b);
  const back = best(b, a);
  return 0.7 * Math.max(there, back) + 0.3 * Math.min(there, back);
}

function partyLikeness(a: StoryParty, b: StoryParty): number {
  if (a.actor !== null && a.actor === b.actor) return 1;
  if (a.words === b.words) return 0.95;
  if (a.actor && b.actor && (a.actor.startsWith(`${b.actor}/`) || b.actor.startsWith(`${a.actor}/`))) return 0.92;
  if (a.country !== null && a.country === b.country) {
    if (a.actor === a.country || b.actor === b.country) return 0.85;
    if (a.sector === b.sector) return a.actor === null || b.actor === null ? 0.8 : 0.6;
    return armed.has(a.sector ?? '') && armed.has(b.sector ?? '') ? 0.6 : 0.3;
  }
  if ((a.actor === null && a.country === null) || (b.actor === null && b.country === null)) return 0.45;
  return 0;
}

const armed = new Set(['REB', 'UAF', 'SEP', 'CRM', 'MIL']);

function wordsLikeness(a: StoryEvent, b: StoryEvent): number {
  if (a.words.size === 0 || b.words.size === 0) return 0;
  let shared = 0;
  for (const word of a.words) if (b.words.has(word)) shared += 1;
  const cosine = shared / Math.sqrt(a.words.size * b.words.size);
  return Math.min(1, cosine * 1.4);
}

const nearKilometres = 40;

/** Bonus for one place, penalty for two; null when they exclude each other. */
function placeLikeness(a: StoryEvent, b: StoryEvent): number | null {
  if (a.place === null || b.place === null) return 0;
  if (a.place === b.place) return a.placePrecision === 'town' || a.placePrecision === 'point' ? 0.14 : 0.04;
  if (a.placeCountry !== null && b.placeCountry !== null && a.placeCountry !== b.placeCountry) return null;
  const fine = (event: StoryEvent): boolean => event.placePrecision === 'town' || event.placePrecision === 'point';
  if (fine(a) && fine(b)) {
    const apart = kilometres(a, b);
    return apart !== null && apart <= nearKilometres ? 0.04 : -0.25;
  }
  if (a.placeAdmin1 !== null && b.placeAdmin1 !== null) return a.placeAdmin1 === b.placeAdmin1 ? 0.06 : -0.2;
  return 0.02;
}

function kilometres(a: StoryEvent, b: StoryEvent): number | null {
  if (a.latitude === null || b.latitude === null || a.longitude === null || b.longitude === null) return null;
  const north = (a.latitude - b.latitude) * 111;
  const east = (a.longitude - b.longitude) * 111 * Math.cos((a.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}

function countLikeness(a: number | null, b: number | null): number {
  if (a === null || b === null) return 0;
  if (a === b) return 0.08;
  const ratio = (Math.max(a, b) + 1) / (Math.min(a, b) + 1);
  return ratio > 3 ? -0.12 : ratio > 1.7 ? -0.03 : 0.02;
}
