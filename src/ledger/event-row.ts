import type { Claim } from '../records/claim.js';
import type {
  Casualties,
  Count,
  Event,
  EventObject,
  EventPlace,
  FieldReason,
  Quad,
  Quantity,
  Status,
} from '../records/event.js';
import type { Party, PartyBasis } from '../records/party.js';
import type { Span } from '../records/span.js';
import type { Cell, Row } from './database.js';
import { bareDay } from './days.js';

/** A span in storage: its offsets, and its words where the document's text is not kept. */
type PackedSpan = readonly [number, number] | readonly [number, number, string];
type PackedParty = readonly [
  span: PackedSpan,
  actor: string | null,
  name: string | null,
  country: string | null,
  sectors: string,
  office: string | null,
  basis: string,
  explanation: string,
  members: readonly unknown[],
];
type PackedCount = readonly [PackedSpan, number, number];

interface Detail {
  readonly m?: readonly PackedSpan[];
  readonly t?: PackedSpan;
  readonly p?: readonly [PackedSpan, string];
  readonly o?: readonly [PackedSpan, (readonly [PackedSpan, number, number | null, string | null])?];
  readonly c?: readonly [readonly PackedSpan[], PackedSpan | null, PackedParty | null];
  readonly n?: readonly (PackedCount | null)[];
  readonly e?: readonly (readonly [string, string, number | null, string])[];
  readonly v?: readonly [string, string, string];
}

export interface EventKeys {
  readonly key: number;
  readonly documentKey: number;
  readonly run: number;
  /** `YYYY-MM-DD hh:mm:ss.mmm`, UTC. */
  readonly knownFrom: string;
  readonly knownTo: string | null;
  readonly corrections: readonly string[];
  readonly published: string | null;
  readonly coder: Event['coder'];
  /** Whether the document's text is kept beside it. */
  readonly withText: boolean;
}

const joined = (values: readonly string[]): string => values.map((value) => value.replaceAll('|', '/')).join('|');
const split = (value: unknown): readonly string[] =>
  typeof value === 'string' && value !== '' ? value.split('|') : [];

/** Day that an event is filed under: its first day, else that of publication. */
export function dayOf(event: Event, published: string | null): string | null {
  return bareDay(event.time?.first ?? null) ?? bareDay(published);
}

/** The cells of an event in the order of the table's columns. */
export function eventCells(event: Event, keys: EventKeys): readonly Cell[] {
  const { object, place, time, casualties, claim } = event;
  return [
    keys.key,
    event.id,
    keys.documentKey,
    keys.run,
    event.type,
    joined(event.modes),
    joined(event.contexts),
    event.quad,
    event.intensity,
    event.cameo,
    event.status,
    dayOf(event, keys.published),
    bareDay(time?.first ?? null),
    bareDay(time?.last ?? null),
    time?.precision ?? null,
    time?.basis ?? null,
    event.trigger.text,
    event.trigger.start,
    event.trigger.end,
    event.sentence.start,
    event.sentence.end,
    object?.span.text ?? null,
    object?.kind ?? null,
    object?.quantity?.value ?? null,
    object?.quantity?.unit ?? null,
    place?.id ?? null,
    place?.name ?? null,
    place?.country ?? null,
    place?.admin1 ?? null,
    place?.latitude ?? null,
    place?.longitude ?? null,
    place?.precision ?? null,
    claim.how,
    claim.by ? (claim.by.actor ?? claim.by.name ?? claim.by.span.text) : null,
    casualties?.dead?.low ?? null,
    casualties?.dead?.high ?? null,
    casualties?.injured?.low ?? null,
    casualties?.injured?.high ?? null,
    event.confidence,
    joined(keys.corrections),
    JSON.stringify(detailOf(event, keys)),
    keys.knownFrom,
    keys.knownTo,
  ];
}

/** The cells of an event's parties; members of a set follow their phrase. */
export function partyCells(event: Event, key: number): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [];
  for (const [role, parties] of [
    ['source', event.sources],
    ['target', event.targets],
  ] as const) {
    for (const [position, party] of parties.slice(0, 250).entries()) {
      for (const [member, each] of [party, ...party.members.slice(0, 250)].entries()) {
        rows.push([
          key,
          role,
          position,
          member,
          each.actor,
          each.name,
          each.country,
          joined(each.sectors),
          each.office,
          each.basis,
          each.span.text,
          each.span.start,
          each.span.end,
          each.explanation,
        ]);
      }
    }
  }
  return rows;
}

function detailOf(event: Event, { withText, coder }: EventKeys): Detail {
  const span = (each: Span): PackedSpan => (withText ? [each.start, each.end] : [each.start, each.end, each.text]);
  const party = (each: Party): PackedParty => [
    span(each.span),
    each.actor,
    each.name,
    each.country,
    joined(each.sectors),
    each.office,
    each.basis,
    each.explanation,
    each.members.map(party),
  ];
  const count = (each: Count | null): PackedCount | null => (each ? [span(each.span), each.low, each.high] : null);
  const { object, place, time, casualties, claim } = event;
  const quantity = object?.quantity;
  const own = event.coder;
  return {
    ...(event.mentions.length > 0 ? { m: event.mentions.map(span) } : {}),
    ...(time?.span ? { t: span(time.span) } : {}),
    ...(place ? { p: [span(place.span), place.reason] as const } : {}),
    ...(object
      ? {
          o: quantity
            ? ([span(object.span), [span(quantity.span), quantity.value, quantity.upper, quantity.unit]] as const)
            : ([span(object.span)] as const),
        }
      : {}),
    ...(claim.by || claim.words.length > 0 || claim.quotation
      ? {
          c: [
            claim.words.map(span),
            claim.quotation ? span(claim.quotation) : null,
            claim.by ? party(claim.by) : null,
          ] as const,
        }
      : {}),
    ...(casualties
      ? { n: [casualties.dead, casualties.injured, casualties.detained, casualties.displaced].map(count) }
      : {}),
    ...(event.explanation.length > 0
      ? { e: event.explanation.map(({ field, by, score, note }) => [field, by, score, note] as const) }
      : {}),
    ...(own.version === coder.version && own.model === coder.model && own.data === coder.data
      ? {}
      : { v: [own.version, own.model, own.data] as const }),
  };
}

/** The event of a stored row with its party rows; `text` is the document's, null where it is not kept. */
export function eventOf(row: Row, parties: readonly Row[], text: string | null): Event {
  const detail = JSON.parse(String(row.detail)) as Detail;
  const words = (start: number, end: number, kept: string): Span =>
    text === null ? { start, end, text: kept } : { start, end, text: text.slice(start, end) };
  const span = ([start, end, kept]: PackedSpan): Span => words(start, end, kept ?? '');
  const party = (packed: PackedParty): Party => ({
    span: span(packed[0]),
    actor: packed[1],
    name: packed[2],
    country: packed[3],
    sectors: split(packed[4]),
    office: packed[5],
    basis: packed[6] as PartyBasis,
    members: packed[8].map((member) => party(member as PackedParty)),
    explanation: packed[7],
  });
  const number = (name: string): number => Number(row[name]);
  const maybe = (name: string): number | null => (row[name] === null ? null : Number(row[name]));
  const string = (name: string): string | null => (row[name] === null ? null : String(row[name]));
  return {
    id: String(row.id),
    type: String(row.type),
    modes: split(row.modes),
    contexts: split(row.contexts),
    quad: number('quad') as Quad,
    intensity: rounded(maybe('intensity')),
    cameo: string('cameo'),
    trigger: words(number('trigger_start'), number('trigger_end'), String(row.trigger)),
    mentions: (detail.m ?? []).map(span),
    sentence: words(number('sentence_start'), number('sentence_end'), ''),
    sources: partiesOf(parties, 'source', words),
    targets: partiesOf(parties, 'target', words),
    object: objectOf(row, detail, span),
    place: placeOf(row, detail, span),
    time: row.first_day
      ? {
          span: detail.t ? span(detail.t) : null,
          first: String(row.first_day),
          last: String(row.last_day ?? row.first_day),
          precision: String(row.time_precision) as 'day',
          basis: String(row.time_basis) as 'expression',
        }
      : null,
    status: String(row.status) as Status,
    claim: {
      how: String(row.claim) as Claim['how'],
      by: detail.c?.[2] ? party(detail.c[2]) : null,
      words: (detail.c?.[0] ?? []).map(span),
      quotation: detail.c?.[1] ? span(detail.c[1]) : null,
    },
    casualties: casualtiesOf(detail, span),
    confidence: rounded(number('confidence')) ?? 0,
    explanation: (detail.e ?? []).map(([field, by, score, note]): FieldReason => ({ field, by, score, note })),
    coder: detail.v
      ? { version: detail.v[0], model: detail.v[1], data: detail.v[2] }
      : { version: String(row.run_coder), model: String(row.run_model), data: String(row.run_data) },
  };
}

/** Stored as 32-bit floats: seven digits are what they hold. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(7));
}

function partiesOf(
  rows: readonly Row[],
  role: string,
  words: (start: number, end: number, kept: string) => Span,
): readonly Party[] {
  const one = (row: Row, members: readonly Party[]): Party => ({
    span: words(Number(row.start_at), Number(row.end_at), String(row.text)),
    actor: row.actor === null ? null : String(row.actor),
    name: row.name === null ? null : String(row.name),
    country: row.country === null ? null : String(row.country),
    sectors: split(row.sectors),
    office: row.office === null ? null : String(row.office),
    basis: String(row.basis) as PartyBasis,
    members,
    explanation: String(row.explanation),
  });
  const own = rows
    .filter((row) => row.role === role)
    .sort((a, b) => Number(a.position) - Number(b.position) || Number(a.member) - Number(b.member));
  return own
    .filter((row) => Number(row.member) === 0)
    .map((row) =>
      one(
        row,
        own.filter((each) => each.position === row.position && Number(each.member) > 0).map((each) => one(each, [])),
      ),
    );
}

function objectOf(row: Row, detail: Detail, span: (packed: PackedSpan) => Span): EventObject | null {
  if (!detail.o) return null;
  const packed = detail.o[1];
  const quantity: Quantity | null = packed
    ? { span: span(packed[0]), value: packed[1], upper: packed[2], unit: packed[3] }
    : null;
  return { span: span(detail.o[0]), kind: String(row.object_kind) as EventObject['kind'], quantity };
}

function placeOf(row: Row, detail: Detail, span: (packed: PackedSpan) => Span): EventPlace | null {
  if (!detail.p) return null;
  const degrees = (value: unknown): number | null => (value === null ? null : rounded(Number(value)));
  return {
    span: span(detail.p[0]),
    id: row.place_id === null ? null : String(row.place_id),
    name: String(row.place),
    latitude: degrees(row.latitude),
    longitude: degrees(row.longitude),
    country: row.place_country === null ? null : String(row.place_country),
    admin1: row.place_admin1 === null ? null : String(row.place_admin1),
    precision: String(row.place_precision) as EventPlace['precision'],
    reason: detail.p[1],
  };
}

function casualtiesOf(detail: Detail, span: (packed: PackedSpan) => Span): Casualties | null {
  if (!detail.n) return null;
  const count = (packed: PackedCount | null | undefined): Count | null =>
    packed ? { span: span(packed[0]), low: packed[1], high: packed[2] } : null;
  const [dead, injured, detained, displaced] = detail.n;
  return { dead: count(dead), injured: count(injured), detained: count(detained), displaced: count(displaced) };
}
