import type { Party } from '../records/party.js';
import { cow, day, leaves, placeColumns, type TabLayout, text } from './tab-layout.js';

const quadNames = ['VERBAL COOPERATION', 'MATERIAL COOPERATION', 'VERBAL CONFLICT', 'MATERIAL CONFLICT'];

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
    ...placeColumns,
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
