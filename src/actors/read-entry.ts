import { type Actor, type Entry, type Office, type Person, type Place, periodOn } from './actor.js';
import { fold } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { covers } from './period.js';
import { type Reading, readingOf } from './reading.js';

/** What is asked besides the words. */
export interface Ask {
  /** `YYYY-MM-DD` of the text, or null. */
  readonly date: string | null;
  /** Countries that the text around is about, the likeliest first: they decide between namesakes. */
  readonly countries: readonly string[];
  /** Country of a description that names none; null leaves it open. */
  readonly fallback: string | null;
  /** What the words of one text were read as, by their place; left out where words of several texts are asked. */
  readonly read?: Map<string, Reading>;
}

const slots = new Set(['UNO', 'EUR', 'IGO', 'NGO', 'MNC', 'ISM', 'IMG']);
const officialSectors = new Set(['GOV', 'MIL', 'LEG', 'JUD', 'SPY', 'COP']);
const order = ['state', 'actor', 'person', 'region', 'demonym', 'role', 'seat', 'town'] as const;

/** Whether a country slot holds a state and no non-state code. */
export function isState(country: string | null): boolean {
  return country !== null && !slots.has(country);
}

/** The likeliest of several meanings of the same words; null where none can stand alone. */
export function bestEntry(entries: readonly Entry[], ask: Ask): Entry | null {
  const ranked = entries.filter((entry) => entry.meaning.kind !== 'modifier' && entry.meaning.kind !== 'title');
  if (ranked.length <= 1) return ranked[0] ?? null;
  const scored = ranked.map((entry, index) => ({ entry, index, score: scoreOf(entry, ask) }));
  scored.sort((a, b) => b.score - a.score || a.index - b.index);
  return scored[0]?.entry ?? null;
}

function scoreOf(entry: Entry, ask: Ask): number {
  let score = 10 - order.indexOf(classOf(entry));
  const countries = countriesOf(entry);
  if (ask.countries.length > 0 && countries.some((country) => ask.countries.includes(country))) score += 20;
  if (ask.date !== null && !isCurrent(entry, ask.date)) score -= 5;
  return score;
}

function classOf(entry: Entry): (typeof order)[number] {
  const { meaning, form } = entry;
  if (meaning.kind === 'place') {
    if (form !== 'name') return form;
    return meaning.rank;
  }
  if (meaning.kind === 'actor' || meaning.kind === 'person') return meaning.kind;
  return 'role';
}

function countriesOf({ meaning }: Entry): readonly string[] {
  if (meaning.kind === 'place') return meaning.country === null ? [] : [meaning.country];
  if (meaning.kind === 'actor') return meaning.periods.flatMap((period) => period.countries);
  if (meaning.kind === 'person') return meaning.offices.map((office) => office.country);
  return [];
}

function isCurrent({ meaning }: Entry, date: string): boolean {
  if (meaning.kind === 'place') return covers(meaning.period, date);
  if (meaning.kind === 'actor') return meaning.periods.some((period) => covers(period, date));
  return true;
}

/** Reads an entry other than a role on its own. */
export function readEntry(entry: Entry, ask: Ask, lexicon: Lexicon): Reading | null {
  const { meaning } = entry;
  if (meaning.kind === 'place') return readPlace(meaning, entry);
  if (meaning.kind === 'actor') return readActor(meaning, ask, entry.label);
  if (meaning.kind === 'person') return readPerson(meaning, ask, lexicon);
  return null;
}

/** A place under its name, its people's name or the name of its seat of government. */
export function readPlace(place: Place, { form, label }: Pick<Entry, 'form' | 'label'>): Reading {
  if (form === 'seat') {
    return readingOf({
      kind: 'seat',
      actor: isState(place.country) ? `${place.rank === 'state' ? place.id : place.country}/government` : place.id,
      name: label.replace(/^the /, ''),
      country: place.country,
      sectors: ['GOV', ...place.sectors],
      basis: 'metonym',
      explanation: `${label}: seat of the government of ${place.name}`,
    });
  }
  if (form === 'demonym') {
    return readingOf({
      kind: 'people',
      actor: place.id,
      country: place.country,
      sectors: place.sectors,
      basis: 'description',
      plural: true,
      explanation: `${label}: people of ${place.name}`,
    });
  }
  return readingOf({
    kind: 'place',
    actor: place.rank === 'town' ? null : place.id,
    name: place.name,
    country: place.country,
    sectors: place.sectors,
    basis: 'name',
    explanation: `${label}: name of ${place.rank === 'town' ? 'a town in ' : ''}${place.rank === 'town' ? place.country : place.name}`,
  });
}

/** An actor in the period that the date falls into. */
export function readActor(actor: Actor, ask: Ask, label: string): Reading {
  const period = periodOn(actor.periods, ask.date, covers);
  const countries = period?.countries ?? [];
  const country = countries[0] ?? null;
  const ended = ask.date !== null && period !== null && !covers(period, ask.date);
  return readingOf({
    kind: 'actor',
    actor: actor.id,
    name: actor.name,
    country,
    sectors: period?.sectors ?? [],
    basis: 'name',
    explanation: `${label}: name of ${actor.name}${ended ? `, which the data places ${spell(period?.from)} to ${spell(period?.to)}` : ''}`,
  });
}

const spell = (date: string | null | undefined) => date ?? 'open';

/** A person with the office held on the date; a former holder is `ELI`; after the data's end the office is unknown. */
export function readPerson(person: Person, ask: Ask, lexicon: Lexicon): Reading {
  const base = { kind: 'person', actor: person.id, name: person.name, basis: 'name' } as const;
  const offices = person.offices.filter((office) => office.title !== '');
  const standing = person.offices.filter((office) => office.title === '');
  const date = ask.date ?? latestDay(person);
  const held = offices.filter((office) => covers(office, date));
  const sure = held.filter((office) => !isPastKnowledge(office, date));
  const first = sure.find((office) => !office.sectors.includes('PTY')) ?? sure[0];
  if (first) {
    const title = fullTitle(first, lexicon);
    return readingOf({
      ...base,
      country: first.country,
      sectors: first.sectors,
      office: title,
      explanation: `${person.name}: ${title} ${span(first)}`,
    });
  }
  const unsure = held[0];
  if (unsure) {
    return readingOf({
      ...base,
      country: unsure.country,
      sectors: unsure.sectors,
      explanation: `${person.name}: ${fullTitle(unsure, lexicon)} until at least ${unsure.completeTo ?? unsure.from ?? 'unknown'}, unknown since`,
    });
  }
  const general = standing.filter((office) => covers(office, date)).at(-1);
  if (general) {
    return readingOf({
      ...base,
      country: general.country,
      sectors: general.sectors,
      explanation: `${person.name}: name, no office on ${date}`,
    });
  }
  const past = offices
    .filter((office) => office.from !== null && office.from <= date)
    .sort((a, b) => (a.to ?? '').localeCompare(b.to ?? ''))
    .at(-1);
  const country = homeOf(person);
  if (past) {
    const official = past.sectors.some((sector) => officialSectors.has(sector));
    return readingOf({
      ...base,
      country,
      sectors: official ? ['ELI'] : past.sectors,
      explanation: `${person.name}: former ${fullTitle(past, lexicon)} ${span(past)}`,
    });
  }
  const later = offices[0];
  const loose = standing[0];
  return readingOf({
    ...base,
    country,
    sectors:
      loose?.sectors ?? (later?.sectors.some((sector) => !officialSectors.has(sector)) ? later.sectors : ['CVL']),
    explanation: `${person.name}: name, no office known on ${date}`,
  });
}

function latestDay(person: Person): string {
  const days = person.offices
    .map((office) => office.to ?? office.completeTo ?? office.from ?? '')
    .filter((day) => day !== '');
  const last = days.sort().at(-1) ?? '2025-01-01';
  return last.length === 10 ? last : `${last}-01-01`.slice(0, 10);
}

function isPastKnowledge(office: Office, date: string): boolean {
  if (office.endUnknown) return office.from !== null && date.slice(0, 4) > office.from.slice(0, 4);
  return office.to === null && office.completeTo !== null && date > office.completeTo;
}

/** Whether the data says that the office was still held on `date`. */
export function isKnownOn(office: Office, date: string): boolean {
  return !isPastKnowledge(office, date);
}

function homeOf(person: Person): string | null {
  const states = person.offices.map((office) => office.country).filter((country) => isState(country));
  return states[0] ?? person.offices[0]?.country ?? null;
}

const span = (office: Office) => `(${spell(office.from)} to ${office.to ?? `at least ${office.completeTo ?? 'now'}`})`;

/** "President ~" as "President of the United States". */
export function fullTitle(office: Office, lexicon: Lexicon): string {
  if (!office.title.includes('~')) return office.title;
  const place = lexicon.place(office.country);
  const name = place === undefined ? office.country : `${place.article ? 'the ' : ''}${place.name}`;
  return office.title.replace('~', `of ${name}`);
}

/** People whose last name is `key` and who fit: same country where one is said, title words in an office of theirs. */
export function personBySurname(
  key: string,
  titleWords: readonly string[],
  ask: Ask & { country: string | null },
  lexicon: Lexicon,
): Person | null {
  const candidates = lexicon.withSurname(key).filter((person) => {
    if (ask.country !== null && !person.offices.some((office) => office.country === ask.country)) return false;
    return person.offices.some((office) => {
      if (ask.date !== null && !covers(office, ask.date)) return false;
      const words = fold(fullTitle(office, lexicon)).split(/[^\p{L}\p{N}]+/u);
      return office.title !== '' && titleWords.every((word) => words.includes(word));
    });
  });
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}
