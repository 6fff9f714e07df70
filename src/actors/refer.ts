import { coArguments } from './co-arguments.js';
import { type Discourse, type Mention, strangerOf } from './discourse.js';
import { isCapitalised, type Word, wordsOf } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { covers } from './period.js';
import { type Ask, isState } from './read-entry.js';
import { readPhrase } from './read-phrase.js';
import { type Reading, readingOf } from './reading.js';
import { ruledParty } from './ruled-party.js';

/** What reference needs besides the words. */
export interface Around {
  readonly discourse: Discourse;
  readonly lexicon: Lexicon;
  readonly ask: Ask;
  /** Where the phrase begins. */
  readonly at: number;
  readonly end: number;
}

/** How many sentences back a pronoun may reach. */
const pronounReach = 3;
/** What a name, and a gender that is said, count for a pronoun; a sentence of distance counts 2. Set on GUM dev. */
const named = 2;
const sureGender = 0.5;
/** Share of all named countries that makes one the country of the text. */
const dominance = 0.7;
/** Times that a text names a country before it counts as the country of the text. */
const fewestNamings = 2;

/** Sectors of organs that a definite description leaves to the state named before. */
const organs = new Set(['GOV', 'MIL', 'LEG', 'JUD', 'COP', 'SPY']);

/** Who a phrase means in its text: from its own words, and from what the text named before. */
export function refer(all: readonly Word[], around: Around): Reading {
  const words = all.length > 1 && all.at(-1)?.key === "'s" ? all.slice(0, -1) : all;
  const only = words.length === 1 ? words[0] : undefined;
  if (only !== undefined) {
    const pronoun = around.lexicon.reference.pronouns.get(only.key);
    if (pronoun !== undefined && !isShouted(only)) return ofPronoun(only, pronoun, around);
  }
  const named = ofShortName(words, around);
  if (named !== null) return named;
  const possessor = around.lexicon.reference.pronouns.get(words[0]?.key ?? '');
  if (possessor !== undefined && words.length > 1 && around.lexicon.isA(words[0]?.key ?? '', 'determiner')) {
    return ofPossession(words, possessor, around);
  }
  const list = ofList(words, around);
  if (list !== null) return list;
  const reading = readPhrase(words, around.ask, around.lexicon);
  const stranger =
    reading.kind === 'unknown' ? strangerOf({ words }, words.map((word) => word.text).join(' '), around.lexicon) : null;
  if (stranger !== null) return stranger;
  const set = ofSet(words, around);
  if (set !== null) return set;
  if (reading.kind === 'role' || reading.kind === 'thing' || reading.kind === 'unknown')
    return ofDescription(words, reading, around);
  if (reading.kind === 'name') return withCountry(reading, around);
  return reading;
}

/** "Russia and the three states": each part on its own, where one of them refers back. */
function ofList(words: readonly Word[], around: Around): Reading | null {
  const { lexicon } = around;
  const cut = words.findLastIndex((word) => lexicon.isA(word.key, 'conjunction'));
  const [left, right] = [words.slice(0, cut), words.slice(cut + 1)];
  const refers = (part: readonly Word[]) => {
    const key = part[0]?.key ?? '';
    return (key === 'the' || key === 'both' || lexicon.reference.pronouns.has(key)) && part.length <= 4;
  };
  if (cut < 1 || right.length === 0 || left.length > 8 || (!refers(left) && !refers(right))) return null;
  if (left.some((word) => word.key === ',' || lexicon.isA(word.key, 'preposition'))) return null;
  const members = [left, right].flatMap((part): readonly Reading[] => {
    const reading = refer(part, { ...around, end: part.at(-1)?.end ?? around.end });
    return reading.kind === 'set' && reading.members.length > 0 ? reading.members : [reading];
  });
  if (members.some((member) => member.kind === 'unknown' || member.kind === 'pronoun')) return null;
  return readingOf({
    kind: 'set',
    members: members.filter(
      (one, at) => one.actor === null || members.findIndex(({ actor }) => actor === one.actor) === at,
    ),
    plural: true,
    basis: 'coreference',
    explanation: `${words.map((word) => word.text).join(' ')}: ${members.length} named together`,
  });
}

const isShouted = (word: Word) => word.text.length > 1 && word.text === word.text.toUpperCase();

function before(around: Around): readonly Mention[] {
  return around.discourse.mentions.filter((mention) => mention.end <= around.at);
}

/** A surname or acronym that the text introduced before. */
function ofShortName(words: readonly Word[], { discourse, at, lexicon }: Around): Reading | null {
  const bare = words.filter((word) => !lexicon.isA(word.key, 'determiner') && !lexicon.isA(word.key, 'honorific'));
  const only = bare[0];
  if (bare.length !== 1 || only === undefined || !isCapitalised(only.text)) return null;
  const found = (discourse.shorts.get(only.key) ?? []).filter(({ from }) => from <= at).at(-1);
  if (found === undefined) return null;
  return {
    ...found.reading,
    basis: 'coreference',
    explanation: `${only.text}: named before: ${found.reading.explanation}`,
  };
}

function ofPronoun(word: Word, kind: string, around: Around): Reading {
  const here = around.discourse.sentenceAt(around.at);
  const candidates =
    kind === 'speaker'
      ? around.discourse.mentions.filter(
          (mention) =>
            Math.abs(mention.sentence - here) <= 1 && (mention.end <= around.at || mention.sentence === here),
        )
      : before(around).filter((mention) => here - mention.sentence <= pronounReach);
  const barred = coArguments(around.discourse.tokensAt(around.at), around.at);
  let best: Mention | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const mention of candidates) {
    if (!fitsPronoun(mention, kind) || barred.some((at) => mention.start <= at && at < mention.end)) continue;
    const score =
      -2 * Math.abs(here - mention.sentence) +
      (mention.subject ? 1.5 : 0) -
      (mention.inside ? 1.5 : 0) +
      (mention.reading.kind === 'person' || mention.reading.kind === 'name' || mention.reading.kind === 'set'
        ? named
        : 0) +
      (mention.gender !== null && mention.gender === kind ? sureGender : 0) +
      mention.start / 1e7;
    if (score > bestScore) {
      best = mention;
      bestScore = score;
    }
  }
  if (best === null) return readPhrase([word], around.ask, around.lexicon);
  const meant = best.reading.kind === 'role' && best.end <= around.at ? ofMention(best, around) : best.reading;
  return {
    ...meant,
    basis: 'coreference',
    explanation: `${word.text}: refers to ${meant.name ?? meant.explanation}`,
  };
}

/** Whom an earlier description means, by what stood before it. */
function ofMention({ start, end }: Mention, around: Around): Reading {
  return refer(wordsOf(around.discourse.text, start, end), { ...around, at: start, end });
}

function fitsPronoun({ reading, gender }: Mention, kind: string): boolean {
  const single = !reading.plural;
  const person = (reading.kind === 'person' || reading.kind === 'name') && single;
  const described = reading.kind === 'role' && single && !/\//.test(reading.actor ?? '');
  if (kind === 'male' || kind === 'female') return (person || described) && (gender === null || gender === kind);
  if (kind === 'thing')
    return (
      single &&
      (['place', 'actor', 'seat'].includes(reading.kind) || (reading.kind === 'role' && /\//.test(reading.actor ?? '')))
    );
  if (kind === 'many') return reading.plural || reading.kind === 'actor';
  return person || described || reading.kind === 'actor' || reading.kind === 'place' || reading.kind === 'seat';
}

/** "his government", "his Malian counterpart Sadio Camara". */
function ofPossession(words: readonly Word[], possessor: string, around: Around): Reading {
  const first = words[0];
  const rest = words.slice(1);
  if (first === undefined) return readPhrase(words, around.ask, around.lexicon);
  const owner = ofPronoun(first, possessor, around);
  const reading = readPhrase(
    rest,
    isState(owner.country) ? { ...around.ask, fallback: owner.country, read: new Map() } : around.ask,
    around.lexicon,
  );
  if (!rest.some((word) => word.key === 'counterpart' || word.key === 'counterparts')) return reading;
  return ofCounterpart(reading, owner.kind === 'pronoun' ? null : owner, around);
}

/** The holder of the same office in another country. */
function ofCounterpart(reading: Reading, owner: Reading | null, around: Around): Reading {
  if (reading.office !== null) return reading;
  const other =
    owner ??
    before(around)
      .filter(({ reading: { kind, country } }) => (kind === 'person' || kind === 'role') && country !== reading.country)
      .at(-1)?.reading;
  if (other === undefined || other === null) return reading;
  const slug = other.office === null ? null : around.lexicon.slugOfTitle(other.office);
  const country = reading.country;
  const { date } = around.ask;
  const held =
    slug !== null && country !== null && date !== null && reading.name === null
      ? around.lexicon
          .holdersOf(country, slug)
          .find(
            ({ office }) =>
              covers(office, date) && (office.to !== null || office.completeTo === null || date <= office.completeTo),
          )
      : undefined;
  if (held !== undefined) {
    const named = readPhrase(wordsOfName(held.person.name), { ...around.ask, read: new Map() }, around.lexicon);
    return {
      ...named,
      basis: 'coreference',
      explanation: `counterpart of ${other.name ?? 'the one named before'}: ${named.explanation}`,
    };
  }
  return {
    ...reading,
    sectors: other.sectors,
    basis: reading.name === null ? 'coreference' : reading.basis,
    explanation: `${reading.explanation}; counterpart of ${other.name ?? 'the one named before'}`,
  };
}

function wordsOfName(name: string): readonly Word[] {
  return name.split(' ').map((text) => ({
    start: 0,
    end: 0,
    text,
    key: text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}+/gu, ''),
    tied: false,
  }));
}

/** "the three states", "both sides": as many as the words say, of the kind that the noun says, named before. */
function ofSet(words: readonly Word[], around: Around): Reading | null {
  const { reference, isA } = around.lexicon;
  const noun = [words.slice(-2), words.slice(-1)]
    .map((tail) => tail.map((word) => word.key).join(' '))
    .find((key) => reference.sets.has(key));
  if (noun === undefined) return null;
  const definite =
    ['the', 'these', 'those', 'both', 'all'].includes(words[0]?.key ?? '') || isCapitalisedNumber(words[0]);
  const counted = words
    .map((word) => reference.numbers.get(word.key) ?? (/^\d$/.test(word.key) ? Number(word.key) : undefined))
    .find((count) => count !== undefined);
  if (
    !definite ||
    (counted === undefined && words.length > 3) ||
    words.some((word) => isA(word.key, 'conjunction') || isA(word.key, 'preposition'))
  )
    return null;
  const kinds = reference.sets.get(noun) ?? [];
  const fits = (reading: Reading) =>
    kinds.some(
      (kind) =>
        kind === 'any' ||
        (kind === 'place'
          ? reading.kind === 'place' || reading.kind === 'seat'
          : reading.kind === 'person' || reading.kind === 'name'),
    );
  const earlier = before(around);
  const lists = earlier.filter(
    ({ reading }) =>
      reading.kind === 'set' &&
      reading.members.every(fits) &&
      (counted === undefined || reading.members.length === counted),
  );
  const list = lists.at(-1);
  if (list !== undefined) return setOf(words, list.reading.members, 'named together before');
  if (counted === undefined) return null;
  const single: Reading[] = [];
  for (const { reading } of [...earlier].reverse()) {
    if (
      !fits(reading) ||
      reading.kind === 'set' ||
      reading.actor === null ||
      single.some((known) => known.actor === reading.actor)
    )
      continue;
    single.push(reading);
    if (single.length > counted) break;
  }
  if (single.length === counted) return setOf(words, single.reverse(), 'the only ones named before');
  return null;
}

const isCapitalisedNumber = (word: Word | undefined) => word !== undefined && /^(?:both|all)$/.test(word.key);

function setOf(words: readonly Word[], members: readonly Reading[], why: string): Reading {
  return readingOf({
    kind: 'set',
    members,
    plural: true,
    basis: 'coreference',
    explanation: `${words.map((word) => word.text).join(' ')}: ${members.map((member) => member.name ?? member.country ?? '?').join(', ')}, ${why}`,
  });
}

/** "the regional bloc", "the Russian minister", "the country": the last one named that fits the description. */
function ofDescription(words: readonly Word[], reading: Reading, around: Around): Reading {
  const first = words[0]?.key ?? '';
  const definite = first === 'the' || first === 'this' || first === 'that';
  const ruler = ofRuler(reading, around);
  if (ruler !== null) return ruler;
  if (definite) {
    const found = ofBody(words, reading, around) ?? ofOfficeHolder(words, reading, around) ?? ofState(words, around);
    const near = found === null ? nearCountry(reading, around) : null;
    if (near !== null) return near;
    if (found !== null)
      return {
        ...found,
        basis: 'coreference',
        explanation: `${words.map((word) => word.text).join(' ')}: refers to ${found.name ?? found.explanation}`,
      };
  }
  return withCountry(reading, around);
}

/** "juntas" in "the three states are ruled by juntas": of each state that is ruled. */
function ofRuler(reading: Reading, around: Around): Reading | null {
  if (reading.kind !== 'role' || reading.country !== null || !organs.has(reading.sectors[0] ?? '')) return null;
  const { discourse, lexicon, at, end } = around;
  const ruled = ruledParty(discourse.tokensAt(at), at, end, (lemma) => lexicon.isA(lemma, 'ruling'));
  if (ruled === null) return null;
  const whole = refer(wordsOf(discourse.text, ruled.start, ruled.end), { ...around, at: ruled.start, end: ruled.end });
  const states = (whole.kind === 'set' ? whole.members : [whole]).filter(({ country }) => isState(country));
  const of = states.map(({ country }) => ({
    ...reading,
    plural: false,
    country,
    explanation: `${reading.explanation}; of ${country}, which it rules`,
  }));
  if (of.length < 2) return of[0] ?? null;
  const explanation = `${reading.explanation}; of those that they rule`;
  return readingOf({ kind: 'set', members: of, plural: true, basis: 'coreference', explanation });
}

/** "the junta" after "the Malian minister" in one sentence: an organ of the state named just before. */
function nearCountry(reading: Reading, around: Around): Reading | null {
  if (reading.kind !== 'role' || reading.country !== null || !organs.has(reading.sectors[0] ?? '')) return null;
  const here = around.discourse.sentenceAt(around.at);
  const last = before(around)
    .filter((mention) => mention.sentence === here && isState(mention.reading.country))
    .at(-1);
  if (last === undefined) return null;
  const country = last.reading.country;
  return { ...reading, country, explanation: `${reading.explanation}; country ${country}, named just before` };
}

function nounsOf(words: readonly Word[]): readonly string[] {
  return [words.slice(-3), words.slice(-2), words.slice(-1)].map((tail) => tail.map((word) => word.key).join(' '));
}

function ofBody(words: readonly Word[], reading: Reading, around: Around): Reading | null {
  const { reference, actor } = around.lexicon;
  const nouns = nounsOf(words);
  if (words.some((word, at) => at > 0 && around.lexicon.isA(word.key, 'preposition'))) return null;
  const earlier = before(around).filter((mention) => mention.reading.kind === 'actor');
  for (const mention of [...earlier].reverse()) {
    const id = mention.reading.actor ?? '';
    const described = actor(id)?.described ?? [];
    if (reading.country !== null && isState(reading.country) && reading.country !== mention.reading.country) continue;
    if (nouns.some((noun) => described.includes(noun))) return mention.reading;
    if (nouns.some((noun) => reference.bodies.get(noun)?.some((prefix) => id.startsWith(prefix))))
      return mention.reading;
  }
  return null;
}

/** The last person, or organ, whose office or role the words repeat. */
function ofOfficeHolder(words: readonly Word[], reading: Reading, around: Around): Reading | null {
  if (reading.kind !== 'role' || reading.plural || reading.noun === null) return null;
  const noun = reading.noun.split(' ').at(-1) ?? '';
  if (words.some((word) => word.key === 'former')) return null;
  const leads = around.lexicon.reference.holders.get(noun) ?? [];
  for (const { reading: other } of [...before(around)].reverse()) {
    if (reading.country !== null && other.country !== reading.country) continue;
    const person = other.kind === 'person' || other.kind === 'name' || other.basis === 'office';
    const title = `${other.office ?? ''} ${other.noun ?? ''}`.toLowerCase();
    if (person && noun !== '' && title.split(/[^\p{L}]+/u).includes(noun)) return other;
    if (person && leads.includes((other.office && around.lexicon.slugOfTitle(other.office)) ?? '')) return other;
    if (
      other.kind === 'role' &&
      other.actor !== null &&
      !other.plural &&
      other.country !== null &&
      other.noun?.split(' ').includes(noun) &&
      reading.actor === null
    )
      return other;
  }
  return null;
}

function ofState(words: readonly Word[], around: Around): Reading | null {
  const nouns = nounsOf(words);
  if (words.length > 4 || !nouns.some((noun) => around.lexicon.reference.states.has(noun)) || nouns[2] === 'government')
    return null;
  const states = before(around).filter(({ reading }) => reading.kind === 'place' && isState(reading.country));
  return states.at(-1)?.reading ?? null;
}

/** A description without a country takes that of the text: the one its sentence is set in, else the one the text is about. */
function withCountry(reading: Reading, around: Around): Reading {
  if (reading.country !== null || reading.sectors.length === 0 || reading.kind === 'unknown') return reading;
  const here = around.discourse.sentenceAt(around.at);
  const set = around.discourse.mentions.filter(
    (mention) => mention.sentence === here && mention.inside && isState(mention.reading.country),
  );
  const total = around.discourse.countries.reduce((sum, { count }) => sum + count, 0);
  const main = around.discourse.countries[0];
  const elsewhere = around.discourse.mentions.some(
    ({ sentence, reading: other }) =>
      sentence === here && ['place', 'people', 'seat'].includes(other.kind) && other.country !== main?.country,
  );
  const isMain = main !== undefined && main.count >= fewestNamings && main.count >= dominance * total && !elsewhere;
  const country = set[0]?.reading.country ?? (isMain ? main.country : null);
  if (country === null) return reading;
  const actor = reading.actor;
  return {
    ...reading,
    actor,
    country,
    explanation: `${reading.explanation}; country ${country} from ${set.length > 0 ? 'its sentence' : 'the text'}`,
  };
}
