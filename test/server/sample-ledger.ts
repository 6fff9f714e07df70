import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IngestItem, Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { intensityOf, quadOf } from '../../src/ontology/ontology.js';
import { packageRoot } from '../../src/package-root.js';
import { makeDocument } from '../../src/read/make-document.js';
import type { Document } from '../../src/records/document.js';
import type { Event, EventPlace, Status } from '../../src/records/event.js';
import type { Party } from '../../src/records/party.js';
import { spanOf } from '../../src/records/span.js';

const actors: readonly (readonly [RegExp, string, string, string | null])[] = [
  [/\bMali(?:an)?\b/, 'MLI', 'Mali', 'MLI'],
  [/\bBurkina Faso\b|\bBurkinabe\b/, 'BFA', 'Burkina Faso', 'BFA'],
  [/\bNiger(?:ien)?\b/, 'NER', 'Niger', 'NER'],
  [/\bFrance\b|\bFrench\b/, 'FRA', 'France', 'FRA'],
  [/\bRussian?\b/, 'RUS', 'Russia', 'RUS'],
  [/\bECOWAS\b/, 'igo/ecowas', 'ECOWAS', 'IGO'],
  [/\bWagner\b/, 'group/wagner', 'Wagner Group', 'RUS'],
  [/\bUnited Nations\b|\bMINUSMA\b/, 'igo/un', 'United Nations', 'UNO'],
];
const cues: readonly (readonly [RegExp, string, Status])[] = [
  [/\b(?:met|talks|visit(?:ed)?|hosted)\b/, 'CONSULT', 'actual'],
  [/\b(?:signed|agreed)\b/, 'AGREE', 'actual'],
  [/\b(?:pledged|promised)\b/, 'AGREE', 'planned'],
  [/\b(?:accused|blamed)\b/, 'ACCUSE', 'actual'],
  [/\b(?:killed|attacked|ambush(?:ed)?)\b/, 'ASSAULT', 'actual'],
  [/\b(?:sanctions|suspended|closed)\b/, 'SANCTION', 'actual'],
  [/\b(?:withdrew|left|withdrawal)\b/, 'RETREAT', 'actual'],
  [/\bdenied\b/, 'REJECT', 'actual'],
];
const places: readonly (readonly [string, string, string, number, number])[] = [
  ['Bamako', 'geonames:2460596', 'MLI', 12.65, -8],
  ['Niamey', 'geonames:2440485', 'NER', 13.51, 2.11],
  ['Ouagadougou', 'geonames:2357048', 'BFA', 12.37, -1.53],
  ['Gao', 'geonames:2457163', 'MLI', 16.27, -0.04],
  ['Moscow', 'geonames:524901', 'RUS', 55.75, 37.62],
  ['Abuja', 'geonames:2352778', 'NGA', 9.06, 7.49],
];

/** Events that fit `doc`, by a few cues: not a coding, but records of the right shape with true spans. */
export function plainEvents(doc: Document): readonly Event[] {
  return [...doc.text.matchAll(/[^.!?\n]+[.!?]?/g)].flatMap((match) => {
    if (match[0].trim() === '') return [];
    const start = match.index + (match[0].length - match[0].trimStart().length);
    const sentence = spanOf(doc.text, start, match.index + match[0].trimEnd().length);
    const cue = cues.find(([pattern]) => pattern.test(sentence.text));
    const found = cue?.[0].exec(sentence.text);
    const parties = actors.flatMap((actor) => {
      const words = actor[0].exec(sentence.text);
      return words ? [{ at: words.index, party: partyOf(doc, start + words.index, words[0].length, actor) }] : [];
    });
    parties.sort((a, b) => a.at - b.at);
    const [source, target] = parties;
    if (!cue || !found || !source) return [];
    const [, type, status] = cue;
    const trigger = spanOf(doc.text, start + found.index, start + found.index + found[0].length);
    return [
      eventOf({ doc, sentence, trigger, type, status, sources: [source.party], targets: target ? [target.party] : [] }),
    ];
  });
}

type Parts = Pick<Event, 'sentence' | 'trigger' | 'type' | 'status' | 'sources' | 'targets'> & {
  readonly doc: Document;
};

function eventOf({ doc, sentence, trigger, type, status, sources, targets }: Parts): Event {
  const day = doc.published?.slice(0, 10) ?? '2024-01-01';
  const key = `${doc.id} ${doc.revision} ${trigger.start} ${type}`;
  return {
    id: createHash('sha256').update(key).digest('hex').slice(0, 24),
    type,
    modes: [],
    contexts: [],
    quad: quadOf(type),
    intensity: intensityOf(type, []),
    cameo: null,
    trigger,
    mentions: [],
    sentence,
    sources,
    targets,
    object: null,
    place: placeOf(doc, sentence.start, sentence.end),
    time: { span: null, first: day, last: day, precision: 'day', basis: 'publication' },
    status,
    claim: { how: 'stated', by: null, words: [], quotation: null },
    casualties: null,
    confidence: 0.8,
    explanation: [{ field: 'type', by: 'cue', score: 0.8, note: `“${trigger.text}”` }],
    coder: { version: '0.1.0', model: 'cues', data: 'test' },
  };
}

function partyOf(
  doc: Document,
  start: number,
  length: number,
  [, actor, name, country]: (typeof actors)[number],
): Party {
  return {
    span: spanOf(doc.text, start, start + length),
    actor,
    name,
    country,
    sectors: ['GOV'],
    office: null,
    members: [],
    basis: 'name',
    explanation: name,
  };
}

function placeOf(doc: Document, start: number, end: number): EventPlace | null {
  for (const [name, id, country, latitude, longitude] of places) {
    const at = doc.text.slice(start, end).indexOf(name);
    if (at < 0) continue;
    const span = spanOf(doc.text, start + at, start + at + name.length);
    return { span, id, name, latitude, longitude, country, admin1: null, precision: 'town', reason: 'named' };
  }
  return null;
}

/** The reports of the sample, each known from its publication on. */
export function sampleItems(): readonly IngestItem[] {
  const file = join(packageRoot(), 'examples', 'sahel', 'reports.jsonl');
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { text, ...facts } = JSON.parse(line);
      const doc = makeDocument(text, { ...facts, publishedFrom: 'field' });
      return { doc, events: plainEvents(doc), knownAt: `${facts.published}T12:00:00Z` };
    });
}

/** A ledger of the sample reports. */
export async function openSampleLedger(path = ':memory:', items = sampleItems()): Promise<Ledger> {
  const ledger = await openLedger(path);
  for await (const receipt of ledger.ingest(items)) void receipt;
  return ledger;
}
