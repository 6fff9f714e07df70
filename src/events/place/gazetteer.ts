import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { foldName } from '../../ontology/fold-name.js';
import { dataPath } from '../../package-root.js';

/** A place of the gazetteer. `country` is ISO 3166-1 alpha-3, `population` people (0 where unknown). */
export interface GazetteerPlace {
  readonly kind: 'town' | 'admin1' | 'country' | 'region';
  readonly id: string;
  readonly name: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly country: string | null;
  readonly admin1: string | null;
  readonly population: number;
  readonly capital: boolean;
}

export interface Gazetteer {
  /** Every place with this name (case, diacritics and "the" set aside), the most populous first. */
  readonly find: (name: string) => readonly GazetteerPlace[];
  /** A country by its ISO 3166-1 alpha-3 code. */
  readonly country: (code: string) => GazetteerPlace | null;
  /** Whether the name is mostly another word and needs a place word beside it. */
  readonly isCommonWord: (name: string) => boolean;
  /** Name of a GeoNames first-level division such as `ML.04`. */
  readonly divisionName: (code: string) => string | null;
}

let shipped: Gazetteer | null = null;

/** The shipped gazetteer; read once, about 60 ms. */
export function openGazetteer(): Gazetteer {
  shipped ??= loadGazetteer();
  return shipped;
}

function rowsOf(file: string): readonly string[][] {
  const lines = readFileSync(dataPath('gazetteer', file), 'utf8').split('\n').slice(1);
  return lines.filter((line) => line.length > 0).map((line) => line.split('\t'));
}

const number = (text: string | undefined): number | null => (text ? Number(text) : null);

function loadGazetteer(): Gazetteer {
  const countries = rowsOf('countries.tsv');
  const alpha3 = new Map(countries.map(([alpha2 = '', code = '']) => [alpha2, code]));
  const named = new Map<string, GazetteerPlace[]>();
  const states = new Map<string, GazetteerPlace>();
  const add = (name: string, place: GazetteerPlace): void => {
    const key = foldName(name).replace(/^the /, '');
    const found = named.get(key);
    if (!found) named.set(key, [place]);
    else if (!found.includes(place)) found.push(place);
  };
  for (const [alpha2 = '', code = '', name = '', latitude, longitude] of countries) {
    const place: GazetteerPlace = {
      kind: 'country',
      id: alpha2,
      name,
      latitude: number(latitude),
      longitude: number(longitude),
      country: code,
      admin1: null,
      population: 0,
      capital: false,
    };
    states.set(code, place);
    for (const alias of new Set([name, name.replace(/,.*| \(.*\)/, '')])) add(alias, place);
  }
  for (const [id = '', names = '', latitude, longitude, within = ''] of rowsOf('regions.tsv')) {
    const parts = names.split('|');
    const place: GazetteerPlace = {
      kind: 'region',
      id,
      name: parts[0] ?? id,
      latitude: number(latitude),
      longitude: number(longitude),
      country: within.length === 3 ? within : null,
      admin1: null,
      population: 0,
      capital: false,
    };
    for (const alias of parts) add(alias.replace(/^the /, ''), place);
  }
  const divisions = new Map<string, { readonly name: string; readonly iso: string }>();
  for (const [code = '', name = '', iso = ''] of rowsOf('divisions.tsv')) {
    divisions.set(code, { name, iso });
    const place: GazetteerPlace = {
      kind: 'admin1',
      id: iso || code,
      name,
      latitude: null,
      longitude: null,
      country: alpha3.get(code.slice(0, 2)) ?? null,
      admin1: iso || code,
      population: 0,
      capital: false,
    };
    for (const alias of new Set([name, name.replace(divisionWord, '').trim()])) add(alias, place);
  }
  const words = new Set(rowsOf('words.tsv').map(([word = '']) => foldName(word)));
  const towns = lazyTowns(alpha3, divisions);
  return {
    find: (name) => {
      const key = foldName(name).replace(/^the /, '');
      return [...(named.get(key) ?? []), ...towns(key)];
    },
    country: (code) => states.get(code) ?? null,
    isCommonWord: (name) => words.has(foldName(name)),
    divisionName: (code) => divisions.get(code)?.name ?? null,
  };
}

const divisionWord = /\b(Region|Province|State|Oblast|Governorate|Department|District|County|Prefecture|Republic)\b/giu;

type Divisions = ReadonlyMap<string, { readonly name: string; readonly iso: string }>;

function lazyTowns(
  alpha3: ReadonlyMap<string, string>,
  divisions: Divisions,
): (key: string) => readonly GazetteerPlace[] {
  let table: TownTable | null = null;
  return (key) => {
    table ??= readTowns();
    return table.find(key).map((row) => townOf(row, alpha3, divisions));
  };
}

function townOf(row: string, alpha3: ReadonlyMap<string, string>, divisions: Divisions): GazetteerPlace {
  const [name = '', id = '', latitude, longitude, country = '', division = '', population, feature] = row.split('\t');
  const code = `${country}.${division}`;
  return {
    kind: 'town',
    id: `geonames:${id}`,
    name,
    latitude: number(latitude),
    longitude: number(longitude),
    country: alpha3.get(country) ?? null,
    admin1: divisions.get(code)?.iso || code,
    population: Number(population ?? 0),
    capital: feature === 'PPLC' || feature === 'PPLG',
  };
}

interface TownTable {
  readonly find: (key: string) => readonly string[];
}

function readTowns(): TownTable {
  const bytes = brotliDecompressSync(readFileSync(dataPath('gazetteer', 'places.tsv.br')));
  const starts: number[] = [];
  let names = -1;
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    if (end === at) names = starts.length;
    else starts.push(at);
    at = end + 1;
  }
  const lineAt = (index: number): string => {
    const start = starts[index] ?? bytes.length;
    return bytes.toString('utf8', start, bytes.indexOf(10, start));
  };
  return {
    find: (key) => {
      let low = names;
      let high = starts.length - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const [name = '', rows = ''] = lineAt(middle).split('\t');
        if (name === key) return rows.split(',').map((row) => lineAt(Number(row)));
        if (name < key) low = middle + 1;
        else high = middle - 1;
      }
      return [];
    },
  };
}
