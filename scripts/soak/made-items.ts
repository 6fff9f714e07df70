import { createHash } from 'node:crypto';
import type { IngestItem } from '../../src/ledger/ledger.js';
import { intensityOf, ontology } from '../../src/ontology/ontology.js';
import type { Event } from '../../src/records/event.js';
import type { Party } from '../../src/records/party.js';

/** Documents with events in the full record shape, with the skew of news: few countries, papers and types make most of it. */
export function* madeItems(count: number, seed = 1): Generator<IngestItem> {
  const random = mulberry(seed);
  const types = ontology().types;
  const skewed = (size: number): number => Math.min(size - 1, Math.floor(size * random() ** 2.5));
  for (let number = 0; number < count; number += 1) {
    const id = hash(`${seed} document ${number}`, 24);
    const day = new Date(Date.UTC(2015, 0, 1) + Math.floor((number / count) * 3650) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const events = Array.from({ length: 1 + skewed(6) }, (_, index) =>
      made(`${id} ${index}`, { day, random, skewed, types, index }),
    );
    yield {
      doc: {
        id,
        revision: hash(`${id} text`, 24),
        uri: `https://example.org/${id}`,
        publisher: `Paper ${skewed(400)}`,
        title: `Report ${number}`,
        published: day,
        publishedFrom: 'field',
        language: 'en',
        text: null,
        retrieved: null,
        kind: 'record',
      },
      events,
    };
  }
}

interface Making {
  readonly day: string;
  readonly random: () => number;
  readonly skewed: (size: number) => number;
  readonly types: ReturnType<typeof ontology>['types'];
  readonly index: number;
}

const countries =
  'USA RUS CHN UKR ISR IRN FRA GBR DEU IND PAK TUR SAU SYR IRQ AFG MLI NER BFA NGA KEN ETH SDN EGY LBY ZAF BRA VEN COL MEX CAN JPN KOR PRK VNM THA MMR IDN PHL AUS ITA ESP POL HUN SRB GEO ARM AZE KAZ YEM'.split(
    ' ',
  );
const parts = ['', '/government', '/armed-forces', '/police', '/foreign-ministry'];
const words = ['met', 'attacked', 'accused', 'signed', 'sent', 'withdrew', 'arrested', 'warned', 'urged', 'praised'];

function made(name: string, { day, random, skewed, types, index }: Making): Event {
  const type = types[skewed(types.length)] ?? types[0];
  if (!type) throw new Error('no event types');
  const mode = type.modes[skewed(Math.max(1, type.modes.length))]?.code;
  const modes = mode && random() < 0.6 ? [mode] : [];
  const at = index * 180;
  const span = (offset: number, text: string) => ({ start: at + offset, end: at + offset + text.length, text });
  const party = (offset: number): Party => {
    const country = countries[skewed(countries.length)] ?? 'USA';
    const part = parts[skewed(parts.length)] ?? '';
    const text = `the ${country.toLowerCase()} ${part.slice(1) || 'side'}`;
    return {
      span: span(offset, text),
      actor: country + part,
      name: text,
      country,
      sectors: [part === '/armed-forces' ? 'MIL' : 'GOV'],
      office: null,
      members: [],
      basis: 'name',
      explanation: `${country}: name on ${day}`,
    };
  };
  const trigger = words[skewed(words.length)] ?? 'met';
  const place = skewed(3000);
  const target = party(40);
  return {
    id: hash(name, 16),
    type: type.code,
    modes,
    contexts: random() < 0.2 ? ['military'] : [],
    quad: type.quad,
    intensity: intensityOf(type.code, modes),
    cameo: `${type.quad}${skewed(9)}0`,
    trigger: span(25, trigger),
    mentions: [],
    sentence: { start: at, end: at + 170, text: '' },
    sources: random() < 0.2 ? [party(0), party(12)] : [party(0)],
    targets: random() < 0.8 ? [target] : [],
    object: random() < 0.2 ? { span: span(60, 'an accord'), kind: 'agreement', quantity: null } : null,
    place:
      random() < 0.6
        ? {
            span: span(80, `Town ${place}`),
            id: `geonames:${place}`,
            name: `Town ${place}`,
            latitude: (place % 120) - 60,
            longitude: (place % 340) - 170,
            country: countries[place % countries.length] ?? null,
            admin1: `Province ${place % 300}`,
            precision: 'town',
            reason: 'name in the sentence',
          }
        : null,
    time: { span: null, first: day, last: day, precision: 'day', basis: 'publication' },
    status: random() < 0.85 ? 'actual' : 'planned',
    claim:
      random() < 0.4
        ? { how: 'reported', by: party(100), words: [span(120, 'said')], quotation: null }
        : { how: 'stated', by: null, words: [], quotation: null },
    casualties:
      type.code === 'ASSAULT' && random() < 0.5
        ? { dead: { span: span(130, 'three'), low: 3, high: 3 }, injured: null, detained: null, displaced: null }
        : null,
    confidence: Math.round((0.4 + random() * 0.6) * 1000) / 1000,
    explanation: [
      { field: 'type', by: 'encoder', score: Math.round(random() * 1000) / 1000, note: 'trigger head' },
      { field: 'status', by: 'rule past-tense', score: null, note: '' },
    ],
    coder: { version: '1', model: 'made', data: 'made' },
  };
}

const hash = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length);

/** A small generator of numbers in 0..1, the same for the same seed. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
