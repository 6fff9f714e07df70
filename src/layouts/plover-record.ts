import type { Event, EventPlace } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { CodedDocument, DocumentReference } from './coded-document.js';
import { oneLine } from './flat-row.js';

type Entity = Readonly<Record<string, string>>;
export type PloverRecord = Readonly<Record<string, unknown>>;

const resolutions: Readonly<Record<EventPlace['precision'], number>> = {
  country: 1,
  region: 1,
  admin1: 2,
  town: 4,
  point: 5,
};

/** A document's events as PLOVER 2.0 records; what is unknown is absent. */
export function ploverRecords({ doc, events }: CodedDocument): readonly PloverRecord[] {
  return events.map((event) => ploverRecord(doc, event));
}

function ploverRecord(doc: DocumentReference, event: Event): PloverRecord {
  const date = event.time?.first ?? doc.published?.slice(0, 10);
  const last = event.time?.last;
  return {
    id: event.id,
    ...(date ? { date } : {}),
    ...(last && last !== date ? { enddate: last } : {}),
    actor: leaves(event.sources).map(entity),
    event: [event.type],
    ...(event.targets.length > 0 ? { recipient: leaves(event.targets).map(entity) } : {}),
    ...(event.place ? { event_loc: place(event.place) } : {}),
    event_text: event.trigger.text,
    quad_code: event.quad,
    ...(event.intensity === null ? {} : { event_scale: event.intensity }),
    ...(event.modes.length > 0 ? { mode: event.modes } : {}),
    ...(event.contexts.length > 0 ? { context: event.contexts } : {}),
    ...(doc.uri ? { link: doc.uri } : {}),
    ...(event.sentence.text ? { text: oneLine(event.sentence.text) } : {}),
    ...(doc.publisher ? { cite_info: doc.publisher } : {}),
    coder: `chancery ${event.coder.version} ${event.coder.model}`,
    comment: `status ${event.status}; claim ${event.claim.how}; confidence ${event.confidence}`,
  };
}

function leaves(parties: readonly Party[]): readonly Party[] {
  return parties.flatMap((party) => (party.members.length > 0 ? party.members : [party]));
}

function entity(party: Party): Entity {
  return {
    ...(party.country ? { code: party.country } : {}),
    ...(party.sectors[0] ? { sector: party.sectors[0] } : {}),
    entity_text: oneLine(party.span.text),
    ...(party.actor ? { identifier_id: party.actor } : {}),
    ...(party.name ? { identifier_text: party.name } : {}),
    ...(party.office ? { office: party.office } : {}),
  };
}

function place(found: EventPlace): Readonly<Record<string, unknown>> {
  return {
    extracted_place: oneLine(found.span.text),
    resolved_place: found.name,
    ...(found.id?.startsWith('geonames:') ? { geonameid: found.id.slice('geonames:'.length) } : {}),
    ...(found.latitude === null ? {} : { lat: found.latitude, lon: found.longitude }),
    ...(found.precision === 'town' ? { city: found.name } : {}),
    ...(found.admin1 ? { province: found.admin1 } : {}),
    ...(found.country ? { country_code: found.country } : {}),
    resolution: resolutions[found.precision],
  };
}
