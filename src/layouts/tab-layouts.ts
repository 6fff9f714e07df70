import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cameoCode } from '../ontology/cameo.js';
import { dataPath } from '../package-root.js';
import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import { cameoActorCode, cameoSector, sectorName } from './actor-code.js';
import type { CodedDocument, DocumentReference } from './coded-document.js';
import { type Dyad, dyadsOf } from './dyads.js';
import { fipsOf } from './fips.js';
import { oneLine } from './flat-row.js';

/** A tab-separated layout: its columns, whether they head the file, and the rows of a document. */
export interface TabLayout {
  readonly columns: readonly string[];
  readonly header: boolean;
  readonly rows: (coded: CodedDocument) => readonly (readonly string[])[];
}

const quadNames = ['VERBAL COOPERATION', 'MATERIAL COOPERATION', 'VERBAL CONFLICT', 'MATERIAL CONFLICT'];
const text = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? '' : oneLine(String(value));
const day = (doc: DocumentReference, event: Event): string => event.time?.first ?? doc.published?.slice(0, 10) ?? '';
const leaves = (parties: readonly Party[]): readonly Party[] =>
  parties.flatMap((party) => (party.members.length > 0 ? party.members : [party]));

let cowNumbers: ReadonlyMap<string, string> | null = null;
let english: ReadonlyMap<string, string> | null = null;

function cow(country: string | null): string | null {
  if (!cowNumbers) {
    const lines = readFileSync(dataPath('actors', 'states.tsv'), 'utf8').split('\n');
    const body = lines.filter((line) => line !== '' && !line.startsWith('#'));
    const head = body[0]?.split('\t') ?? [];
    cowNumbers = new Map(
      body.slice(1).map((line) => [line.split('\t')[0] ?? '', line.split('\t')[head.indexOf('cow')] ?? '']),
    );
  }
  return country === null ? null : (cowNumbers.get(country) ?? null);
}

/** English name of an ISO code. */
function nameOf(country: string | null): string {
  if (!english) {
    const require = createRequire(import.meta.url);
    const two = require('i18n-iso-countries/codes.json') as readonly string[][];
    const { countries } = require('i18n-iso-countries/langs/en.json') as {
      countries: Record<string, string | string[]>;
    };
    english = new Map(
      two.map(([alpha2 = '', alpha3 = '']) => {
        const name = countries[alpha2];
        return [alpha3, (Array.isArray(name) ? name[0] : name) ?? alpha3];
      }),
    );
  }
  return english.get(country ?? '') ?? country ?? '';
}

const polecatSide = (name: string): readonly string[] => [
  `${name} Name`,
  `${name} Country`,
  `${name} COW`,
  `Primary ${name} Sector`,
  `${name} Sectors`,
  `${name} Title`,
  `${name} Name Raw`,
  `Wikipedia ${name} ID`,
];

/** POLECAT: 40 columns, one row for each event and mode; empty cells are `None`. */
export const polecat: TabLayout = {
  header: true,
  columns: [
    'Event ID',
    'Event Date',
    'Event Type',
    'Event Mode',
    'Intensity',
    'Quad Code',
    'Contexts',
    ...polecatSide('Actor'),
    ...polecatSide('Recipient'),
    'Placename',
    'City',
    'District',
    'Province',
    'Country',
    'Latitude',
    'Longitude',
    'GeoNames ID',
    'Raw Placename',
    'Feature Type',
    'Source',
    'Publication Date',
    'Story People',
    'Story Organizations',
    'Story Locations',
    'Language',
    'Version',
  ],
  rows: ({ doc, events }) =>
    events.flatMap((event) =>
      (event.modes.length > 0 ? event.modes : [null]).map((mode) =>
        [
          `${event.id}_${event.type}_${mode ?? ''}`,
          day(doc, event),
          event.type,
          mode,
          event.intensity,
          quadNames[event.quad - 1],
          event.contexts.join('; '),
          ...polecatParty(event.sources),
          ...polecatParty(event.targets),
          event.place?.name,
          event.place?.precision === 'town' ? event.place.name : null,
          null,
          event.place?.admin1,
          event.place?.country,
          event.place?.latitude,
          event.place?.longitude,
          event.place?.id?.startsWith('geonames:') ? event.place.id.slice('geonames:'.length) : null,
          event.place?.span.text,
          event.place
            ? { country: 'PCLI', admin1: 'ADM1', town: 'PPL', point: 'PPL', region: 'RGN' }[event.place.precision]
            : null,
          doc.publisher,
          doc.published?.slice(0, 10),
          null,
          null,
          null,
          doc.language ?? 'en',
          `chancery ${event.coder.version}`,
        ].map((cell) => text(cell) || 'None'),
      ),
    ),
};

function polecatParty(parties: readonly Party[]): readonly string[] {
  const all = leaves(parties);
  const join = (values: readonly (string | null)[]): string =>
    values
      .map((value) => text(value))
      .filter(Boolean)
      .join('; ');
  return [
    join(all.map((party) => party.name)),
    join(all.map((party) => party.country)),
    join(all.map((party) => cow(party.country))),
    all[0]?.sectors[0] ?? '',
    join(all.flatMap((party) => party.sectors)),
    join(all.map((party) => party.office)),
    join(parties.map((party) => party.span.text)),
    '',
  ];
}

const gdeltActor = (side: string): readonly string[] =>
  [
    'Code',
    'Name',
    'CountryCode',
    'KnownGroupCode',
    'EthnicCode',
    'Religion1Code',
    'Religion2Code',
    'Type1Code',
    'Type2Code',
    'Type3Code',
  ].map((name) => side + name);
const gdeltPlace = (side: string): readonly string[] =>
  ['Type', 'FullName', 'CountryCode', 'ADM1Code', 'ADM2Code', 'Lat', 'Long', 'FeatureID'].map(
    (name) => `${side}Geo_${name}`,
  );

/** GDELT 2.0: 61 columns without a header, one row for each pair of actors. Event ids are ours, not GDELT's numbers. */
export const gdelt: TabLayout = {
  header: false,
  columns: [
    'GLOBALEVENTID',
    'SQLDATE',
    'MonthYear',
    'Year',
    'FractionDate',
    ...gdeltActor('Actor1'),
    ...gdeltActor('Actor2'),
    'IsRootEvent',
    'EventCode',
    'EventBaseCode',
    'EventRootCode',
    'QuadClass',
    'GoldsteinScale',
    'NumMentions',
    'NumSources',
    'NumArticles',
    'AvgTone',
    ...gdeltPlace('Actor1'),
    ...gdeltPlace('Actor2'),
    ...gdeltPlace('Action'),
    'DATEADDED',
    'SOURCEURL',
  ],
  rows: ({ doc, events }) =>
    events.flatMap((event) =>
      dyadsOf(event)
        .filter((dyad) => dyad.cameo !== null)
        .map((dyad, index) => gdeltRow(doc, dyad, index)),
    ),
};

function gdeltRow(doc: DocumentReference, { event, source, target, cameo }: Dyad, index: number): readonly string[] {
  const date = day(doc, event);
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  const code = cameo ?? '';
  const root = Number(code.slice(0, 2));
  const quad = root <= 5 ? 1 : root <= 8 ? 2 : root <= 13 ? 3 : 4;
  const fraction = date === '' ? '' : (Number(year) + (Number(month) * 30 + Number(dayOfMonth)) / 365).toFixed(4);
  const added = (doc.published ?? date).replace(/\D/g, '').slice(0, 14).padEnd(14, '0');
  return [
    numberOf(`${event.id} ${index}`),
    year + month + dayOfMonth,
    year + month,
    year,
    fraction,
    ...gdeltParty(source),
    ...gdeltParty(target),
    event.sentence.start < 400 ? '1' : '0',
    code,
    code.slice(0, 3),
    code.slice(0, 2),
    String(quad),
    text(cameoCode(code)?.goldstein),
    String(event.mentions.length + 1),
    '1',
    '1',
    '0',
    ...noPlace,
    ...noPlace,
    ...gdeltPlaceOf(event),
    added,
    doc.uri ?? '',
  ].map((cell) => cell.replace(/[\t\n\r]/g, ' '));
}

const noPlace: readonly string[] = ['0', '', '', '', '', '', '', ''];

/** A whole number that stays the same for the same words. */
function numberOf(words: string): string {
  return String(createHash('sha256').update(words).digest().readUIntBE(0, 6));
}

function gdeltParty(party: Party | null): readonly string[] {
  const types = (party?.sectors ?? []).map(cameoSector).filter(Boolean);
  const country =
    party?.country && /^[A-Z]{3}$/.test(party.country) && cow(party.country) !== null ? party.country : '';
  return [
    cameoActorCode(party),
    text(party?.name ?? party?.span.text).toUpperCase(),
    country,
    '',
    '',
    '',
    '',
    types[0] ?? '',
    types[1] ?? '',
    types[2] ?? '',
  ];
}

function gdeltPlaceOf({ place }: Event): readonly string[] {
  if (!place) return noPlace;
  const name = nameOf(place.country);
  const full = place.precision === 'country' ? name : [place.name, place.admin1, name].filter(Boolean).join(', ');
  const kind = { country: '1', region: '1', admin1: '5', town: '4', point: '4' }[place.precision];
  const id = place.id?.replace(/^geonames:/, '') ?? '';
  return [kind, text(full), fipsOf(place), '', '', text(place.latitude), text(place.longitude), id];
}

/** ICEWS: 20 columns with a header; rows need both actors. */
export const icews: TabLayout = {
  header: true,
  columns: [
    'Event ID',
    'Event Date',
    'Source Name',
    'Source Sectors',
    'Source Country',
    'Event Text',
    'CAMEO Code',
    'Intensity',
    'Target Name',
    'Target Sectors',
    'Target Country',
    'Story ID',
    'Sentence Number',
    'Publisher',
    'City',
    'District',
    'Province',
    'Country',
    'Latitude',
    'Longitude',
  ],
  rows: ({ doc, events }) =>
    events.flatMap((event) =>
      dyadsOf(event)
        .filter((dyad) => dyad.cameo !== null && dyad.source !== null && dyad.target !== null)
        .map(({ source, target, cameo }, index) => [
          numberOf(`${event.id} ${index}`),
          day(doc, event),
          ...icewsParty(source),
          text(cameoCode(cameo ?? '')?.label),
          cameo ?? '',
          text(cameoCode(cameo ?? '')?.goldstein),
          ...icewsParty(target),
          numberOf(doc.id),
          '',
          text(doc.publisher),
          event.place?.precision === 'town' ? text(event.place.name) : '',
          '',
          text(event.place?.admin1),
          event.place?.country ? nameOf(event.place.country) : '',
          text(event.place?.latitude),
          text(event.place?.longitude),
        ]),
    ),
};

function icewsParty(party: Party | null): readonly string[] {
  return [
    text(party?.name ?? party?.span.text),
    (party?.sectors ?? []).map(sectorName).join(','),
    party?.country ? nameOf(party.country) : '',
  ];
}

/** The rows of a document as lines. */
export function tabLines(layout: TabLayout, coded: CodedDocument): readonly string[] {
  return layout.rows(coded).map((row) => row.map((cell) => cell.replace(/[\t\n\r]+/g, ' ')).join('\t'));
}
