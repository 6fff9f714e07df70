import { cameoCode } from '../ontology/cameo.js';
import type { Party } from '../records/party.js';
import { sectorName } from './actor-code.js';
import { dyadsOf } from './dyads.js';
import { day, nameOf, numberOf, placeColumns, type TabLayout, text } from './tab-layout.js';

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
    ...placeColumns,
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
