import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { ChanceryError } from '../errors.js';
import { countryOfFips } from '../layouts/fips.js';
import { gdelt } from '../layouts/tab-layouts.js';
import { cameoCode } from '../ontology/cameo.js';
import { intensityOf, ontology, quadOf } from '../ontology/ontology.js';
import { makeDocument } from '../read/make-document.js';
import type { Event, EventPlace, Quad } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { Span } from '../records/span.js';
import type { IngestItem } from './ledger.js';
import { namedActors } from './named-actors.js';

export const importLayouts = ['jsonl', 'gdelt', 'polecat', 'icews'] as const;
export type ImportLayout = (typeof importLayouts)[number];

export interface BadLine {
  readonly line: number;
  readonly message: string;
}

type Cells = (column: string) => string;

/** Events that were coded elsewhere, each with its file and layout; a broken line is told and the rest goes on. */
export async function* importEvents(
  path: string,
  layout: ImportLayout,
  bad: (line: BadLine) => void,
): AsyncGenerator<IngestItem> {
  let head: readonly string[] | null = null;
  let number = 0;
  const group: { id: string; lines: Record<string, unknown>[] } = { id: '', lines: [] };
  const elsewhere = `${layout} ${path.split('/').at(-1)}`;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      if (layout === 'jsonl') {
        const row = JSON.parse(line) as Record<string, unknown>;
        const id = String((row.document as { id?: unknown } | undefined)?.id ?? '');
        if (id === '' || typeof row.type !== 'string')
          throw new ChanceryError('bad_input', 'not an event line: document or type is missing');
        if (group.id !== id) {
          const lines = group.lines;
          group.id = id;
          group.lines = [row];
          if (lines.length > 0) yield ownItem(lines, elsewhere);
        } else group.lines.push(row);
        continue;
      }
      const cells = line.split('\t');
      if (layout !== 'gdelt' && head === null) {
        head = cells;
        const needed =
          layout === 'polecat' ? ['Event ID', 'Event Date', 'Event Type'] : ['Event Date', 'CAMEO Code', 'Source Name'];
        const missing = needed.find((name) => !cells.includes(name));
        if (missing)
          throw new ChanceryError('bad_data', `not a ${layout} file: the column ${missing} is missing: ${path}`);
        continue;
      }
      const columns = head ?? gdeltColumns(cells.length);
      const cell: Cells = (name) => {
        const value = cells[columns.indexOf(name)] ?? '';
        return value === 'None' || value === 'NULL' || value === 'NA' ? '' : value.replace(/^"|"$/g, '');
      };
      yield rowItem(cell, { layout, elsewhere, path, line: number });
    } catch (error) {
      if (error instanceof ChanceryError && error.code === 'bad_data') throw error;
      bad({ line: number, message: error instanceof Error ? error.message : String(error) });
    }
  }
  if (group.lines.length > 0) yield ownItem(group.lines, elsewhere);
}

function gdeltColumns(length: number): readonly string[] {
  if (length === gdelt.columns.length) return gdelt.columns;
  const older = gdelt.columns.filter((name) => !name.endsWith('ADM2Code'));
  if (length === older.length) return older;
  if (length === older.length - 1) return older.slice(0, -1);
  throw new ChanceryError('bad_input', `a GDELT row has 57, 58 or 61 columns, not ${length}`);
}

function ownItem(lines: readonly Record<string, unknown>[], elsewhere: string): IngestItem {
  const [first = {}] = lines;
  const reference = first.document as {
    id: string;
    uri?: string;
    published?: string;
    publisher?: string;
    title?: string;
  };
  const events = lines.map((line) => {
    const {
      document: _,
      story: _story,
      known: _known,
      corrections: _corrections,
      elsewhere: _elsewhere,
      ...event
    } = line;
    return event as unknown as Event;
  });
  for (const event of events)
    if (!Array.isArray(event.sources) || !Array.isArray(event.targets) || typeof event.trigger?.start !== 'number')
      throw new ChanceryError('bad_input', `not an event of chancery: ${String(event.id)}`);
  const raw = JSON.stringify(events.map((event) => event.id));
  return {
    doc: { ...makeDocument('', { ...reference, kind: 'record' }, raw), text: null },
    events: events.map((event) => ({ ...event, sentence: event.sentence ?? event.trigger })),
    elsewhere,
  };
}

interface RowFacts {
  readonly layout: ImportLayout;
  readonly elsewhere: string;
  readonly path: string;
  readonly line: number;
}

const words = (text: string): Span => ({ start: 0, end: text.length, text });
const number = (cell: string): number | null => (cell === '' || Number.isNaN(Number(cell)) ? null : Number(cell));

function isoDay(cell: string): string | null {
  const plain = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(cell);
  if (plain) return `${plain[1]}-${plain[2]}-${plain[3]}`;
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(cell);
  return american
    ? `${american[3]}-${(american[1] ?? '').padStart(2, '0')}-${(american[2] ?? '').padStart(2, '0')}`
    : null;
}

function rowItem(cell: Cells, facts: RowFacts): IngestItem {
  const { layout, elsewhere } = facts;
  const isGdelt = layout === 'gdelt';
  const day = isoDay(cell(isGdelt ? 'SQLDATE' : 'Event Date'));
  if (day === null) throw new ChanceryError('bad_input', 'no date');
  const code = isGdelt ? cell('EventCode') : layout === 'icews' ? cell('CAMEO Code') : '';
  const row = code === '' ? null : cameoCode(code);
  const type = layout === 'polecat' ? cell('Event Type') : (row?.type ?? '');
  if (!ontology().types.some((each) => each.code === type))
    throw new ChanceryError('bad_input', `no event type: ${type || code}`);
  const mode = layout === 'polecat' ? cell('Event Mode') : (row?.mode ?? '');
  const modes = mode === '' ? [] : [mode];
  const id = isGdelt ? cell('GLOBALEVENTID') : cell('Event ID');
  const sources = partiesOf(cell, layout, 'source');
  const targets = partiesOf(cell, layout, 'target');
  const label = [
    cell('Event Text') || type,
    ...sources.map((party) => party.name),
    ...targets.map((party) => party.name),
  ]
    .filter(Boolean)
    .join(' ');
  const uri = isGdelt ? cell('SOURCEURL') || null : null;
  const publisher = layout === 'icews' ? cell('Publisher') : layout === 'polecat' ? cell('Source') : hostOf(uri);
  const published =
    isoDay(isGdelt ? cell('DATEADDED') : layout === 'polecat' ? cell('Publication Date') : cell('Event Date')) ?? day;
  const hash = createHash('sha256').update(`${layout} ${id} ${day}`).digest('hex').slice(0, 24);
  const swap = row?.swap === true;
  const event: Event = {
    id: hash,
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
    trigger: words(cell('Event Text') || type),
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
    explanation: [{ field: 'type', by: layout, score: null, note: `coded elsewhere: ${elsewhere} line ${facts.line}` }],
    coder: { version: elsewhere, model: layout, data: '' },
  };
  return {
    doc: {
      ...makeDocument('', { id: hash, uri, publisher: publisher || null, published, kind: 'record' }, `${hash} ${id}`),
      text: null,
    },
    events: [event],
    elsewhere,
  };
}

function hostOf(uri: string | null): string | null {
  try {
    return uri ? new URL(uri).hostname.replace(/^www\./, '') : null;
  } catch {
    return null;
  }
}

function partiesOf(cell: Cells, layout: ImportLayout, side: 'source' | 'target'): readonly Party[] {
  const one = (name: string, country: string | null, sectors: readonly string[]): Party => {
    const [actor = null] = namedActors(name.replace(/\(.*\)/, '').trim());
    return {
      span: words(name || country || ''),
      actor: actor ?? (country && sectors.length === 0 && /^[A-Z]{3}$/.test(country) ? country : null),
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
    if (code === '' && cell(`${head}Name`) === '') return [];
    const types = ['Type1Code', 'Type2Code', 'Type3Code'].map((name) => cell(head + name)).filter(Boolean);
    const country = cell(`${head}CountryCode`) || (code.startsWith('IGO') ? 'IGO' : null);
    return [one(cell(`${head}Name`), country, types.map(ploverSector))];
  }
  if (layout === 'icews') {
    const head = side === 'source' ? 'Source' : 'Target';
    const name = cell(`${head} Name`);
    if (name === '') return [];
    const [country = null] = namedActors(cell(`${head} Country`));
    return [one(name, country !== null && /^[A-Z]{3}$/.test(country) ? country : null, [])];
  }
  const head = side === 'source' ? 'Actor' : 'Recipient';
  const names = cell(`${head} Name`).split(/; ?/);
  const countries = cell(`${head} Country`).split(/; ?/);
  if (names.join('') === '' && countries.join('') === '') return [];
  const sectors = [cell(`Primary ${head} Sector`)].filter(Boolean);
  const count = Math.max(names.length, countries.length);
  return Array.from({ length: count }, (_, at) => {
    const country = countries[at] ?? '';
    return one(names[at] ?? country, /^[A-Z]{3}$/.test(country) ? country : (namedActors(country)[0] ?? null), sectors);
  });
}

function ploverSector(cameo: string): string {
  return ontology().cameoSectors[cameo] ?? cameo;
}

function placeOf(cell: Cells, layout: ImportLayout): EventPlace | null {
  const names = {
    gdelt: ['ActionGeo_FullName', 'ActionGeo_Lat', 'ActionGeo_Long'],
    polecat: ['Placename', 'Latitude', 'Longitude'],
    icews: ['City', 'Latitude', 'Longitude'],
    jsonl: ['', '', ''],
  }[layout];
  const [nameColumn = '', latColumn = '', longColumn = ''] = names;
  const name = cell(nameColumn) || cell('Country');
  if (name === '') return null;
  const id = cell('GeoNames ID');
  const [named = null] = namedActors(layout === 'gdelt' ? (name.split(', ').at(-1) ?? '') : cell('Country'));
  const country = layout === 'gdelt' ? (countryOfFips(cell('ActionGeo_CountryCode')) ?? named) : named;
  const code = layout === 'polecat' && /^[A-Z]{3}$/.test(cell('Country')) ? cell('Country') : country;
  return {
    span: words(name),
    id: id ? `geonames:${id}` : null,
    name: layout === 'gdelt' ? (name.split(', ')[0] ?? name) : name,
    latitude: number(cell(latColumn)),
    longitude: number(cell(longColumn)),
    country: code !== null && /^[A-Z]{3}$/.test(code) ? code : null,
    admin1: (layout === 'gdelt' ? cell('ActionGeo_ADM1Code') : cell('Province')) || null,
    precision:
      layout === 'gdelt'
        ? cell('ActionGeo_Type') === '1'
          ? 'country'
          : ['2', '5'].includes(cell('ActionGeo_Type'))
            ? 'admin1'
            : 'town'
        : cell('City')
          ? 'town'
          : 'country',
    reason: `coded elsewhere (${layout})`,
  };
}
