import { fold } from '../src/actors/fold.js';
import type { Actors } from '../src/actors/open-actors.js';
import type { Document } from '../src/records/document.js';
import type { Party } from '../src/records/party.js';
import type { Sentence, Token } from '../src/records/sentence.js';
import { spanOf } from '../src/records/span.js';
import { bestPairing } from './best-pairing.js';
import type { GoldSentence } from './conllu.js';

const kinds = new Set(['person', 'organization', 'place']);

interface GoldMention {
  readonly start: number;
  readonly end: number;
  readonly chain: string;
}

/** What resolution makes of one document's gold mentions: the gold chain and our key of each, in the text's order. */
interface Chained {
  readonly chains: readonly string[];
  readonly keys: readonly string[];
  readonly mentions: readonly GoldMention[];
  readonly text: string;
}

/**
 * MUC, B³, CEAF (entity) and their mean, the CoNLL score, of the chains of persons, organisations and places that
 * resolution makes on gold mentions and gold parses; beside it how definite descriptions find their antecedent.
 */
export function scoreCoreference(sentences: readonly GoldSentence[], actors: Actors): Readonly<Record<string, number>> {
  const documents = new Map<string, GoldSentence[]>();
  for (const sentence of sentences) {
    documents.set(sentence.document, [...(documents.get(sentence.document) ?? []), sentence]);
  }
  const all = [...documents.values()].map((list) => chain(list, actors));
  const muc = f1Of(all.map(mucOf));
  const b3 = f1Of(all.map(b3Of));
  const ceaf = f1Of(all.map(ceafOf));
  const definite = f1Of(all.map(definiteOf));
  return {
    'gum-dev.muc': muc,
    'gum-dev.b3': b3,
    'gum-dev.ceaf': ceaf,
    'gum-dev.conll': (muc + b3 + ceaf) / 3,
    'gum-dev.definite.f1': definite,
  };
}

function chain(list: readonly GoldSentence[], actors: Actors): Chained {
  const { text, parsed, mentions } = prepare(list);
  const doc: Document = {
    id: 'gum',
    revision: 'gum',
    uri: null,
    publisher: null,
    title: null,
    published: '2015-06-01',
    publishedFrom: null,
    language: 'en',
    text,
    retrieved: null,
    kind: 'text',
  };
  const resolved = actors.document(doc, parsed);
  const keys = mentions.map(({ start, end }) =>
    keyOf(resolved.party(spanOf(text, start, end)), text.slice(start, end), start),
  );
  return { chains: mentions.map((mention) => mention.chain), keys, mentions, text };
}

/** Counts of a measure: right and all, seen from the gold side and from ours. */
interface Counts {
  readonly recalled: number;
  readonly gold: number;
  readonly precise: number;
  readonly found: number;
}

function f1Of(list: readonly Counts[]): number {
  const sum = (field: keyof Counts) => list.reduce((total, counts) => total + counts[field], 0);
  const recall = sum('recalled') / Math.max(1, sum('gold'));
  const precision = sum('precise') / Math.max(1, sum('found'));
  return recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
}

/** Places of each chain's mentions. */
function clusters(keys: readonly string[]): readonly (readonly number[])[] {
  const byKey = new Map<string, number[]>();
  for (const [at, key] of keys.entries()) byKey.set(key, [...(byKey.get(key) ?? []), at]);
  return [...byKey.values()];
}

/** Links of each chain that the other side keeps together. */
function mucOf({ chains, keys }: Chained): Counts {
  const kept = (one: readonly string[], other: readonly string[]) => {
    const lists = clusters(one);
    return {
      kept: lists.reduce((sum, list) => sum + list.length - new Set(list.map((at) => other[at])).size, 0),
      all: lists.reduce((sum, list) => sum + list.length - 1, 0),
    };
  };
  const gold = kept(chains, keys);
  const found = kept(keys, chains);
  return { recalled: gold.kept, gold: gold.all, precise: found.kept, found: found.all };
}

/** Share of each mention's chain that the other side has with it too. */
function b3Of({ chains, keys }: Chained): Counts {
  let recalled = 0;
  let precise = 0;
  for (const gold of clusters(chains)) {
    for (const found of clusters(keys)) {
      const both = gold.filter((at) => found.includes(at)).length;
      recalled += (both * both) / gold.length;
      precise += (both * both) / found.length;
    }
  }
  return { recalled, gold: chains.length, precise, found: keys.length };
}

/** Chains paired one to one so that they share most: twice what a pair shares over what both hold. */
function ceafOf({ chains, keys }: Chained): Counts {
  const gold = clusters(chains);
  const found = clusters(keys);
  const alike = gold.map((one) =>
    found.map((other) => (2 * one.filter((at) => other.includes(at)).length) / (one.length + other.length)),
  );
  const best = bestPairing(alike);
  return { recalled: best, gold: gold.length, precise: best, found: found.length };
}

/** Links of definite descriptions ("the minister", "this city") to a mention before them: made, and of the gold chain. */
function definiteOf({ chains, keys, mentions, text }: Chained): Counts {
  const counts = { recalled: 0, gold: 0, precise: 0, found: 0 };
  for (const [at, { start, end }] of mentions.entries()) {
    if (
      !/^(?:the|this|that|these|those) .*[a-z]$/i.test(text.slice(start, end)) ||
      /\p{Lu}\S*$/u.test(text.slice(start, end))
    )
      continue;
    const before = [...chains.keys()].slice(0, at);
    const linked = before.filter((other) => keys[other] === keys[at]);
    const right = linked.some((other) => chains[other] === chains[at]);
    if (before.some((other) => chains[other] === chains[at])) counts.gold += 1;
    if (linked.length > 0) counts.found += 1;
    if (right) {
      counts.recalled += 1;
      counts.precise += 1;
    }
  }
  return counts;
}

/** The words of a description; of what refers to one, the words that it refers to. */
function describedAs({ explanation }: Party, words: string): string {
  const referred = /refers to (.*)$/.exec(explanation)?.[1] ?? words;
  return referred.replace(/^(?:the|a|an|this|that|his|her|their|its) /i, '').replace(/: role ".*$/, '');
}

function keyOf(party: Party, words: string, start: number): string {
  if (party.members.length > 0)
    return `set ${party.members
      .map((member) => member.actor ?? member.name)
      .sort()
      .join(' ')}`;
  if (party.actor !== null) return party.actor;
  if (party.name !== null) return `name ${fold(party.name)}`;
  if (party.basis === 'description' || party.basis === 'coreference')
    return `${party.country} ${party.sectors.join(' ')} ${fold(describedAs(party, words))}`;
  return `alone ${fold(words)} ${/^\p{Lu}/u.test(words) ? '' : start}`;
}

function prepare(list: readonly GoldSentence[]): { text: string; parsed: Sentence[]; mentions: GoldMention[] } {
  let text = '';
  const mentions: GoldMention[] = [];
  const drafts: { start: number; end: number; tokens: Token[] }[] = [];
  for (const sentence of list) {
    const start = text.length;
    const tokens: Token[] = [];
    const open: { id: string; kind: string; start: number }[] = [];
    for (const word of sentence.words) {
      const from = text.length;
      text += word.form;
      const end = text.length;
      if (word.spaceAfter) text += ' ';
      const { form, lemma, upos, feats, head, deprel } = word;
      tokens.push({ start: from, end, text: form, lemma, upos, feats, head, deprel });
      const value = /(?:^|\|)Entity=([^|]*)/.exec(word.misc)?.[1] ?? '';
      for (const [, opened, closedNow, closed] of value.matchAll(/\(([^()]*)(\))?|([^()]+)\)/g)) {
        if (opened !== undefined) {
          const [id = '', kind = ''] = opened.split('-');
          if (!closedNow) open.push({ id, kind, start: from });
          else if (kinds.has(kind)) mentions.push({ start: from, end, chain: id });
          continue;
        }
        const at = open.findLastIndex((entity) => entity.id === closed);
        const [found] = at < 0 ? [] : open.splice(at, 1);
        if (found && kinds.has(found.kind)) mentions.push({ start: found.start, end, chain: found.id });
      }
    }
    drafts.push({ start, end: text.trimEnd().length, tokens });
    if (!text.endsWith(' ')) text += ' ';
  }
  const parsed = drafts.map(
    ({ start, end, tokens }, index): Sentence => ({
      index,
      span: spanOf(text, start, end),
      tokens,
      entities: [],
      heads: {},
    }),
  );
  return { text, parsed, mentions };
}
