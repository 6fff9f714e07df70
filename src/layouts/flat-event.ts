import type { Casualties, Count, Event, EventObject, EventPlace, EventTime, Quad, Status } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { Span } from '../records/span.js';
import type { DocumentReference } from './coded-document.js';
import type { FlatColumn } from './flat-row.js';

/** Offset of words of which the table does not say where they stand. */
export const nowhere = -1;

/** Cells of a flat row; empty where there is nothing. */
export type FlatCells = (column: FlatColumn) => string;

/**
 * The event of a flat row, and its document. What the table does not hold is lost: later tellings, explanations, the
 * attributing words and quotation of a claim, and where the words of parties, object and place stand (`nowhere`).
 */
export function flatEvent(cell: FlatCells): {
  readonly document: Omit<DocumentReference, 'language'>;
  readonly event: Event;
} {
  const text = (column: FlatColumn): string | null => cell(column) || null;
  const number = (column: FlatColumn): number | null => (cell(column) === '' ? null : Number(cell(column)));
  const span = (words: FlatColumn, start: FlatColumn, end: FlatColumn): Span => {
    const span = { start: number(start) ?? nowhere, end: number(end) ?? nowhere, text: cell(words) };
    const length = span.end - span.start;
    if (span.text === '' || length === span.text.length) return span;
    return length > span.text.length ? { ...span, end: span.start + span.text.length } : lost(span.text);
  };
  return {
    document: {
      id: cell('document_id'),
      uri: text('uri'),
      publisher: text('publisher'),
      title: text('title'),
      published: text('published'),
    },
    event: {
      id: cell('event_id'),
      type: cell('type'),
      modes: list(cell('modes')),
      contexts: list(cell('contexts')),
      quad: Number(cell('quad')) as Quad,
      intensity: number('intensity'),
      cameo: text('cameo'),
      trigger: span('trigger', 'trigger_start', 'trigger_end'),
      mentions: [],
      sentence: span('sentence', 'sentence_start', 'sentence_end'),
      sources: partiesOf('source', cell),
      targets: partiesOf('target', cell),
      object: objectOf(text, number),
      place: placeOf(text, number),
      time: timeOf(text),
      status: cell('status') as Status,
      claim: {
        how: cell('claim') as Event['claim']['how'],
        by: text('claimed_by') === null ? null : party(cell('claimed_by'), { actor: text('claimed_by_actor') }),
        words: [],
        quotation: null,
      },
      casualties: casualtiesOf(number),
      confidence: number('confidence') ?? Number.NaN,
      explanation: [],
      coder: { version: cell('coder_version'), model: cell('model'), data: cell('data_version') },
    },
  };
}

type Text = (column: FlatColumn) => string | null;
type Numbers = (column: FlatColumn) => number | null;

const list = (cell: string): readonly string[] => (cell === '' ? [] : cell.split('|'));
const lost = (text: string): Span => ({ start: nowhere, end: nowhere, text });

function party(words: string, known: Partial<Party>): Party {
  return {
    span: lost(words),
    actor: null,
    name: null,
    country: null,
    sectors: [],
    office: null,
    members: [],
    basis: known.actor ? 'name' : 'unknown',
    explanation: '',
    ...known,
  };
}

/** One party a phrase. Where there are more actors than phrases, they are members of the only phrase, or parties of their own. */
function partiesOf(side: 'source' | 'target', cell: FlatCells): readonly Party[] {
  const texts = list(cell(`${side}_text`));
  if (texts.length === 0) return [];
  const columns = (['actor', 'name', 'country', 'sectors', 'office'] as const).map((name) =>
    list(cell(`${side}_${name}`)),
  );
  const bases = list(cell(`${side}_basis`));
  const one = (words: string, at: number, phrase: number): Party => {
    const [actor, name, country, sectors, office] = columns.map((values) => values[at] || null);
    return party(words, {
      actor: actor ?? null,
      name: name ?? null,
      country: country ?? null,
      sectors: sectors ? sectors.split(' ') : [],
      office: office ?? null,
      ...(bases[phrase] ? { basis: bases[phrase] as Party['basis'] } : {}),
    });
  };
  const actors = Math.max(...columns.map((values) => values.length));
  const [words = ''] = texts;
  if (actors <= texts.length) return texts.map((each, at) => one(each, at, at));
  const all = Array.from({ length: actors }, (_, at) => one(texts.length === 1 ? words : texts.join(', '), at, 0));
  return texts.length === 1 ? [party(words, { members: all, basis: (bases[0] as Party['basis']) ?? 'unknown' })] : all;
}

function objectOf(text: Text, number: Numbers): EventObject | null {
  const words = text('object');
  if (words === null) return null;
  const value = number('object_value');
  const quantity =
    value === null ? null : { span: lost(words), value, upper: number('object_upper'), unit: text('object_unit') };
  return { span: lost(words), kind: text('object_kind') as EventObject['kind'], quantity };
}

function placeOf(text: Text, number: Numbers): EventPlace | null {
  const name = text('place');
  if (name === null) return null;
  return {
    span: lost(name),
    id: text('place_id'),
    name,
    latitude: number('place_latitude'),
    longitude: number('place_longitude'),
    country: text('place_country'),
    admin1: text('place_admin1'),
    precision: text('place_precision') as EventPlace['precision'],
    reason: '',
  };
}

function timeOf(text: Text): EventTime | null {
  const first = text('first_day');
  if (first === null) return null;
  return {
    span: null,
    first,
    last: text('last_day') ?? first,
    precision: text('time_precision') as EventTime['precision'],
    basis: text('time_basis') as EventTime['basis'],
  };
}

function casualtiesOf(number: Numbers): Casualties | null {
  const count = (name: 'dead' | 'injured' | 'detained' | 'displaced'): Count | null => {
    const low = number(`${name}_low`);
    return low === null ? null : { span: lost(''), low, high: number(`${name}_high`) ?? low };
  };
  const counts = {
    dead: count('dead'),
    injured: count('injured'),
    detained: count('detained'),
    displaced: count('displaced'),
  };
  return Object.values(counts).some((each) => each !== null) ? counts : null;
}
