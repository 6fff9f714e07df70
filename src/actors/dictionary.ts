import type { Actor, Entry, Person, Place } from './actor.js';
import type { DictionaryBuilder, Registry } from './load-dictionary.js';
import { type Towns, townOf } from './load-towns.js';
import { createNameIndex, type Names } from './name-index.js';
import { type Held, indexPeople, type PeopleIndex, type TitleReader } from './people-index.js';

/** Everything that names, ids, offices and titles lead to. */
export interface Dictionary {
  readonly index: Names<Entry>;
  place(id: string): Place | undefined;
  actor(id: string): Actor | undefined;
  person(id: string): Person | undefined;
  /** The town or first-level division of this name, whose words are given as keys joined by a space. */
  town(key: string): Place | null;
  holders(key: string): readonly Held[];
  titles(key: string): readonly Held[];
  surnames(key: string): readonly Person[];
  spellings(key: string): readonly Person[];
}

const none: readonly never[] = [];

export interface DictionaryParts {
  readonly reader: () => TitleReader;
  readonly towns: () => Towns;
}

/** The dictionary of what a builder holds; towns and the ways to people are made when they are first asked for. */
export function dictionaryOf(builder: DictionaryBuilder, { reader, towns }: DictionaryParts): Dictionary {
  let places: Towns | null = null;
  let people: PeopleIndex | null = null;
  const indexed = () => {
    people ??= indexPeople(builder.held, reader());
    return people;
  };
  return {
    index: builder.index,
    place: (id) => builder.places.get(id),
    actor: (id) => builder.actors.get(id),
    person: (id) => builder.people.get(id),
    town(key) {
      places ??= towns();
      const line = places.get(key);
      return line === undefined ? null : townOf(key, line);
    },
    holders: (key) => indexed().holders.get(key) ?? none,
    titles: (key) => indexed().titles.get(key) ?? none,
    surnames: (key) => indexed().surnames.get(key) ?? none,
    spellings: (key) => indexed().spellings.get(key) ?? none,
  };
}

/** An empty builder over a dictionary: what is added joins what is there. */
export function builderOver(base: Dictionary): DictionaryBuilder {
  return {
    index: createNameIndex<Entry>(),
    places: registryOver(base.place),
    actors: registryOver(base.actor),
    people: registryOver(base.person),
    held: [],
  };
}

function registryOver<T>(below: (id: string) => T | undefined): Registry<T> {
  const own = new Map<string, T>();
  return {
    get: (id) => own.get(id) ?? below(id),
    set: (id, value) => {
      own.set(id, value);
    },
  };
}

/** Two dictionaries read as one, the second laid over the first. */
export function layered(base: Dictionary, over: Dictionary): Dictionary {
  const both = <T>(below: readonly T[], above: readonly T[]) =>
    above.length === 0
      ? below
      : below.length === 0
        ? above
        : [...below, ...above.filter((one) => !below.includes(one))];
  return {
    index: {
      get: (key) => both(base.index.get(key), over.index.get(key)),
      reach: (first) => Math.max(base.index.reach(first), over.index.reach(first)),
      get size() {
        return base.index.size + over.index.size;
      },
    },
    place: (id) => over.place(id) ?? base.place(id),
    actor: (id) => over.actor(id) ?? base.actor(id),
    person: (id) => over.person(id) ?? base.person(id),
    town: base.town,
    holders: (key) => both(base.holders(key), over.holders(key)),
    titles: (key) => both(base.titles(key), over.titles(key)),
    surnames: (key) => both(base.surnames(key), over.surnames(key)),
    spellings: (key) => both(base.spellings(key), over.spellings(key)),
  };
}
