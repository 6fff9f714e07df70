import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import { codePointOffset } from './code-points.js';
import type { CodedDocument, DocumentReference } from './coded-document.js';

export type Cell = string | number | null;

/** Columns of the flat table (CSV and Parquet), one row an event; lists are joined by `|`, offsets count code points. */
export const flatColumns = [
  'event_id',
  'document_id',
  'uri',
  'publisher',
  'title',
  'published',
  'type',
  'modes',
  'contexts',
  'quad',
  'intensity',
  'cameo',
  'status',
  'source_text',
  'source_actor',
  'source_name',
  'source_country',
  'source_sectors',
  'source_office',
  'source_basis',
  'target_text',
  'target_actor',
  'target_name',
  'target_country',
  'target_sectors',
  'target_office',
  'target_basis',
  'object',
  'object_kind',
  'object_value',
  'object_upper',
  'object_unit',
  'place',
  'place_id',
  'place_country',
  'place_admin1',
  'place_latitude',
  'place_longitude',
  'place_precision',
  'first_day',
  'last_day',
  'time_precision',
  'time_basis',
  'claim',
  'claimed_by',
  'claimed_by_actor',
  'dead_low',
  'dead_high',
  'injured_low',
  'injured_high',
  'detained_low',
  'detained_high',
  'displaced_low',
  'displaced_high',
  'trigger',
  'trigger_start',
  'trigger_end',
  'sentence',
  'sentence_start',
  'sentence_end',
  'confidence',
  'coder_version',
  'model',
  'data_version',
] as const;
export type FlatColumn = (typeof flatColumns)[number];
export type FlatRow = Readonly<Record<FlatColumn, Cell>>;

/** The rows of a document's events. */
export function flatRows({ doc, events }: CodedDocument): readonly FlatRow[] {
  return events.map((event) => flatRow(doc, event));
}

function flatRow(doc: DocumentReference & { readonly text: string | null }, event: Event): FlatRow {
  const offset = (at: number): number => (doc.text === null ? at : codePointOffset(doc.text, at));
  const { object, place, time, casualties, claim } = event;
  return {
    event_id: event.id,
    document_id: doc.id,
    uri: doc.uri,
    publisher: doc.publisher,
    title: doc.title,
    published: doc.published,
    type: event.type,
    modes: event.modes.join('|'),
    contexts: event.contexts.join('|'),
    quad: event.quad,
    intensity: event.intensity,
    cameo: event.cameo,
    status: event.status,
    ...side('source', event.sources),
    ...side('target', event.targets),
    object: object && oneLine(object.span.text),
    object_kind: object?.kind ?? null,
    object_value: object?.quantity?.value ?? null,
    object_upper: object?.quantity?.upper ?? null,
    object_unit: object?.quantity?.unit ?? null,
    place: place?.name ?? null,
    place_id: place?.id ?? null,
    place_country: place?.country ?? null,
    place_admin1: place?.admin1 ?? null,
    place_latitude: place?.latitude ?? null,
    place_longitude: place?.longitude ?? null,
    place_precision: place?.precision ?? null,
    first_day: time?.first ?? null,
    last_day: time?.last ?? null,
    time_precision: time?.precision ?? null,
    time_basis: time?.basis ?? null,
    claim: claim.how,
    claimed_by: claim.by && oneLine(claim.by.span.text),
    claimed_by_actor: claim.by?.actor ?? null,
    dead_low: casualties?.dead?.low ?? null,
    dead_high: casualties?.dead?.high ?? null,
    injured_low: casualties?.injured?.low ?? null,
    injured_high: casualties?.injured?.high ?? null,
    detained_low: casualties?.detained?.low ?? null,
    detained_high: casualties?.detained?.high ?? null,
    displaced_low: casualties?.displaced?.low ?? null,
    displaced_high: casualties?.displaced?.high ?? null,
    trigger: oneLine(event.trigger.text),
    trigger_start: offset(event.trigger.start),
    trigger_end: offset(event.trigger.end),
    sentence: oneLine(event.sentence.text),
    sentence_start: offset(event.sentence.start),
    sentence_end: offset(event.sentence.end),
    confidence: event.confidence,
    coder_version: event.coder.version,
    model: event.coder.model,
    data_version: event.coder.data,
  };
}

type SideName = 'source' | 'target';
type SideColumn<Side extends SideName> =
  `${Side}_${'text' | 'actor' | 'name' | 'country' | 'sectors' | 'office' | 'basis'}`;

function side<Side extends SideName>(name: Side, parties: readonly Party[]): Record<SideColumn<Side>, Cell> {
  const all = parties.flatMap((party) => (party.members.length > 0 ? party.members : [party]));
  const join = (values: readonly (string | null)[]): string =>
    values.some((value) => value) ? values.map((value) => (value ?? '').replaceAll('|', '/')).join('|') : '';
  return {
    [`${name}_text`]: join(parties.map((party) => oneLine(party.span.text))),
    [`${name}_actor`]: join(all.map((party) => party.actor)),
    [`${name}_name`]: join(all.map((party) => party.name)),
    [`${name}_country`]: join(all.map((party) => party.country)),
    [`${name}_sectors`]: join(all.map((party) => party.sectors.join(' '))),
    [`${name}_office`]: join(all.map((party) => party.office)),
    [`${name}_basis`]: join(parties.map((party) => party.basis)),
  } as Record<SideColumn<Side>, Cell>;
}

/** Text on one line: every run of white space is one space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const formula = /^[=+@\t\r]|^-(?!\d)/;

/** A cell as it was before `csvLine` led it by an apostrophe. */
export function plainCell(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** A row as CSV (RFC 4180). A cell that a spreadsheet would run as a formula is led by an apostrophe. */
export function csvLine(cells: readonly Cell[]): string {
  return cells
    .map((cell) => {
      if (cell === null) return '';
      const text = typeof cell === 'string' && formula.test(cell) ? `'${cell}` : String(cell);
      return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    })
    .join(',');
}
