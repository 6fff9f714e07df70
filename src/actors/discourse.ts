import type { Sentence } from '../records/sentence.js';
import { fold, isCapitalised, isUpper, type Word, wordsOf } from './fold.js';
import type { Gender } from './gender.js';
import type { Lexicon, Segment } from './lexicon.js';
import type { Ask } from './read-entry.js';
import { isNameLike, readPhrase } from './read-phrase.js';
import { type Reading, readingOf } from './reading.js';

/** Words that name or describe someone, at their place in the text. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
  readonly reading: Reading;
  /** Subject of a verb, by the parse. */
  readonly subject: boolean;
  /** Follows a preposition of place. */
  readonly inside: boolean;
  /** Whether "he" or "she" can stand for it; null where the words do not say. */
  readonly gender: Gender | null;
}

/** What a text has named so far, place by place. */
export interface Discourse {
  /** What every phrase of the text is asked with. */
  readonly ask: Ask;
  readonly mentions: readonly Mention[];
  /** Short forms (surnames, bracketed acronyms) with the place from which they hold. */
  readonly shorts: ReadonlyMap<string, readonly { readonly from: number; readonly reading: Reading }[]>;
  /** Countries by how often the text names them. */
  readonly countries: readonly { readonly country: string; readonly count: number }[];
  /** Names that the dictionary does not have. */
  readonly unknown: readonly { readonly start: number; readonly end: number; readonly sentence: number }[];
  sentenceAt(offset: number): number;
  /** The words of the sentence at an offset; none where the text was not parsed. */
  tokensAt(offset: number): Sentence['tokens'];
  /** The text itself. */
  readonly text: string;
}

interface Chunk {
  readonly words: readonly Word[];
  readonly first: number;
  readonly end: number;
}

type SentenceLike = Pick<Sentence, 'span' | 'tokens'>;

/** Pieces of a text that was not parsed, at full stops before a capital letter and at empty lines. */
function roughSentences(text: string): readonly SentenceLike[] {
  const pieces: SentenceLike[] = [];
  let from = 0;
  for (const match of text.matchAll(/[.!?]["”’)]*\s+(?=["“‘(]?\p{Lu})|\n\s*\n/gu)) {
    const end = match.index + match[0].length;
    pieces.push({ span: { start: from, end, text: text.slice(from, end) }, tokens: [] });
    from = end;
  }
  if (from < text.length) pieces.push({ span: { start: from, end: text.length, text: text.slice(from) }, tokens: [] });
  return pieces;
}

/** Countries that a text names, the most named first. */
export function countriesIn(text: string, lexicon: Lexicon): readonly string[] {
  const counts = new Map<string, number>();
  countInto(counts, lexicon.segment(wordsOf(text.slice(0, 20_000))));
  return sorted(counts).map(({ country }) => country);
}

function countInto(counts: Map<string, number>, segments: readonly Segment[]): void {
  for (const { entries } of segments) {
    for (const { meaning } of entries) {
      if (meaning.kind !== 'place' || meaning.country === null) continue;
      counts.set(meaning.country, (counts.get(meaning.country) ?? 0) + 1);
      break;
    }
  }
}

const sorted = (counts: ReadonlyMap<string, number>) =>
  [...counts].map(([country, count]) => ({ country, count })).sort((a, b) => b.count - a.count);

/** Reads a text from its beginning and notes who is named and described where. */
export function readDiscourse(
  text: string,
  parsed: readonly Sentence[],
  date: string | null,
  lexicon: Lexicon,
): Discourse {
  const sentences: readonly SentenceLike[] = parsed.length > 0 ? parsed : roughSentences(text);
  const texts = sentences.map(({ span }) => wordsOf(text, span.start, span.end));
  const counts = new Map<string, number>();
  const cut = texts.map((words) => lexicon.segment(words));
  for (const segments of cut) countInto(counts, segments);
  const countries = sorted(counts);
  const ask: Ask = {
    date,
    countries: countries.slice(0, 3).map(({ country }) => country),
    fallback: null,
    read: new Map(),
  };
  const mentions: Mention[] = [];
  const shorts = new Map<string, { from: number; reading: Reading }[]>();
  const unknown: { start: number; end: number; sentence: number }[] = [];
  const remember = (key: string, from: number, reading: Reading) => {
    const list = shorts.get(key);
    if (list) list.push({ from, reading });
    else shorts.set(key, [{ from, reading }]);
  };
  for (const [index, sentence] of sentences.entries()) {
    const words = texts[index] ?? [];
    const subjects = sentence.tokens.filter((token) => token.deprel.startsWith('nsubj'));
    const found = chunksOf(words, cut[index] ?? [], lexicon).map((chunk) => ({
      chunk,
      reading: readPhrase(chunk.words, ask, lexicon),
    }));
    for (const [at, { chunk, reading }] of found.entries()) {
      const before = found[at - 1];
      const settled = appositionOf(found, at, words, lexicon) ?? reading;
      const start = chunk.words[0]?.start ?? 0;
      const end = chunk.words.at(-1)?.end ?? start;
      const acronym = acronymAfter(words, chunk.end);
      if (
        (settled.kind === 'unknown' || settled.kind === 'name') &&
        chunk.words.length > 1 &&
        isNameLike(chunk.words, lexicon)
      ) {
        unknown.push({ start, end, sentence: index });
      }
      const stranger = settled.kind === 'unknown' ? strangerOf(chunk, text.slice(start, end), lexicon) : null;
      if (settled.kind === 'unknown') {
        if (stranger === null) continue;
        if (acronym !== null) remember(acronym, end, stranger);
        const last = chunk.words.at(-1)?.key ?? '';
        const given = chunk.words.slice(0, 1);
        if (last.length > 2 && !namesPlace(chunk.words.slice(-1), lexicon)) remember(last, end, stranger);
        if (given[0] !== undefined && given[0].key.length > 2 && lexicon.entriesOf(given).length === 0)
          remember(given[0].key, end, stranger);
        const subject = subjects.some((token) => token.start >= start && token.end <= end);
        const gender = genderOf(words, chunk, stranger, lexicon);
        mentions.push({ start, end, sentence: index, reading: stranger, subject, inside: false, gender });
        continue;
      }
      if (acronym !== null) {
        const named = settled.name === null && isNameLike(chunk.words, lexicon);
        if (named) remember(acronym, end, { ...settled, actor: null, name: text.slice(start, end) });
        else if (settled.name !== null) remember(acronym, end, settled);
      }
      if (before !== undefined && isAcronymOf(words, chunk)) continue;
      const subject = subjects.some((token) => token.start >= start && token.end <= end);
      const inside = lexicon.isA(words[chunk.first - 1]?.key ?? '', 'inward') && words[chunk.first - 1]?.key !== 'of';
      const gender = genderOf(words, chunk, settled, lexicon);
      mentions.push({ start, end, sentence: index, reading: settled, subject, inside, gender });
      if (
        (settled.kind === 'person' || settled.kind === 'name' || settled.basis === 'office') &&
        settled.name !== null
      ) {
        const said = settled.basis === 'office' && settled.kind === 'person' ? settled.name : text.slice(start, end);
        const last = wordsOf(settled.name).at(-1)?.key ?? '';
        if (fold(said).includes(last) && last.length > 2 && !namesPlace(chunk.words.slice(-1), lexicon))
          remember(last, end, settled);
      }
    }
    for (const set of listsOf(words, cut[index] ?? [], lexicon, ask))
      mentions.push({ ...set, sentence: index, subject: false, inside: false, gender: null });
  }
  mentions.sort((a, b) => a.start - b.start || b.end - a.end);
  const starts = sentences.map(({ span }) => span.start);
  const sentenceAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    text,
    ask,
    mentions,
    shorts,
    countries,
    unknown,
    sentenceAt,
    tokensAt: (offset) => sentences[sentenceAt(offset)]?.tokens ?? [],
  };
}

/** "Australia" of "South Australia" goes on to mean the country. */
function namesPlace(words: readonly Word[], lexicon: Lexicon): boolean {
  return lexicon.entriesOf(words).some(({ meaning, form }) => meaning.kind === 'place' && form !== 'demonym');
}

/** Of the words of a mention, and a title right before them. */
function genderOf(words: readonly Word[], chunk: Chunk, reading: Reading, lexicon: Lexicon): Gender | null {
  if (reading.plural) return null;
  const before = words
    .slice(Math.max(0, chunk.first - 1), chunk.first)
    .filter((word) => lexicon.isA(word.key, 'honorific'));
  return lexicon.genders.of([...before, ...chunk.words], reading);
}

/** A name that the dictionary does not have, as the text writes it. */
export function strangerOf(chunk: { readonly words: readonly Word[] }, name: string, lexicon: Lexicon): Reading | null {
  const { words } = chunk;
  const only = words.length === 1 ? words[0] : undefined;
  if (only !== undefined && !lexicon.genders.isGiven(only.key)) return null;
  if (words.length > 6 || !isNameLike(words, lexicon)) return null;
  return readingOf({ kind: 'name', name, basis: 'unknown', explanation: `${name}: not in the dictionary` });
}

/** Runs of names, roles and capitalised words. */
function chunksOf(words: readonly Word[], segments: readonly Segment[], lexicon: Lexicon): Chunk[] {
  const chunks: Chunk[] = [];
  let first = -1;
  const close = (end: number) => {
    if (first >= 0 && end > first) chunks.push({ words: words.slice(first, end), first, end });
    first = -1;
  };
  for (const { first: at, end, entries } of segments) {
    const word = words[at];
    const key = word?.key ?? '';
    const named =
      entries.length > 0 || (word !== undefined && isCapitalised(word.text) && !isFunctionWord(key, lexicon));
    const owns = key === "'s" && first >= 0;
    const joined = first >= 0 && words[at - 1]?.tied === true;
    if (named || owns || joined) {
      if (first < 0) first = at;
    } else close(at);
    if (end >= words.length) close(end);
  }
  return chunks.filter((chunk) => chunk.words.length <= 20);
}

function isFunctionWord(key: string, lexicon: Lexicon): boolean {
  return ['determiner', 'preposition', 'conjunction', 'pronoun', 'relative', 'quantifier'].some((kind) =>
    lexicon.isA(key, kind),
  );
}

/** "Celestin Simpore, the Burkinabe defence minister": a new name with the description beside it. */
function appositionOf(
  found: readonly { readonly chunk: Chunk; readonly reading: Reading }[],
  at: number,
  words: readonly Word[],
  lexicon: Lexicon,
): Reading | null {
  const here = found[at];
  if (here === undefined || here.reading.kind !== 'unknown') return null;
  if (here.chunk.words.length < 2 || !isNameLike(here.chunk.words, lexicon)) return null;
  for (const other of [found[at + 1], found[at - 1]]) {
    if (other === undefined || other.reading.kind !== 'role' || other.reading.plural) continue;
    const [left, right] = other.chunk.first > here.chunk.first ? [here.chunk, other.chunk] : [other.chunk, here.chunk];
    const between = words.slice(left.end, right.first);
    if (
      between[0]?.key !== ',' ||
      between.length > 4 ||
      between.slice(1).some((word) => word.key === ',' || lexicon.isA(word.key, 'conjunction'))
    )
      continue;
    const name = here.chunk.words.map((word) => word.text).join(' ');
    return { ...other.reading, kind: 'name', name, explanation: `${name}: introduced as ${other.reading.explanation}` };
  }
  return null;
}

/** The acronym in brackets right after a name. */
function acronymAfter(words: readonly Word[], end: number): string | null {
  const inner = words[end + 1];
  if (words[end]?.key !== '(' || inner === undefined || words[end + 2]?.key !== ')') return null;
  return inner.text.length <= 12 && /\p{Lu}/u.test(inner.text) && !/\s/.test(inner.text) ? inner.key : null;
}

function isAcronymOf(words: readonly Word[], chunk: Chunk): boolean {
  return (
    words[chunk.first - 1]?.key === '(' &&
    words[chunk.end]?.key === ')' &&
    chunk.words.length === 1 &&
    isUpper(chunk.words[0]?.text ?? '')
  );
}

/** "Burkina Faso, Mali and Niger": names in a row as one set. */
function listsOf(
  words: readonly Word[],
  segments: readonly Segment[],
  lexicon: Lexicon,
  ask: Ask,
): { start: number; end: number; reading: Reading }[] {
  const sets: { start: number; end: number; reading: Reading }[] = [];
  let members: Reading[] = [];
  let first = -1;
  let last = -1;
  let joined = false;
  const close = () => {
    if (joined && members.length > 1) {
      sets.push({
        start: words[first]?.start ?? 0,
        end: words[last]?.end ?? 0,
        reading: readingOf({
          kind: 'set',
          members,
          plural: true,
          basis: 'name',
          explanation: `${members.length} named together`,
        }),
      });
    }
    members = [];
    joined = false;
  };
  for (const { first: at, end, entries } of segments) {
    const key = words[at]?.key ?? '';
    if (members.length > 0 && (key === ',' || lexicon.isA(key, 'determiner'))) continue;
    if (members.length > 0 && lexicon.isA(key, 'conjunction')) {
      joined = true;
      continue;
    }
    const reading = entries.length === 0 ? null : readPhrase(words.slice(at, end), ask, lexicon);
    const fits =
      reading !== null && reading.name !== null && ['place', 'actor', 'person', 'seat'].includes(reading.kind);
    const linked =
      members.length === 0 ||
      last === at - 1 ||
      [',', 'and', '&', 'or'].includes(words[at - 1]?.key ?? '') ||
      lexicon.isA(words[at - 1]?.key ?? '', 'determiner');
    if (
      !fits ||
      !linked ||
      (joined &&
        members.length > 0 &&
        !lexicon.isA(words[at - 1]?.key ?? '', 'conjunction') &&
        !lexicon.isA(words[at - 1]?.key ?? '', 'determiner'))
    )
      close();
    if (!fits || reading === null) continue;
    if (members.length === 0) first = at;
    members.push(reading);
    last = end - 1;
  }
  close();
  return sets;
}
