import type { Actor, Entry, Modifier, Person, Place, Role } from './actor.js';
import { isCapitalised, type Word } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { covers } from './period.js';
import { headOf } from './phrase-head.js';
import { type Ask, isState, readActor, readPerson, readPlace } from './read-entry.js';
import { type Reading, readingOf, unknownReading } from './reading.js';

/** What was found in a noun phrase, in the order of its words. */
export interface Parts {
  readonly words: readonly Word[];
  readonly places: readonly {
    readonly place: Place;
    readonly entry: Pick<Entry, 'form' | 'label'>;
    readonly at: number;
  }[];
  readonly bodies: readonly { readonly actor: Actor; readonly label: string; readonly at: number }[];
  readonly roles: readonly { readonly role: Role; readonly at: number; readonly end: number }[];
  readonly modifiers: readonly { readonly modifier: Modifier; readonly at: number }[];
  readonly titles: readonly { readonly sectors: readonly string[]; readonly at: number }[];
  readonly seat: { readonly place: Place; readonly label: string; readonly at: number } | null;
  readonly person: Person | null;
  readonly personAt: number;
  /** Unknown words after the last known one. */
  readonly tail: readonly Word[];
  readonly owner: Reading | null;
  readonly complements: readonly { readonly link: string; readonly reading: Reading }[];
}

const official = new Set(['GOV', 'LEG', 'JUD', 'SPY', 'MIL', 'COP']);
const private_ = new Set(['PTY', 'LAB', 'BUS', 'EDU', 'REL', 'SOC', 'MED', 'JRN', 'AGR']);
/** Offices that many hold at a time: a country and the role do not say who is meant. */
const shared = new Set(['minister', 'governor', 'mayor', 'commissioner', 'chief', 'deputy-minister']);
const armed = new Set(['UAF', 'REB', 'PRM', 'UNK', 'MIL', 'CRM']);

/** Decides who the parts of a phrase mean together. */
export function describe(parts: Parts, ask: Ask, lexicon: Lexicon): Reading {
  const text = parts.words.map((word) => word.text).join(' ');
  const head = headOf(parts);
  const former = parts.modifiers.some(({ modifier }) => modifier.effect === 'former');
  if (parts.person !== null) return describePerson(parts, parts.person, former, ask, lexicon);
  if (head.kind === 'role') return describeRole(parts, head.role, text, ask, lexicon);
  if (head.kind === 'name') return describeNamed(parts, text, ask, lexicon);
  if (head.kind === 'body') return applyModifiers(describeBody(parts, head, text, ask), parts, null);
  if (head.kind === 'seat') return readPlace(head.place, { form: 'seat', label: head.label });
  if (head.kind === 'place') return describePlace(parts, head, text);
  return describeUnknown(parts, text, ask, lexicon);
}

/** A body; of another country's ("Kenya Red Cross", "Jordanian General Intelligence Directorate") only what kind it is. */
function describeBody(
  parts: Parts,
  { actor, label }: { readonly actor: Actor; readonly label: string },
  text: string,
  ask: Ask,
): Reading {
  const reading = readActor(actor, ask, label);
  const place = parts.places.find(({ at }) => at >= 0)?.place;
  const country = place !== undefined && place.rank !== 'town' ? place.country : null;
  const branches = /^(?:[A-Z]{3}|ngo)\//.test(actor.id);
  if (country === null || country === reading.country || !branches) return reading;
  if (actor.periods.some((period) => period.countries.includes(country))) return reading;
  return {
    ...reading,
    actor: null,
    name: null,
    country,
    basis: 'description',
    explanation: `${text}: like ${actor.name}, of ${country}`,
  };
}

function describePerson(parts: Parts, person: Person, former: boolean, ask: Ask, lexicon: Lexicon): Reading {
  const reading = readPerson(person, ask, lexicon);
  const role = parts.roles.at(-1)?.role;
  if (former && reading.office === null)
    return { ...reading, sectors: ['ELI'], explanation: `${reading.explanation}; the text says former` };
  if (reading.office !== null || former || (reading.sectors.length > 0 && reading.sectors[0] !== 'CVL' && !role))
    return reading;
  const said = role === undefined ? (parts.titles.at(-1)?.sectors ?? []) : role.form === 'member' ? [] : role.sectors;
  if (said.length === 0) return reading;
  return { ...reading, sectors: said, explanation: `${reading.explanation}; the text gives the title` };
}

/** The body whose sector a member takes: the organisation, organ or owner that is named before or after. */
function bodyOf(parts: Parts, head: Role, ask: Ask): Reading | null {
  const body = parts.bodies.at(-1);
  if (body) return readActor(body.actor, ask, body.label);
  const earlier = parts.roles.slice(0, -1).at(-1)?.role;
  if (earlier && earlier !== head && earlier.sectors.length > 0) {
    return readingOf({
      kind: 'role',
      sectors: earlier.sectors,
      basis: 'description',
      explanation: earlier.words,
      noun: earlier.slug,
    });
  }
  if (parts.seat) return readPlace(parts.seat.place, { form: 'seat', label: parts.seat.label });
  if (parts.owner && ['actor', 'role', 'seat'].includes(parts.owner.kind)) return parts.owner;
  if (parts.owner?.kind === 'person' && parts.owner.office !== null && head.form === 'member')
    return { ...parts.owner, actor: null, name: null };
  const complement = parts.complements.find(
    ({ link, reading }) =>
      (link === 'of' || link === 'for' || link === 'from' || link === 'at' || link === 'with') &&
      (reading.kind === 'actor' || reading.kind === 'role' || reading.kind === 'seat'),
  );
  return complement?.reading ?? null;
}

function countryOf(parts: Parts, body: Reading | null, ask: Ask): string | null {
  const place = parts.places.filter(({ place }) => place.country !== null).at(-1);
  if (place) return place.place.country;
  if (parts.owner?.country) return parts.owner.country;
  if (body?.country) return body.country;
  for (const wanted of [
    'of',
    'in',
    'from',
    'at',
    'across',
    'within',
    'throughout',
    'inside',
    'around',
    'for',
    'near',
    'off',
  ]) {
    const found = parts.complements.find(
      ({ link, reading }) =>
        link === wanted && reading.country !== null && (reading.kind !== 'person' || wanted === 'of'),
    );
    if (found) return found.reading.country;
  }
  return ask.fallback;
}

function describeRole(parts: Parts, role: Role, text: string, ask: Ask, lexicon: Lexicon): Reading {
  const body = bodyOf(parts, role, ask);
  const country = countryOf(parts, body, ask);
  const sectors = sectorsOf(role, body, parts);
  const region = parts.places.at(-1)?.place;
  const breakaway = region?.sectors.includes('PRE') ? ['PRE'] : [];
  const deputy = parts.modifiers.some(
    ({ modifier }) => modifier.effect === 'deputy' || modifier.effect === 'former' || modifier.effect === 'add',
  );
  const regional = region !== undefined && region.rank !== 'state';
  if (
    role.form === 'office' &&
    role.slug !== null &&
    isSingle(role.slug) &&
    country !== null &&
    !role.plural &&
    !deputy &&
    !regional &&
    bodyIsState(body)
  ) {
    const holder = holderOf(country, role.slug, ask, lexicon);
    if (holder !== null) return { ...holder, explanation: `${text}: ${holder.explanation}` };
  }
  const slug = role.form === 'office' ? null : role.slug;
  const inherited =
    body !== null && body.actor !== null && (role.form === 'member' || armed.has(role.sectors[0] ?? ''));
  const reading = readingOf({
    kind: 'role',
    actor: inherited ? body.actor : slug !== null && isState(country) && !regional ? `${country}/${slug}` : null,
    country,
    sectors: [...sectors, ...breakaway.filter((sector) => !sectors.includes(sector))],
    basis: 'description',
    plural: role.plural,
    noun: role.words,
    explanation: `${text}: ${body && role.form === 'member' ? `${role.words} of ${body.name ?? body.explanation}` : `role "${role.words}"`}${country === null ? '' : `, country ${country}`}`,
  });
  return applyModifiers(reading, parts, role);
}

/** Whether one person at a time holds it: "minister/defence" is single, "minister" is not. */
function isSingle(slug: string): boolean {
  const [office = '', field] = slug.split('/');
  return !shared.has(office) || (office === 'minister' && field !== undefined);
}

function bodyIsState(body: Reading | null): boolean {
  return body === null || body.kind === 'place' || body.kind === 'people';
}

function sectorsOf(role: Role, body: Reading | null, parts: Parts): readonly string[] {
  const field = parts.modifiers.find(({ modifier }) => modifier.effect === 'field')?.modifier.sector;
  const neutral = (role.form === 'member' && role.sectors.length === 0) || role.sectors[0] === 'SOC';
  if (neutral && field && (body === null || body.sectors.length === 0)) return [field];
  if (neutral && role.sectors[0] === 'SOC' && body !== null && body.sectors.length > 0) return body.sectors;
  if (body === null) {
    const owner = parts.owner;
    if (role.form === 'member' && role.sectors.length === 0) {
      const ofState =
        owner?.kind === 'place' ||
        owner?.kind === 'people' ||
        parts.places.length > 0 ||
        parts.complements.some(({ link, reading }) => link === 'of' && reading.kind === 'place');
      return ofState && ['leader', 'head', 'chief', 'ruler', 'strongman'].some((word) => role.words.endsWith(word))
        ? ['GOV']
        : [];
    }
    return role.sectors;
  }
  if (role.form === 'member') {
    if (body.sectors.length > 0) return body.sectors;
    return body.country === null && role.sectors[0] !== 'MIL' ? [] : role.sectors;
  }
  const first = body.sectors[0];
  if (role.form === 'people' && armed.has(role.sectors[0] ?? '') && body.kind === 'actor' && first !== undefined)
    return body.sectors;
  const general =
    role.slug === 'president' ||
    role.slug === 'vice-president' ||
    role.slug === 'governor' ||
    role.slug === 'chancellor' ||
    role.slug === 'minister' ||
    role.slug === 'speaker';
  if (
    role.form === 'office' &&
    general &&
    first !== undefined &&
    (private_.has(first) || (body.kind === 'actor' && first !== 'GOV'))
  )
    return body.sectors;
  return role.sectors.length > 0 ? role.sectors : body.sectors;
}

function holderOf(country: string, slug: string, ask: Ask, lexicon: Lexicon): Reading | null {
  if (ask.date === null) return null;
  const date = ask.date;
  const holders = lexicon.holdersOf(country, slug).filter(({ office }) => covers(office, date));
  const found = holders.find(
    ({ office }) =>
      office.to !== null || (!office.endUnknown && (office.completeTo === null || date <= office.completeTo)),
  );
  if (found === undefined) return null;
  const reading = readPerson(found.person, ask, lexicon);
  return {
    ...reading,
    country,
    sectors: found.office.sectors,
    basis: 'office',
    explanation: `office held by ${reading.explanation}`,
  };
}

function describeNamed(parts: Parts, text: string, ask: Ask, lexicon: Lexicon): Reading {
  const name = parts.tail.map((word) => word.text).join(' ');
  const role = parts.roles.at(-1)?.role;
  if (role === undefined) {
    return readingOf({
      kind: 'name',
      name,
      country: countryOf(parts, null, ask),
      sectors: parts.titles.at(-1)?.sectors ?? [],
      basis: 'description',
      explanation: `${text}: title before a name that the dictionary does not have`,
    });
  }
  const described = describeRole(
    {
      ...parts,
      modifiers: [...parts.modifiers, { modifier: { kind: 'modifier', effect: 'deputy', sector: null }, at: 0 }],
    },
    role,
    text,
    ask,
    lexicon,
  );
  return { ...described, actor: null, kind: 'name', name, plural: false };
}

function describePlace(
  parts: Parts,
  head: { readonly place: Place; readonly form: Entry['form']; readonly label: string },
  text: string,
): Reading {
  const reading = readPlace(head.place, head);
  if (head.form !== 'demonym') return reading;
  const place = parts.places.slice(0, -1).at(-1)?.place;
  const people = parts.modifiers.some(({ modifier }) => modifier.effect === 'people');
  const country =
    place?.country ??
    head.place.country ??
    parts.complements.find(({ reading }) => reading.country !== null)?.reading.country ??
    null;
  const described = { ...reading, country, explanation: `${text}: ${reading.explanation}` };
  return people ? { ...described, sectors: ['CVL'] } : applyModifiers(described, parts, null);
}

function describeUnknown(parts: Parts, text: string, ask: Ask, lexicon: Lexicon): Reading {
  const body = parts.bodies.at(-1);
  const of = parts.complements.find(({ link, reading }) => link === 'of' && reading.kind !== 'unknown');
  const base = body
    ? readActor(body.actor, ask, body.label)
    : (parts.owner ?? (parts.places.length === 0 && parts.roles.length === 0 ? (of?.reading ?? null) : null));
  const organ = parts.roles.at(-1)?.role;
  const place = parts.places.at(-1)?.place.country ?? null;
  const set = parts.modifiers.find(({ modifier }) => modifier.effect === 'set')?.modifier.sector;
  const near =
    parts.complements.find(({ link, reading }) => link !== 'of' && reading.country !== null)?.reading.country ?? null;
  const belongs = parts.complements.find(({ link, reading }) => link === 'of' && reading.country !== null)?.reading
    .country;
  const country = place ?? base?.country ?? belongs ?? near;
  const sectors = set ? [set] : organ ? organ.sectors : base && base.kind !== 'place' ? base.sectors : [];
  const named = parts.tail.length > 0 && parts.tail.every((word) => isCapitalised(word.text));
  const states = parts.tail.some(({ key }) => lexicon.reference.sets.get(key)?.includes('place'));
  if (
    (country === null && sectors.length === 0) ||
    (named &&
      parts.places.every(({ place: named, entry }) => entry.form === 'name' || named.rank !== 'state') &&
      parts.roles.length === 0 &&
      base === null)
  )
    return unknownReading(`${text}: not in the dictionary`);
  return readingOf({
    kind: 'thing',
    country,
    sectors: sectors.length === 0 && !named && !states && near !== null && near === country ? ['CVL'] : sectors,
    basis: 'description',
    explanation: `${text}: head word unknown; ${country === null ? 'no country' : `country ${country}`} from the words beside it`,
  });
}

function applyModifiers(reading: Reading, parts: Parts, role: Role | null): Reading {
  let sectors = [...reading.sectors];
  const notes: string[] = [];
  for (const { modifier } of parts.modifiers) {
    const sector = modifier.sector ?? '';
    if (modifier.effect === 'former' && role !== null && sectors.some((code) => official.has(code) || code === 'PTY')) {
      sectors = role.form === 'people' && !['GOV', 'LEG', 'JUD', 'SPY'].includes(sectors[0] ?? '') ? ['CVL'] : ['ELI'];
      notes.push('former');
    } else if (modifier.effect === 'former' && role !== null && sectors.length === 0) {
      sectors = ['ELI'];
    } else if (modifier.effect === 'add' && !sectors.includes(sector)) sectors.push(sector);
    else if (modifier.effect === 'set' && role !== null && modifierSets(sectors, sector)) sectors = [sector];
    else if (modifier.effect === 'arm' && role !== null && (sectors.length === 0 || sectors[0] === 'UNK'))
      sectors = [sector];
  }
  return {
    ...reading,
    sectors,
    explanation: notes.length === 0 ? reading.explanation : `${reading.explanation}; ${notes.join(', ')}`,
  };
}

/** "Rebel" and "army" override a role that is not itself a branch of the state or armed. */
function modifierSets(sectors: readonly string[], sector: string): boolean {
  const first = sectors[0];
  if (first === undefined) return true;
  if (sector === 'REB' || sector === 'PRM') return first !== 'REB' && first !== 'PRM';
  return !official.has(first) && first !== 'REB' && first !== 'PRM' && first !== 'CVL';
}
