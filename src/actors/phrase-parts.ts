import { type Actor, type Entry, type Modifier, type Person, type Place, periodOn, type Role } from './actor.js';
import type { Parts } from './describe.js';
import { findPerson } from './find-person.js';
import { isCapitalised, type Word } from './fold.js';
import type { Lexicon, Segment } from './lexicon.js';
import { misspeltPlace } from './misspelt.js';
import { covers } from './period.js';
import { type Ask, bestEntry } from './read-entry.js';

const marks = /^[^\p{L}\p{N}]+$/u;

/** Sorts the words of one noun group into places, bodies, roles, modifiers, a person and what is unknown. */
export function partsOf(chunk: readonly Word[], lexicon: Lexicon, ask: Ask): Omit<Parts, 'owner' | 'complements'> {
  const places: { place: Place; entry: Pick<Entry, 'form' | 'label'>; at: number }[] = [];
  const bodies: { actor: Actor; label: string; at: number }[] = [];
  const roles: { role: Role; at: number; end: number }[] = [];
  const modifiers: { modifier: Modifier; at: number }[] = [];
  const titles: { sectors: readonly string[]; at: number; words: readonly string[] }[] = [];
  let person: { person: Person; at: number } | null = null;
  let seat: { place: Place; label: string; at: number } | null = null;
  let tail = 0;
  const segments = lexicon.segment(chunk);
  let covered = 0;
  for (const [index, { first, end, entries }] of segments.entries()) {
    if (first < covered) continue;
    const whole = wholeTown(chunk, first, lexicon);
    const parted = whole !== null && (whole.end === chunk.length || segments.some((one) => one.first === whole.end));
    if (whole !== null && parted) {
      places.push({ place: whole.place, entry: { form: 'name', label: whole.place.name }, at: first });
      covered = whole.end;
      tail = whole.end;
      continue;
    }
    const isLast = index === segments.length - 1;
    const before = chunk[first - 1];
    const tied = chunk[end - 1]?.tied ?? false;
    const next = chunk[end]?.key ?? '';
    const neutral = (before?.tied && lexicon.isA(before.key, 'prefix')) || (tied && lexicon.isA(next, 'suffix'));
    if (tied && lexicon.isA(next, 'ruling')) {
      const ruled = countryRuled(entries, ask, lexicon);
      if (ruled !== null) places.push({ place: ruled, entry: { form: 'demonym', label: ruled.name }, at: first });
    }
    const role = entries.find((entry) => entry.meaning.kind === 'role')?.meaning as Role | undefined;
    const modifier = entries.find((entry) => entry.meaning.kind === 'modifier')?.meaning as Modifier | undefined;
    const title = entries.find((entry) => entry.meaning.kind === 'title');
    if (entries.length === 0 && !neutral) {
      const town = townFrom(chunk, first, end, segments, index, lexicon);
      if (town !== null && (!isLast || roles.length === 0))
        places.push({ place: town, entry: { form: 'name', label: town.name }, at: first });
      else {
        const meant = town === null ? misspeltBefore(chunk, first, segments[index + 1], lexicon) : null;
        if (meant?.meaning.kind === 'place') places.push({ place: meant.meaning, entry: meant, at: first });
      }
      continue;
    }
    if (neutral && role === undefined) {
      tail = end;
      continue;
    }
    if (modifier !== undefined && !(isLast && role !== undefined)) {
      modifiers.push({ modifier, at: first });
      if (modifier.effect !== 'set') {
        tail = end;
        continue;
      }
    }
    if (title?.meaning.kind === 'title' && !isLast && !tied) {
      titles.push({
        sectors: title.meaning.sectors,
        at: first,
        words: chunk.slice(first, end).map((word) => word.key),
      });
    }
    if (isFamilyName(chunk, segments, index, lexicon) || isGivenName(chunk, segments, index)) {
      tail = Math.min(tail, first);
      continue;
    }
    const named = bestEntry(
      entries.filter((entry) => entry.meaning.kind !== 'role'),
      ask,
    );
    const meaning = named?.meaning;
    if (role !== undefined && named === null && isNamePart(chunk, segments, index, roles.length + titles.length > 0))
      continue;
    const elsewhere = meaning?.kind === 'actor' && isElsewhere(meaning, places.at(-1)?.place.country ?? null);
    const roleWins =
      role !== undefined &&
      (meaning === undefined || elsewhere || isLowerCase(chunk, first, end) || named?.form === 'demonym');
    if (roleWins) roles.push({ role, at: first, end });
    else if (meaning?.kind === 'place' && named?.form === 'seat')
      seat = { place: meaning, label: named.label, at: first };
    else if (
      meaning?.kind === 'place' &&
      named?.form === 'name' &&
      isLast &&
      endsName(chunk, first, roles.at(-1), bodies.at(-1))
    )
      places.push({ place: meaning, entry: named, at: -1 });
    else if (meaning?.kind === 'place' && named) places.push({ place: meaning, entry: named, at: first });
    else if (meaning?.kind === 'actor') bodies.push({ actor: meaning, label: named?.label ?? meaning.name, at: first });
    else if (meaning?.kind === 'person') person = { person: meaning, at: first };
    tail = end;
  }
  const rest = chunk.slice(tail);
  const unknownTail = rest.filter((word) => !marks.test(word.text) && word.key !== "'s");
  const found =
    unknownTail.length > 0 && person === null ? findPerson(unknownTail, titles, roles, places, ask, lexicon) : null;
  return {
    words: chunk,
    places,
    bodies,
    roles,
    modifiers,
    titles,
    seat,
    person: person?.person ?? found,
    personAt: person?.at ?? tail,
    tail: unknownTail,
  };
}

function isLowerCase(chunk: readonly Word[], first: number, end: number): boolean {
  return !chunk.slice(first, end).some((word) => isCapitalised(word.text));
}

/** A run of unknown capitalised words before a known one that is the name of a town or province. */
function townFrom(
  chunk: readonly Word[],
  first: number,
  end: number,
  segments: readonly Segment[],
  index: number,
  lexicon: Lexicon,
): Place | null {
  if (!isCapitalised(chunk[first]?.text ?? '')) {
    if (segments.length < 2 || index > 0 || (chunk[first]?.key.length ?? 0) < 4) return null;
  }
  const previous = segments[index - 1];
  if (previous !== undefined && previous.entries.length === 0 && isCapitalised(chunk[previous.first]?.text ?? ''))
    return null;
  if (previous?.entries.some((entry) => entry.meaning.kind === 'place' && entry.form === 'name')) return null;
  const following = segments[index + 1];
  if (following !== undefined && following.entries.length > 0 && isSurname(following, chunk)) return null;
  let stop = end;
  for (let at = index + 1; segments[at]?.entries.length === 0 && stop - first < 4; at += 1)
    stop = segments[at]?.end ?? stop;
  const run = chunk.slice(first, stop);
  const next = chunk[first + 1];
  const given = lexicon.genders.isGiven(chunk[first]?.key ?? '') && next !== undefined && isCapitalised(next.text);
  for (let length = run.length; length > 0; length -= 1) {
    const words = run.slice(0, length);
    if (length < run.length && isCapitalised(run[length]?.text ?? '')) continue;
    if (length === 1 && (given || lexicon.isA(words[0]?.key ?? '', 'common'))) continue;
    const town = lexicon.town(words.map((word) => word.key).join(' '));
    if (town !== null) return town;
  }
  return null;
}

const longestTown = 4;

/** "New Mexico" in "New Mexico governor": a division or town whose name begins with an unknown word and goes on with known ones. */
function wholeTown(
  chunk: readonly Word[],
  first: number,
  lexicon: Lexicon,
): { readonly place: Place; readonly end: number } | null {
  if (!isCapitalised(chunk[first]?.text ?? '') || isCapitalised(chunk[first - 1]?.text ?? '')) return null;
  for (let length = Math.min(longestTown, chunk.length - first - 1); length > 1; length -= 1) {
    const words = chunk.slice(first, first + length);
    if (!words.every((word) => isCapitalised(word.text)) || isCapitalised(chunk[first + length]?.text ?? '')) continue;
    if (lexicon.entriesOf(words).length > 0) return null;
    const place = lexicon.town(words.map((word) => word.key).join(' '));
    if (place !== null) return { place, end: first + length };
  }
  return null;
}

/** One capitalised word that means people only: after a town's name it makes the two a name ("David Francis"). */
function isSurname({ first, end, entries }: Segment, chunk: readonly Word[]): boolean {
  return (
    end - first === 1 &&
    isCapitalised(chunk[first]?.text ?? '') &&
    entries.every((entry) => entry.meaning.kind === 'person')
  );
}

/** "Wangui Biden": one word of a name, after a capitalised word that nothing covers, is not the famous bearer. */
function isFamilyName(chunk: readonly Word[], segments: readonly Segment[], index: number, lexicon: Lexicon): boolean {
  const segment = segments[index];
  const previous = segments[index - 1];
  if (segment === undefined || previous === undefined || segment.end - segment.first > 1 || previous.entries.length > 0)
    return false;
  const word = chunk[previous.first];
  if (word === undefined || !isCapitalised(word.text) || word.key === "'s" || lexicon.isA(word.key, 'honorific'))
    return false;
  return segment.entries.every(
    (entry) =>
      entry.meaning.kind === 'person' ||
      (entry.meaning.kind === 'actor' && /^[A-Z]{3}\//.test(entry.meaning.id)) ||
      (entry.meaning.kind === 'role' && segment.entries.length > 1) ||
      (entry.meaning.kind === 'place' && entry.form !== 'demonym' && index === segments.length - 1),
  );
}

/** "Bashir Magashi": the one word by which a famous person is known, before a capitalised word that nothing covers. */
function isGivenName(chunk: readonly Word[], segments: readonly Segment[], index: number): boolean {
  const segment = segments[index];
  const next = segments[index + 1];
  const follower = next === undefined ? undefined : chunk[next.first];
  if (segment === undefined || next === undefined || follower === undefined) return false;
  if (segment.end - segment.first > 1 || next.entries.length > 0 || !isCapitalised(follower.text)) return false;
  if (/^(?:jr|sr|ii|iii|iv)$/.test(follower.key) || chunk[segment.first]?.tied) return false;
  return segment.entries.length > 0 && segment.entries.every((entry) => entry.meaning.kind === 'person');
}

/** "Taliban-led", "Hamas-run": the state of the body that rules. */
function countryRuled(entries: readonly Entry[], ask: Ask, lexicon: Lexicon): Place | null {
  const best = bestEntry(entries, ask)?.meaning;
  if (best?.kind !== 'actor') return null;
  const country = periodOn(best.periods, ask.date, covers)?.countries[0];
  return (country === undefined ? undefined : lexicon.place(country)) ?? null;
}

/** "Mexican Congress": an organ of another state than the one named before it. */
function isElsewhere({ id, periods }: Actor, country: string | null): boolean {
  const organ = /^[A-Z]{3}\//.test(id);
  return organ && country !== null && !periods.some((period) => period.countries.includes(country));
}

/** "Ukranian soldiers": a misspelt nationality, looked for only right before a role in small letters. */
function misspeltBefore(chunk: readonly Word[], at: number, next: Segment | undefined, lexicon: Lexicon): Entry | null {
  const word = chunk[at];
  if (word === undefined || !isCapitalised(word.text) || isCapitalised(chunk[at - 1]?.text ?? '')) return null;
  const role = next?.entries.some((entry) => entry.meaning.kind === 'role') ?? false;
  return role && next !== undefined && isLowerCase(chunk, next.first, next.end)
    ? misspeltPlace(word.key, lexicon)
    : null;
}

/** A capitalised role word inside a name ("Park Jin"): it follows a title and an unknown capitalised word follows it. */
function isNamePart(chunk: readonly Word[], segments: readonly Segment[], index: number, introduced: boolean): boolean {
  const segment = segments[index];
  const next = segments[index + 1];
  if (!introduced || segment === undefined || next === undefined || segment.end - segment.first > 1) return false;
  const form = segment.entries.find((entry) => entry.meaning.kind === 'role')?.meaning as Role | undefined;
  const capitalised = (at: number) => isCapitalised(chunk[at]?.text ?? '');
  return form?.form === 'people' && capitalised(segment.first) && next.entries.length === 0 && capitalised(next.first);
}

/** A country's name right after a capitalised body or role is part of its name: "Oxfam India", "Foreign Ministry Russia". */
function endsName(
  chunk: readonly Word[],
  first: number,
  role: { readonly role: Role; readonly end: number } | undefined,
  body: { readonly at: number } | undefined,
): boolean {
  if (body !== undefined && (role === undefined || body.at > role.end)) return true;
  return (
    role !== undefined && role.end === first && role.role.form !== 'people' && !isLowerCase(chunk, first - 1, first)
  );
}
