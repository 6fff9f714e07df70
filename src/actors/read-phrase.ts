import type { Entry } from './actor.js';
import { describe } from './describe.js';
import { isCapitalised, type Word } from './fold.js';
import type { Lexicon, Segment } from './lexicon.js';
import { misspeltPlace } from './misspelt.js';
import { titleKey } from './people-index.js';
import { covers } from './period.js';
import { partsOf } from './phrase-parts.js';
import { type Ask, bestEntry, isKnownOn, readEntry, readPerson, readPlace } from './read-entry.js';
import { type Reading, readingOf, unknownReading } from './reading.js';

const deepest = 6;
const marks = /^[^\p{L}\p{N}]+$/u;

/** Reads the words of a noun phrase: who is meant, from names, nationality and role, titles and appositions. */
export function readPhrase(all: readonly Word[], ask: Ask, lexicon: Lexicon, depth = 0): Reading {
  const words = trimmed(all);
  if (words.length === 0 || depth > deepest || words.length > 60) return unknownReading('no words that name an actor');
  if (ask.read === undefined) return readAnew(words, ask, lexicon, depth);
  const key = keyOf(words, depth);
  const known = ask.read.get(key);
  if (known !== undefined) return known;
  const reading = readAnew(words, ask, lexicon, depth);
  ask.read.set(key, reading);
  return reading;
}

/** Which words of the text these are: some left out between the first and the last change their number and sum. */
function keyOf(words: readonly Word[], depth: number): string {
  const sum = words.reduce((total, word) => total + word.start, 0);
  return `${words[0]?.start} ${words.at(-1)?.end} ${words.length} ${sum} ${depth === 0}`;
}

function readAnew(words: readonly Word[], ask: Ask, lexicon: Lexicon, depth: number): Reading {
  return (
    readWhole(words, ask, lexicon, depth) ??
    readTitle(words, ask, lexicon) ??
    readPronoun(words, lexicon) ??
    readList(words, ask, lexicon, depth) ??
    readChunk(words, ask, lexicon, depth)
  );
}

function trimmed(words: readonly Word[]): readonly Word[] {
  let first = 0;
  let end = words.length;
  while (first < end && marks.test(words[first]?.text ?? '')) first += 1;
  while (end > first && marks.test(words[end - 1]?.text ?? '')) end -= 1;
  return words.slice(first, end);
}

function readWhole(words: readonly Word[], ask: Ask, lexicon: Lexicon, depth: number): Reading | null {
  for (const form of [words, withoutDeterminers(words, lexicon), withoutHonorifics(words, lexicon)]) {
    if (form.length === 0) continue;
    const entries = lexicon.entriesOf(form, depth === 0);
    const best = bestEntry(entries, ask);
    if (best === null || best.meaning.kind === 'role') continue;
    if (best.form === 'demonym' && form.length === 1 && !isCapitalised(form[0]?.text ?? '')) continue;
    const reading = readEntry(best, ask, lexicon);
    if (reading !== null) return reading;
  }
  const region = readRegion(words, ask, lexicon);
  if (region !== null) return region;
  const only = depth === 0 && words.length === 1 ? words[0] : undefined;
  if (only === undefined || !isCapitalised(only.text) || !only.key.endsWith('s')) return null;
  const meant = lexicon.entriesOf(words).length > 0 ? null : misspeltPlace(only.key, lexicon);
  return meant?.form === 'demonym' ? readEntry(meant, ask, lexicon) : null;
}

/** "New Mexico", "Northern Iraq": a division under its whole name, a part of a state by its quarter. */
function readRegion(words: readonly Word[], ask: Ask, lexicon: Lexicon): Reading | null {
  const [first, ...rest] = words;
  if (first === undefined || rest.length === 0 || words.length > 4) return null;
  if (!words.every((word) => isCapitalised(word.text))) return null;
  const town = lexicon.town(words.map((word) => word.key).join(' '));
  if (town !== null) return readPlace(town, { form: 'name', label: town.name });
  if (!lexicon.isA(first.key, 'quarter')) return null;
  const whole = bestEntry(lexicon.entriesOf(rest), ask);
  return whole?.meaning.kind === 'place' && whole.form === 'name' ? readPlace(whole.meaning, whole) : null;
}

/** "Mr. Putin": the words after honorifics, where they are one known person; else none. */
function withoutHonorifics(words: readonly Word[], lexicon: Lexicon): readonly Word[] {
  let first = 0;
  while (first < words.length - 1 && lexicon.isA(words[first]?.key ?? '', 'honorific')) first += 1;
  const rest = words.slice(first);
  if (first === 0 || !isCapitalised(words[0]?.text ?? '')) return [];
  return lexicon.entriesOf(rest).some((entry) => entry.meaning.kind === 'person') ? rest : [];
}

/** Words without leading determiners, numbers and ordinals. */
function withoutDeterminers(words: readonly Word[], lexicon: Lexicon): readonly Word[] {
  let first = 0;
  while (first < words.length - 1) {
    const key = words[first]?.key ?? '';
    const number = /^\d+(?:st|nd|rd|th|,\d+)?$/.test(key);
    if (words[first + 1]?.key === 'of') break;
    if (!number && !lexicon.isA(key, 'determiner') && !lexicon.isA(key, 'quantifier')) break;
    first += 1;
  }
  return words.slice(first);
}

/** "Archbishop of Canterbury": the whole title of an office, and who held it on the day. */
function readTitle(words: readonly Word[], ask: Ask, lexicon: Lexicon): Reading | null {
  const { date } = ask;
  if (date === null || words.length < 3 || !words.some((word) => word.key === 'of')) return null;
  const held = lexicon.withTitle(titleKey(words)).find(({ office }) => covers(office, date) && isKnownOn(office, date));
  if (held === undefined) return null;
  const reading = readPerson(held.person, ask, lexicon);
  const country = held.office.country;
  return { ...reading, country, sectors: held.office.sectors, office: held.office.title, basis: 'office' };
}

/** "Prime Minister of Sweden Ulf Kristersson": the person whom a title with its complement introduces. */
function readIntroduced(
  after: readonly Word[],
  chunk: readonly Word[],
  ask: Ask,
  lexicon: Lexicon,
  depth: number,
): Reading | null {
  const segments = lexicon.segment(after);
  const last = segments.at(-1);
  if (segments.length < 2 || last === undefined) return null;
  const person = last.entries.find((entry) => entry.meaning.kind === 'person');
  const introduces = ({ meaning }: Entry) => meaning.kind === 'role' && meaning.form !== 'people';
  const titled = lexicon.segment(chunk).at(-1)?.entries.some(introduces) ?? false;
  const between = segments.slice(0, -1).every(({ entries }) => entries.length > 0);
  if (person === undefined || !titled || !between || last.end - last.first < 2) return null;
  const reading = readEntry(person, ask, lexicon);
  const described = readPhrase([...chunk, ...after.slice(0, last.first)], ask, lexicon, depth + 1);
  return reading === null ? null : mergeTitle(reading, described);
}

function readPronoun(words: readonly Word[], lexicon: Lexicon): Reading | null {
  const only = words.length === 1 ? words[0] : undefined;
  if (only === undefined || !lexicon.isA(only.key, 'pronoun')) return null;
  return readingOf({
    kind: 'pronoun',
    sectors: ['UNK'],
    basis: 'unknown',
    plural: lexicon.isA(only.key, 'plural'),
    noun: only.key,
    explanation: `${only.text}: pronoun without an antecedent`,
  });
}

/** Parts at commas and conjunctions: an apposition is one reading, a list is a set. */
function readList(words: readonly Word[], ask: Ask, lexicon: Lexicon, depth: number): Reading | null {
  const covered = coveredBy(lexicon.segment(words));
  const cuts: number[] = [];
  let joined = false;
  for (const [at, word] of words.entries()) {
    if (covered.has(at) || at === 0) continue;
    if (lexicon.isA(word.key, 'relative') && words[at - 1]?.key === ',')
      return readPhrase(words.slice(0, at), ask, lexicon, depth + 1);
    const bracket = word.key === '(' || word.key === ')';
    if (word.key === ',' || bracket) cuts.push(at);
    else if (lexicon.isA(word.key, 'conjunction')) {
      cuts.push(at);
      joined = true;
    }
  }
  if (cuts.length === 0) return null;
  const parts: (readonly Word[])[] = [];
  let from = 0;
  for (const cut of [...cuts, words.length]) {
    const part = trimmed(words.slice(from, cut));
    if (part.length > 0) parts.push(part);
    from = cut + 1;
  }
  if (parts.length < 2) return parts[0] ? readPhrase(parts[0], ask, lexicon, depth + 1) : null;
  return joined ? readSet(parts, words, ask, lexicon, depth) : readApposition(parts, ask, lexicon, depth);
}

function coveredBy(segments: readonly Segment[]): ReadonlySet<number> {
  const covered = new Set<number>();
  for (const { first, end, entries } of segments) {
    if (entries.length === 0 || end - first < 2) continue;
    for (let at = first; at < end; at += 1) covered.add(at);
  }
  return covered;
}

function readSet(
  parts: readonly (readonly Word[])[],
  words: readonly Word[],
  ask: Ask,
  lexicon: Lexicon,
  depth: number,
): Reading | null {
  const last = parts.at(-1) ?? [];
  const lent = complementOf(last, lexicon);
  const readings = parts.map((part, index) => {
    const reading = readPhrase(part, ask, lexicon, depth + 1);
    if (lent.length === 0 || index === parts.length - 1 || reading.country !== null || reading.kind === 'person')
      return reading;
    return readPhrase([...part, ...lent], ask, lexicon, depth + 1);
  });
  const members = spread(parts, readings, ask, lexicon, depth) ?? shareHeads(parts, readings, ask, lexicon, depth);
  const known = members.filter((member) => member.kind !== 'unknown');
  if (known.length < 2) return known[0] ?? null;
  const same = <T>(values: readonly T[]) =>
    values.every((value) => JSON.stringify(value) === JSON.stringify(values[0])) ? values[0] : undefined;
  return readingOf({
    kind: 'set',
    country: same(known.map((member) => member.country)) ?? null,
    sectors: same(known.map((member) => member.sectors)) ?? [],
    members: known,
    basis: known[0]?.basis ?? 'description',
    plural: true,
    explanation: `${words.map((word) => word.text).join(' ')}: ${known.length} named together`,
  });
}

/** "the defence ministers of Mali and Niger": the role once for each country. */
function spread(
  parts: readonly (readonly Word[])[],
  readings: readonly Reading[],
  ask: Ask,
  lexicon: Lexicon,
  depth: number,
): readonly Reading[] | null {
  const [first = [], ...rest] = parts;
  if (readings[0]?.kind !== 'role' || !readings.slice(1).every((reading) => reading.kind === 'place')) return null;
  const link = first.findLastIndex((word) => lexicon.isA(word.key, 'preposition'));
  if (link < 0) return null;
  const role = first.slice(0, link + 1);
  return [readings[0], ...rest.map((place) => readPhrase([...role, ...place], ask, lexicon, depth + 1))];
}

/** "Russian and Belarusian soldiers", "Niger and Mali ministers A and B": a bare country takes the role of its neighbour. */
function shareHeads(
  parts: readonly (readonly Word[])[],
  readings: readonly Reading[],
  ask: Ask,
  lexicon: Lexicon,
  depth: number,
): readonly Reading[] {
  const members: Reading[] = [];
  for (const [index, reading] of readings.entries()) {
    const part = parts[index] ?? [];
    const bare = (reading.kind === 'people' || reading.kind === 'place') && part.length <= 3;
    const next = readings[index + 1] ?? readings.at(-1);
    const shared = bare ? sharedHead(parts.slice(index + 1), lexicon) : null;
    if (shared === null) members.push(reading);
    else if (next?.kind !== 'person') members.push(readPhrase([...part, ...shared], ask, lexicon, depth + 1));
  }
  return members;
}

/** "of Mali" in "soldiers and officials of Mali": the complement that a list without articles shares. */
function complementOf(last: readonly Word[], lexicon: Lexicon): readonly Word[] {
  if (lexicon.isA(last[0]?.key ?? '', 'determiner')) return [];
  const of = last.findIndex((word, at) => at > 0 && (word.key === 'of' || word.key === 'in'));
  return of < 0 ? [] : last.slice(of);
}

function sharedHead(following: readonly (readonly Word[])[], lexicon: Lexicon): readonly Word[] | null {
  for (const part of following) {
    const head = headAfterPlace(part, lexicon);
    if (head !== null) return head;
  }
  return null;
}

/** "Belarusian soldiers" → "soldiers": what a shared adjective's partner lends. */
function headAfterPlace(words: readonly Word[], lexicon: Lexicon): readonly Word[] | null {
  const segments = lexicon.segment(words);
  const first = segments.findIndex(({ first: at }) => !lexicon.isA(words[at]?.key ?? '', 'determiner'));
  const place = segments[first]?.entries.some((entry) => entry.meaning.kind === 'place') ?? false;
  const next = segments[first + 1];
  const role =
    next?.entries.some((entry) => entry.meaning.kind === 'role' || entry.meaning.kind === 'modifier') ?? false;
  return place && role && next !== undefined ? words.slice(next.first) : null;
}

function readApposition(
  parts: readonly (readonly Word[])[],
  ask: Ask,
  lexicon: Lexicon,
  depth: number,
): Reading | null {
  const readings = parts.map((part) => readPhrase(part, ask, lexicon, depth + 1));
  const known = readings.filter((reading) => reading.kind !== 'unknown' && reading.kind !== 'name');
  const first = known[0];
  if (first === undefined) return null;
  const nameAt = readings.findIndex(
    (reading, index) => reading.kind === 'unknown' && isNameLike(parts[index] ?? [], lexicon),
  );
  const person = known.find((reading) => reading.kind === 'person');
  const described = known.find((reading) => reading.kind === 'role');
  if (person !== undefined && described !== undefined && described.basis !== 'office')
    return mergeTitle(person, described);
  const main = person ?? described ?? first;
  if (nameAt < 0 || main.name !== null) return main;
  const name = (parts[nameAt] ?? []).map((word) => word.text).join(' ');
  return { ...main, name, explanation: `${name}: introduced as ${main.explanation}` };
}

/** Words that look like a person's or body's name: capitalised throughout, unknown. */
export function isNameLike(words: readonly Word[], lexicon: Lexicon): boolean {
  return (
    words.length > 0 &&
    words.every(
      (word) =>
        isCapitalised(word.text) ||
        /^(?:al|el|bin|ben|ibn|abu|de|da|di|du|del|la|le|van|von|der|den|dos|ould|ag)$/.test(word.key),
    ) &&
    !words.some((word) => lexicon.isA(word.key, 'determiner'))
  );
}

/** A known person with what the words say of office. */
export function mergeTitle(person: Reading, described: Reading): Reading {
  if (person.office !== null && !described.sectors.includes('ELI')) return person;
  if (described.sectors.length === 0) return person;
  return {
    ...person,
    country: person.country ?? described.country,
    sectors: described.sectors,
    explanation: `${person.explanation}; the text says: ${described.explanation}`,
  };
}

function readChunk(words: readonly Word[], ask: Ask, lexicon: Lexicon, depth: number): Reading {
  const body = withoutDeterminers(words, lexicon);
  const segments = lexicon.segment(body);
  const relative = segments.find(
    ({ first, entries }) => first > 0 && entries.length === 0 && lexicon.isA(body[first]?.key ?? '', 'relative'),
  );
  if (relative) return readPhrase(body.slice(0, relative.first), ask, lexicon, depth + 1);
  const preposition = segments.find(
    ({ first, end, entries }) =>
      first > 0 && end - first === 1 && entries.length === 0 && lexicon.isA(body[first]?.key ?? '', 'preposition'),
  );
  const chunk = preposition === undefined ? body : body.slice(0, preposition.first);
  const after = preposition === undefined ? [] : body.slice(preposition.end);
  const link = preposition === undefined ? null : (body[preposition.first]?.key ?? null);
  if (link === 'of' && after.length > 0 && chunk.every((word) => isQuantity(word.key, lexicon))) {
    return readPhrase(after, ask, lexicon, depth + 1);
  }
  const introduced = link === 'of' ? readIntroduced(after, chunk, ask, lexicon, depth) : null;
  if (introduced !== null) return introduced;
  const owner = ownerOf(chunk, segments);
  const parts = partsOf(owner === null ? chunk : chunk.slice(owner + 1), lexicon, ask);
  const ownerReading = owner === null ? null : readPhrase(chunk.slice(0, owner), ask, lexicon, depth + 1);
  const complements: { link: string; reading: Reading }[] = [];
  if (link !== null && after.length > 0) collect(link, after, complements, ask, lexicon, depth);
  return describe({ ...parts, owner: ownerReading, complements }, ask, lexicon);
}

function collect(
  link: string,
  words: readonly Word[],
  into: { link: string; reading: Reading }[],
  ask: Ask,
  lexicon: Lexicon,
  depth: number,
): void {
  const segments = lexicon.segment(words);
  const next = segments.find(
    ({ first, end, entries }) =>
      first > 0 && end - first === 1 && entries.length === 0 && lexicon.isA(words[first]?.key ?? '', 'preposition'),
  );
  const head = next === undefined ? words : words.slice(0, next.first);
  into.push({ link, reading: readPhrase(into.length === 0 ? words : head, ask, lexicon, depth + 1) });
  if (next !== undefined && into.length < 4)
    collect(words[next.first]?.key ?? '', words.slice(next.end), into, ask, lexicon, depth);
}

function isQuantity(key: string, lexicon: Lexicon): boolean {
  return (
    lexicon.isA(key, 'determiner') ||
    lexicon.isA(key, 'quantifier') ||
    /^\d/.test(key) ||
    /(?:est|ous|al|ful)$/.test(key) ||
    key === 'large' ||
    key === 'small'
  );
}

/** Index of the last possessive mark that no name contains. */
function ownerOf(chunk: readonly Word[], segments: readonly Segment[]): number | null {
  const covered = coveredBy(segments);
  for (let at = chunk.length - 2; at > 0; at -= 1) {
    if (chunk[at]?.key === "'s" && !covered.has(at)) return at;
  }
  return null;
}
