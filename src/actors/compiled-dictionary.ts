import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../package-root.js';
import type { Actor, Entry, Meaning, Office, Person, Place } from './actor.js';
import type { Dictionary } from './dictionary.js';
import type { DictionaryBuilder } from './load-dictionary.js';
import { type Towns, townOf } from './load-towns.js';
import { openTable, type PackedTable, packTable } from './packed-table.js';
import type { Held, PeopleIndex } from './people-index.js';

/** Where `npm run build` writes the dictionary in the form that loads at once. */
export function compiledPath(): string {
  return join(packageRoot(), 'dist', 'actors.dictionary');
}

const forms = ['name', 'demonym', 'seat'] as const;

/** Hash of the readable files below `data` and of the code that reads them: another means that the compiled form is old. */
export function dictionaryHash(data: string): string {
  const hash = createHash('sha256');
  const add = (folder: string, ending: RegExp) => {
    for (const file of readdirSync(folder).sort()) {
      if (ending.test(file)) hash.update(file).update(readFileSync(join(folder, file)));
    }
  };
  for (const folder of ['actors', 'actors/people', 'roles']) add(join(data, folder), /\.tsv$/);
  add(dirname(fileURLToPath(import.meta.url)), /\.(?:js|ts)$/);
  return hash.digest('hex');
}

/** Bytes of each table of the compiled form, in their order. */
const tables = ['names', 'reaches', 'meanings', 'ids', 'holders', 'titles', 'surnames', 'spellings', 'towns'] as const;
interface Head {
  readonly hash: string;
  readonly sizes: readonly number[];
}

export interface Compiling {
  readonly builder: DictionaryBuilder;
  readonly people: PeopleIndex;
  readonly towns: Towns;
  /** Of the files that all this was read from. */
  readonly hash: string;
}

/** The compiled form: a line of JSON, then packed tables in which meanings stand under their numbers. */
export function compileDictionary({ builder, people, towns, hash }: Compiling): Buffer {
  const numbers = new Map<Meaning, number>();
  const numberOf = (meaning: Meaning) => {
    const number = numbers.get(meaning) ?? numbers.size;
    numbers.set(meaning, number);
    return number;
  };
  const held = (list: readonly Held[]) =>
    JSON.stringify(list.map(({ person, office }) => [numberOf(person), person.offices.indexOf(office)]));
  const persons = (list: readonly Person[]) => JSON.stringify(list.map(numberOf));
  const packed = <T>(entries: Iterable<readonly [string, T]>, textOf: (value: T) => string) =>
    packTable([...entries].map(([key, value]): [string, string] => [key, textOf(value)]));
  const names = packed(builder.index.entries(), (entries) =>
    JSON.stringify(
      entries.map(({ meaning, form, label, cased }) => [numberOf(meaning), forms.indexOf(form), label, cased ? 1 : 0]),
    ),
  );
  const ways = [
    packed(people.holders, held),
    packed(people.titles, held),
    packed(people.surnames, persons),
    packed(people.spellings, persons),
    packed(towns, (line) => line),
  ];
  const meanings = packed(
    [...numbers].map(([meaning, number]): [string, Meaning] => [String(number), meaning]),
    (meaning) => JSON.stringify(meaning),
  );
  const ids = packed(
    [...numbers].flatMap(([meaning, number]): [string, number][] => ('id' in meaning ? [[meaning.id, number]] : [])),
    String,
  );
  const blocks = [names, packed(builder.index.reaches(), String), meanings, ids, ...ways];
  const head: Head = { hash, sizes: blocks.map((block) => block.length) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...blocks]);
}

/** The compiled dictionary of `data`; null where there is none or the readable files have changed since. */
export function openCompiled(data: string, path = compiledPath()): Dictionary | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  const headEnd = bytes.indexOf('\n');
  const head = JSON.parse(bytes.toString('utf8', 0, headEnd)) as Head;
  let from = headEnd + 1;
  const whole = bytes.length === from + head.sizes.reduce((sum, size) => sum + size, 0);
  if (!whole || head.hash !== dictionaryHash(data)) return null;
  const opened = new Map<(typeof tables)[number], PackedTable>();
  for (const [index, name] of tables.entries()) {
    const size = head.sizes[index] ?? 0;
    opened.set(name, openTable(bytes.subarray(from, from + size)));
    from += size;
  }
  return dictionaryIn((name, key) => opened.get(name)?.get(key) ?? null, opened.get('names')?.size ?? 0);
}

/** Words whose reach is kept, and words that are kept as no name. */
const mostReaches = 50_000;

function dictionaryIn(find: (table: (typeof tables)[number], key: string) => string | null, size: number): Dictionary {
  const meant = new Map<number, Meaning>();
  const meaningAt = (number: number): Meaning => {
    const known = meant.get(number);
    if (known !== undefined) return known;
    const meaning = JSON.parse(find('meanings', String(number)) ?? 'null') as Meaning;
    meant.set(number, meaning);
    return meaning;
  };
  const byId = (id: string) => {
    const number = find('ids', id);
    return number === null ? undefined : meaningAt(Number(number));
  };
  const personAt = (number: number) => meaningAt(number) as Person;
  const list = <T>(table: (typeof tables)[number], key: string): readonly T[] => {
    const text = find(table, key);
    return text === null ? [] : (JSON.parse(text) as readonly T[]);
  };
  const held = (table: (typeof tables)[number], key: string) =>
    list<readonly [number, number]>(table, key).map(([number, office]): Held => {
      const person = personAt(number);
      return { person, office: person.offices[office] as Office };
    });
  const decoded = new Map<string, readonly Entry[]>();
  const absent = new Set<string>();
  const reaches = new Map<string, number>();
  return {
    index: {
      get(key) {
        const known = decoded.get(key);
        if (known !== undefined) return known;
        if (absent.has(key)) return none;
        const text = find('names', key);
        if (text === null) {
          if (absent.size >= mostReaches) absent.clear();
          absent.add(key);
          return none;
        }
        const cells = JSON.parse(text) as readonly [number, number, string, number][];
        const found = cells.map(
          ([meaning, form, label, cased]): Entry => ({
            meaning: meaningAt(meaning),
            form: forms[form] ?? 'name',
            label,
            cased: cased === 1,
            own: false,
          }),
        );
        decoded.set(key, found);
        return found;
      },
      reach(first) {
        const known = reaches.get(first);
        if (known !== undefined) return known;
        if (reaches.size >= mostReaches) reaches.clear();
        const reach = Number(find('reaches', first) ?? 0);
        reaches.set(first, reach);
        return reach;
      },
      size,
    },
    place: (id) => byId(id) as Place | undefined,
    actor: (id) => byId(id) as Actor | undefined,
    person: (id) => byId(id) as Person | undefined,
    town(key) {
      const line = find('towns', key);
      return line === null ? null : townOf(key, line);
    },
    holders: (key) => held('holders', key),
    titles: (key) => held('titles', key),
    surnames: (key) => list<number>('surnames', key).map(personAt),
    spellings: (key) => list<number>('spellings', key).map(personAt),
  };
}

const none: readonly Entry[] = [];
