import type { Person, Place, Role } from './actor.js';
import { type Word, wordsOf } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { type Ask, personBySurname } from './read-entry.js';

/** A known person from words that are no exact name: initials, inserted or left-out middle names, a surname after a title. */
export function findPerson(
  tail: readonly Word[],
  titles: readonly { readonly words: readonly string[] }[],
  roles: readonly { readonly role: Role }[],
  places: readonly { readonly place: Place }[],
  ask: Ask,
  lexicon: Lexicon,
): Person | null {
  const keys = tail.map((word) => word.key).filter((key) => !/^(?:jr|sr|ii|iii|iv)$/.test(key));
  const last = keys.at(-1);
  if (last === undefined || last.length < 2) return null;
  const country = places[0]?.place.country ?? null;
  if (keys.length === 1) {
    const words = roles.at(-1)?.role.words ?? titles.at(-1)?.words.join(' ');
    return words === undefined
      ? null
      : personBySurname(last, words.split(/[^\p{L}\p{N}]+/u), { ...ask, country }, lexicon);
  }
  return (
    byInitials(keys, lexicon) ?? byMiddle(keys, lexicon) ?? bySpelling(keys, ask, lexicon) ?? byGiven(keys, lexicon)
  );
}

function byInitials(keys: readonly string[], lexicon: Lexicon): Person | null {
  const given = keys.slice(0, -1);
  const initials = given.filter((key) => key.length === 1);
  if (initials.length === 0) return null;
  const bare = given.filter((key) => key.length > 1);
  const fitting = lexicon.withSurname(keys.at(-1) ?? '').filter((person) => {
    const names = person.name
      .toLowerCase()
      .split(/[\s.]+/)
      .slice(0, -1)
      .filter((name) => name !== '');
    if (bare.length > 0) return bare[0] === names[0] && names.length <= given.length;
    return (
      initials.length >= 2 && names.length >= 2 && given.every((key, index) => names[index]?.startsWith(key) ?? false)
    );
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** First and last name with one more or one fewer between them. */
function byMiddle(keys: readonly string[], lexicon: Lexicon): Person | null {
  if (keys.length !== 3) return null;
  const fitting = lexicon.withSurname(keys[2] ?? '').filter((person) => {
    const names = person.name.toLowerCase().replace(/\./g, '').split(/\s+/);
    return (
      names[0] === keys[0] &&
      names.at(-1)?.includes('-') === false &&
      (names.length === 2 || (names.length === 3 && names[1]?.startsWith(keys[1]?.[0] ?? '-')))
    );
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Another spelling of a name from another script: "Aleksandr Lukashenka". */
function bySpelling(keys: readonly string[], { countries }: Ask, lexicon: Lexicon): Person | null {
  const found = lexicon.spelt(keys);
  const near = found.filter((person) => countries.includes(person.country));
  const fitting = near.length > 0 ? near : found;
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Shorter given names have too many neighbours. */
const shortestGiven = 6;

/** The surname as it is, and a given name one letter off: "Narenda Modi". */
function byGiven(keys: readonly string[], lexicon: Lexicon): Person | null {
  const [given = '', last = ''] = keys;
  if (keys.length !== 2 || given.length < shortestGiven) return null;
  const fitting = lexicon.withSurname(last).filter((person) => {
    const [name = '', ...rest] = wordsOf(person.name).map((word) => word.key);
    return rest.length === 1 && name.length >= shortestGiven && isOneOff(given, name);
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** One letter left out, put in or changed, or two swapped; not at the end, where it makes another name ("Daniel", "Daniela"). */
function isOneOff(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1 || short.at(-1) !== long.at(-1)) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = (text: string, skipped: number) => text.slice(at + skipped);
  if (short.length < long.length) return rest(short, 0) === rest(long, 1);
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at] && rest(short, 2) === rest(long, 2);
  return rest(short, 1) === rest(long, 1) || swapped;
}
