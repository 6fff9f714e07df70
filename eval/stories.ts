import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterMentions } from '../src/ledger/cluster-mentions.js';
import { type StoryEvent, type StoryParty, stems, tokenOf } from '../src/ledger/story-event.js';
import { eventType, ontology } from '../src/ontology/ontology.js';
import { packageRoot } from '../src/package-root.js';
import type { Evaluation } from './evaluation.js';

/** Merging against the mentions labelled by hand: pairwise precision, recall and F1. */
export const storiesEvaluation: Evaluation = {
  name: 'stories',
  run: async () => {
    const path = join(packageRoot(), 'eval', 'gold', 'stories', 'mentions.tsv');
    const content = readFileSync(path, 'utf8');
    const { precision, recall, f1, pairs } = scorePairs(content);
    return {
      scores: { 'pairs.precision': precision, 'pairs.recall': recall, 'pairs.f1': f1, pairs },
      corpora: { 'stories/mentions.tsv': createHash('sha256').update(content).digest('hex').slice(0, 16) },
      of: { ontology: ontology().version },
      skipped: [],
    };
  },
};

interface Labelled {
  readonly family: string;
  readonly happening: string;
  readonly event: StoryEvent;
  readonly sentence: string;
}

export interface PairScores {
  readonly pairs: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Pairs merged or kept apart wrongly. */
  readonly wrong: readonly string[];
}

/** Scores merging on labelled mentions. */
export function scorePairs(content: string): PairScores {
  const mentions = readMentions(content);
  const storyOf = new Map<number, string>();
  for (const { story, events } of clusterMentions(
    mentions.map((mention) => mention.event),
    { together: [], apart: [] },
  ))
    for (const { key } of events) storyOf.set(key, story);
  let right = 0;
  let merged = 0;
  let same = 0;
  let pairs = 0;
  const wrong: string[] = [];
  for (const [index, a] of mentions.entries()) {
    for (const b of mentions.slice(index + 1)) {
      if (a.family !== b.family) continue;
      pairs += 1;
      const gold = a.happening === b.happening;
      const found = storyOf.get(a.event.key) === storyOf.get(b.event.key);
      if (gold) same += 1;
      if (found) merged += 1;
      if (gold && found) right += 1;
      if (gold !== found)
        wrong.push(`${gold ? 'apart' : 'merged'} ${a.happening}/${b.happening}: ${a.sentence} | ${b.sentence}`);
    }
  }
  const precision = merged === 0 ? 0 : right / merged;
  const recall = same === 0 ? 0 : right / same;
  return { pairs, precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall), wrong };
}

function readMentions(content: string): readonly Labelled[] {
  const [head = '', ...lines] = content.trimEnd().split('\n');
  const columns = head.split('\t');
  return lines.map((line, key) => {
    const cells = line.split('\t');
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const sources = partiesOf(cell('sources'));
    const targets = partiesOf(cell('targets'));
    const [placeName = '', precision = '', country = ''] = cell('place').split(':');
    const day = cell('first') || cell('published');
    const all = [...sources, ...targets];
    const event: StoryEvent = {
      key,
      id: createHash('sha256').update(line).digest('hex').slice(0, 16),
      document: `document ${key}`,
      copies: `document ${key}`,
      published: cell('published'),
      type: cell('type'),
      modes: [],
      quad: eventType(cell('type')).quad,
      status: cell('status'),
      first: day,
      last: day,
      precision: 'day',
      fromPublication: cell('first') === '',
      place: placeName || null,
      placeName: placeName || null,
      placeCountry: country || null,
      placeAdmin1: precision === 'admin1' ? placeName : null,
      placePrecision: precision || null,
      latitude: null,
      longitude: null,
      dead: cell('dead') === '' ? null : Number(cell('dead')),
      injured: null,
      object: null,
      trigger: cell('trigger'),
      sources,
      targets,
      words: stems(cell('sentence')),
      tokens: [...new Set(all.map((party) => tokenOf(party.country, party.actor)))],
    };
    return { family: cell('family'), happening: cell('happening'), event, sentence: cell('sentence') };
  });
}

function partiesOf(cell: string): readonly StoryParty[] {
  return cell
    .split(' ')
    .filter(Boolean)
    .map((id) => {
      const unnamed = id.startsWith('?');
      const country = unnamed ? id.slice(1) : id === 'group/jnim' ? 'MLI' : id.slice(0, 3);
      const sector = unnamed
        ? country === 'SEN'
          ? 'CVL'
          : 'UAF'
        : id.startsWith('group/')
          ? 'REB'
          : id.endsWith('forces')
            ? 'MIL'
            : id.endsWith('police')
              ? 'COP'
              : 'GOV';
      return { actor: unnamed ? null : id, country, sector, words: id };
    });
}
