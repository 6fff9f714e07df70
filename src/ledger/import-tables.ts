import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { ChanceryError, messageOf } from '../errors.js';
import { countryOfFips } from '../layouts/fips.js';
import { gdelt } from '../layouts/gdelt.js';
import { cameoCode } from '../ontology/cameo.js';
import { intensityOf, ontology, quadOf } from '../ontology/ontology.js';
import { readLines } from '../read/read-lines.js';
import { fileBytes } from '../read/read-stream.js';
import { formatOfBytes } from '../read/sniff-format.js';
import { unpack } from '../read/unpack.js';
import type { EventPlace, Quad } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { Span } from '../records/span.js';
import { bareDay } from './days.js';
import type { BadLine, ImportedEvent } from './imported-event.js';
import { isListed, namedActors } from './named-actors.js';

export type TableLayout = 'gdelt' | 'polecat' | 'icews';
/** A cell by the name of its column; empty where it has none. */
type Cells = (column: string) => string;

const needed: Readonly<Record<TableLayout, readonly string[]>> = {
  gdelt: ['SQLDATE', 'EventCode'],
  polecat: ['Event ID', 'Event Date', 'Event Type'],
  icews: ['Event Date', 'CAMEO Code', 'Source Name', 'Target Name'],
};

/** Events of a tab-separated file of another coder, also in .zip and .gz. Throws `bad_input` for a file of another layout. */
export async function* tableEvents(
  path: string,
  layout: TableLayout,
  bad: (line: BadLine) => void,
): AsyncGenerator<ImportedEvent> {
  for await (const lines of filesOf(path)) {
    let columns: ReadonlyMap<string, number> | null = null;
    for await (const { number: line, text } of lines) {
      if (text?.trim() === '') continue;
      const cells = (text ?? '').split('\t');
      if (columns === null) {
        columns = headOf(layout, cells, `${path}:${line}`);
        if (columns !== null) continue;
      }
      try {
        const at = columns ?? gdeltColumns(cells.length);
        const event = tableEvent((name) => clean(cells[at.get(name) ?? -1]), { layout, line });
        if (typeof event === 'string') bad({ line, message: `PLOVER has no type for CAMEO ${event}`, beyond: true });
        else yield event;
      } catch (error) {
        bad({ line, message: text === null ? 'line too long' : messageOf(error) });
      }
    }
  }
}

const clean = (cell = ''): string => (['None', 'NULL', 'NA'].includes(cell) ? '' : cell.replace(/^"|"$/g, '').trim());

/** The lines of the file, or of each file in an archive. */
async function* filesOf(path: string): AsyncGenerator<ReturnType<typeof readLines>> {
  if (!path.toLowerCase().endsWith('.zip')) {
    yield readLines(fileBytes(path, (await stat(path)).size));
    return;
  }
  const bytes = await readFile(path);
  if (formatOfBytes(bytes) !== 'zip') throw new ChanceryError('bad_input', `not a zip file: ${path}`);
  for (const file of unpack({ from: path, bytes, name: path, address: null }, 'zip'))
    yield readLines(oneByOne(file.bytes));
}

async function* oneByOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Where the columns stand when the line names them; null for a GDELT file without a head. */
function headOf(layout: TableLayout, cells: readonly string[], where: string): ReadonlyMap<string, number> | null {
  const given = cells.map((cell) => cell.trim());
  const names = layout === 'gdelt' ? given.map((name) => gdeltNames.get(name.toLowerCase()) ?? name) : given;
  if (layout === 'gdelt' && !names.includes('EventCode')) return null;
  const missing = needed[layout].find((name) => !names.includes(name));
  if (missing) throw new ChanceryError('bad_input', `not a file of ${layout}: no column ${missing}: ${where}`);
  return indexed(names);
}

const indexed = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, at): [string, number] => [name, at]).reverse());

/** The 17 columns of GDELT's reduced files, under the names that the full files give them where these have them. */
const reduced = [
  ...['SQLDATE', 'Actor1Code', 'Actor2Code', 'EventCode', 'NumEvents', 'NumArticles', 'QuadClass', 'GoldsteinScale'],
  ...['Actor1Geo_Type', 'Actor1Geo_Lat', 'Actor1Geo_Long', 'Actor2Geo_Type', 'Actor2Geo_Lat', 'Actor2Geo_Long'],
  ...['ActionGeo_Type', 'ActionGeo_Lat', 'ActionGeo_Long'],
];
const reducedHead =
  'Date Source Target CAMEOCode NumEvents NumArts QuadClass Goldstein SourceGeoType SourceGeoLat SourceGeoLong TargetGeoType TargetGeoLat TargetGeoLong ActionGeoType ActionGeoLat ActionGeoLong';
/** Names that stand at the head of GDELT files, in lower case, and the column they mean. */
const gdeltNames: ReadonlyMap<string, string> = new Map([
  ...gdelt.columns.map((name): [string, string] => [name.toLowerCase(), name]),
  ['day', 'SQLDATE'],
  ...reducedHead.split(' ').map((name, at): [string, string] => [name.toLowerCase(), reduced[at] ?? name]),
]);

const older = gdelt.columns.filter((name) => !name.endsWith('ADM2Code'));
const gdeltBySize: ReadonlyMap<number, ReadonlyMap<string, number>> = new Map(
  [gdelt.columns, older, older.slice(0, -1), reduced].map((names) => [names.length, indexed(names)]),
);

function gdeltColumns(size: number): ReadonlyMap<string, number> {
  const columns = gdeltBySize.get(size);
  if (!columns)
    throw new ChanceryError('bad_input', `${size} columns; a GDELT row has 61 (2.0), 58 or 57 (1.0), or 17 (reduced)`);
  return columns;
}

interface RowFacts {
  readonly layout: TableLayout;
  readonly line: number;
}

const words = (text: string): Span => ({ start: 0, end: text.length, text });
const number = (cell: string): number | null => (cell === '' || Number.isNaN(Number(cell)) ? null : Number(cell));
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

/** The day of `YYYY-MM-DD`, `YYYYMMDD…` or `M/D/YYYY`; null where it is none of the calendar. */
function isoDay(cell: string): string | null {
  const plain = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(cell);
  if (plain) return bareDay(`${plain[1]}-${plain[2]}-${plain[3]}`);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(cell);
  return american
    ? bareDay(`${american[3]}-${(american[1] ?? '').padStart(2, '0')}-${(american[2] ?? '').padStart(2, '0')}`)
    : null;
}

/** The event of a row, or its CAMEO code where PLOVER has no type for it. */
function tableEvent(cell: Cells, { layout, line }: RowFacts): ImportedEvent | string {
  const isGdelt = layout === 'gdelt';
  const date = cell(isGdelt ? 'SQLDATE' : 'Event Date');
  const day = isoDay(date);
  if (day === null) throw new ChanceryError('bad_input', `not a date: ${date || '(empty)'}`);
  const code = isGdelt ? cell('EventCode') : layout === 'icews' ? cell('CAMEO Code') : '';
  const row = code === '' ? null : cameoCode(code);
  if (row !== null && row.type === null) return code;
  const type = layout === 'polecat' ? cell('Event Type') : (row?.type ?? '');
  if (!ontology().types.some((each) => each.code === type))
    throw new ChanceryError('bad_input', `no event type: ${type || code || '(empty)'}`);
  const mode = layout === 'polecat' ? cell('Event Mode') : (row?.mode ?? '');
  const modes = mode === '' ? [] : [mode];
  const sources = partiesOf(cell, layout, 'source');
  const targets = partiesOf(cell, layout, 'target');
  const uri = isGdelt ? cell('SOURCEURL') || null : null;
  const publisher = layout === 'icews' ? cell('Publisher') : layout === 'polecat' ? cell('Source') : hostOf(uri);
  const published =
    isoDay(isGdelt ? cell('DATEADDED') : layout === 'polecat' ? cell('Publication Date') : cell('Event Date')) ?? day;
  const names = [...sources, ...targets].map((party) => party.name).filter(Boolean);
  const label = [cell('Event Text') || row?.label || type, ...names].join(' ');
  const own = isGdelt ? cell('GLOBALEVENTID') : cell('Event ID');
  const id = hash(`${layout} ${own || [day, code, label, cell('Actor1Code'), cell('Actor2Code'), place(cell)]} ${day}`);
  const swap = row?.swap === true;
  const told = number(cell('NumEvents'));
  return {
    line,
    document: { id: documentOf(cell, { layout, id, uri }), uri, publisher: publisher || null, published, title: null },
    event: {
      id,
      type,
      modes,
      contexts:
        layout === 'polecat'
          ? cell('Contexts')
              .split(/[;|] ?/)
              .filter(Boolean)
          : (row?.contexts ?? []),
      quad: quadOf(type) as Quad,
      intensity:
        number(cell('Intensity') || cell('Event Intensity')) ??
        number(cell('GoldsteinScale')) ??
        intensityOf(type, modes),
      cameo: code || null,
      trigger: words(cell('Event Text') || row?.label || type),
      mentions: [],
      sentence: words(label),
      sources: swap ? targets : sources,
      targets: swap ? sources : targets,
      object: null,
      place: placeOf(cell, layout),
      time: { span: null, first: day, last: day, precision: 'day', basis: 'publication' },
      status: 'actual',
      claim: { how: 'stated', by: null, words: [], quotation: null },
      casualties: null,
      confidence: 1,
      explanation: [
        { field: 'type', by: layout, score: null, note: `coded elsewhere, line ${line}` },
        ...(told === null ? [] : [{ field: 'event', by: layout, score: null, note: `the row counts ${told} events` }]),
      ],
      coder: { version: layout, model: layout === 'polecat' ? cell('Version') : '', data: '' },
    },
  };
}

/** The rows of one article are one document, where the layout tells the article. */
function documentOf(
  cell: Cells,
  { layout, id, uri }: { readonly layout: TableLayout; readonly id: string; readonly uri: string | null },
): string {
  const story = layout === 'icews' ? cell('Story ID') : layout === 'polecat' ? cell('Event ID').split('_')[0] : uri;
  return story ? hash(`${layout} ${story}`) : id;
}

function hostOf(uri: string | null): string | null {
  try {
    return uri ? new URL(uri).hostname.replace(/^www\./, '') : null;
  } catch {
    return null;
  }
}

function partiesOf(cell: Cells, layout: TableLayout, side: 'source' | 'target'): readonly Party[] {
  const one = (name: string, country: string | null, sectors: readonly string[]): Party => {
    const [actor = null] = namedActors(name.replace(/\(.*\)/, '').trim());
    return {
      span: words(name || country || ''),
      actor: actor ?? (country && sectors.length === 0 && isListed(country) ? country : null),
      name: name || null,
      country,
      sectors,
      office: null,
      members: [],
      basis: 'name',
      explanation: `coded elsewhere (${layout})`,
    };
  };
  if (layout === 'gdelt') {
    const head = side === 'source' ? 'Actor1' : 'Actor2';
    const code = cell(`${head}Code`);
    const name = cell(`${head}Name`);
    if (code === '' && name === '') return [];
    const types = ['Type1Code', 'Type2Code', 'Type3Code'].map((column) => cell(head + column)).filter(Boolean);
    const country = gdeltCountry({ country: cell(`${head}CountryCode`), code, name });
    const parts = types.length > 0 || name !== '' ? types : (code.match(/.{3}/g) ?? []);
    const roles = parts.map(ploverSector).filter((part) => knownSectors().has(part));
    return [one(name || (roles.length > 0 ? code : ''), country, roles)];
  }
  if (layout === 'icews') {
    const head = side === 'source' ? 'Source' : 'Target';
    const name = cell(`${head} Name`);
    if (name === '') return [];
    const [country = null] = namedActors(cell(`${head} Country`));
    return [one(name, isCountry(country) ? country : null, [])];
  }
  const head = side === 'source' ? 'Actor' : 'Recipient';
  const names = cell(`${head} Name`).split(/; ?/);
  const countries = cell(`${head} Country`).split(/; ?/);
  if (names.join('') === '' && countries.join('') === '') return [];
  const sectors = [cell(`Primary ${head} Sector`)].filter(Boolean);
  const count = Math.max(names.length, countries.length);
  return Array.from({ length: count }, (_, at) => {
    const country = countries[at] ?? '';
    return one(names[at] ?? country, isCountry(country) ? country : (namedActors(country)[0] ?? null), sectors);
  });
}

const isCountry = (code: string | null): code is string => code !== null && /^[A-Z]{3}$/.test(code);

/** The country of an actor code: a code of its own spelling is known by the name beside it. */
function gdeltCountry(actor: {
  readonly country: string;
  readonly code: string;
  readonly name: string;
}): string | null {
  if (actor.code.startsWith('IGO')) return actor.code.startsWith('IGOUNO') ? 'UNO' : 'IGO';
  const code = actor.country || actor.code.slice(0, 3);
  if (isCountry(code) && isListed(code)) return code;
  const [named = null] = actor.country === '' ? [] : namedActors(actor.name);
  if (isCountry(named)) return named;
  return ontology().countrySlots.some((slot) => slot.code === code) && code !== 'EUR' ? code : null;
}

let sectorCodes: ReadonlySet<string> | null = null;

function knownSectors(): ReadonlySet<string> {
  sectorCodes ??= new Set(ontology().sectors.map((sector) => sector.code));
  return sectorCodes;
}

function ploverSector(cameo: string): string {
  return ontology().cameoSectors[cameo] ?? cameo;
}

const placeColumns: Readonly<Record<TableLayout, readonly [name: string, latitude: string, longitude: string]>> = {
  gdelt: ['ActionGeo_FullName', 'ActionGeo_Lat', 'ActionGeo_Long'],
  polecat: ['Placename', 'Latitude', 'Longitude'],
  icews: ['City', 'Latitude', 'Longitude'],
};

const place = (cell: Cells): string => `${cell('ActionGeo_Lat')} ${cell('ActionGeo_Long')}`;

function placeOf(cell: Cells, layout: TableLayout): EventPlace | null {
  const [nameColumn, latitudeColumn, longitudeColumn] = placeColumns[layout];
  const latitude = number(cell(latitudeColumn));
  const longitude = number(cell(longitudeColumn));
  const name = cell(nameColumn) || cell('Country') || (latitude === null ? '' : place(cell));
  if (name === '') return null;
  const id = cell('GeoNames ID');
  const [named = null] = namedActors(layout === 'gdelt' ? (name.split(', ').at(-1) ?? '') : cell('Country'));
  const country = layout === 'gdelt' ? (countryOfFips(cell('ActionGeo_CountryCode')) ?? named) : named;
  const code = layout === 'polecat' && isCountry(cell('Country')) ? cell('Country') : country;
  return {
    span: words(name),
    id: id ? `geonames:${id}` : null,
    name: layout === 'gdelt' ? (name.split(', ')[0] ?? name) : name,
    latitude,
    longitude,
    country: isCountry(code) ? code : null,
    admin1: (layout === 'gdelt' ? cell('ActionGeo_ADM1Code') : cell('Province')) || null,
    precision: precisionOf(cell, layout),
    reason: `coded elsewhere (${layout})`,
  };
}

function precisionOf(cell: Cells, layout: TableLayout): EventPlace['precision'] {
  if (layout !== 'gdelt') return cell('City') ? 'town' : cell('Province') ? 'admin1' : 'country';
  const kind = cell('ActionGeo_Type');
  return kind === '1' ? 'country' : kind === '2' || kind === '5' ? 'admin1' : 'town';
}
