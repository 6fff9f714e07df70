import { cameoCode } from '../ontology/cameo.js';
import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import { cameoActorCode, cameoSector } from './actor-code.js';
import type { DocumentReference } from './coded-document.js';
import { type Dyad, dyadsOf } from './dyads.js';
import { fipsOf } from './fips.js';
import { cow, day, nameOf, numberOf, type TabLayout, text } from './tab-layout.js';

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
