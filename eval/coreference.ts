import { fold } from '../src/actors/fold.js';
import type { Actors } from '../src/actors/open-actors.js';
import type { Document } from '../src/records/document.js';
import type { Party } from '../src/records/party.js';
import type { Sentence, Token } from '../src/records/sentence.js';
import { spanOf } from '../src/records/span.js';
import type { GoldSentence } from './conllu.js';

const kinds = new Set(['person', 'organization', 'place']);

interface GoldMention {
  readonly start: number;
  readonly end: number;
  readonly chain: string;
}

/** MUC and B³ of the chains of persons, organisations and places that resolution makes on gold mentions and gold parses. */
export function scoreCoreference(sentences: readonly GoldSentence[], actors: Actors): Readonly<Record<string, number>> {
  const documents = new Map<string, GoldSentence[]>();
  for (const sentence of sentences) {
    documents.set(sentence.document, [...(documents.get(sentence.document) ?? []), sentence]);
  }
  const muc = { hit: 0, gold: 0, hitFound: 0, found: 0 };
  const cubed = { recall: 0, precision: 0, mentions: 0 };
  for (const list of documents.values()) {
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
    const chains = mentions.map(({ chain }) => chain);
    addLinks(muc, chains, keys);
    for (const [index, chain] of chains.entries()) {
      const gold = chains.flatMap((other, at) => (other === chain ? [at] : []));
      const found = keys.flatMap((other, at) => (other === keys[index] ? [at] : []));
      const both = gold.filter((at) => found.includes(at)).length;
      cubed.recall += both / gold.length;
      cubed.precision += both / found.length;
      cubed.mentions += 1;
    }
  }
  return {
    'gum-dev.muc': f1(muc.hit / Math.max(1, muc.gold), muc.hitFound / Math.max(1, muc.found)),
    'gum-dev.b3': f1(cubed.recall / cubed.mentions, cubed.precision / cubed.mentions),
  };
}

const f1 = (recall: number, precision: number) =>
  recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);

/** Links of each chain that the other side keeps together. */
function addLinks(
  muc: { hit: number; gold: number; hitFound: number; found: number },
  chains: readonly string[],
  keys: readonly string[],
): void {
  const parts = (one: readonly string[], other: readonly string[]) => {
    let kept = 0;
    let all = 0;
    for (const chain of new Set(one)) {
      const members = one.flatMap((value, at) => (value === chain ? [at] : []));
      kept += members.length - new Set(members.map((at) => other[at])).size;
      all += members.length - 1;
    }
    return { kept, all };
  };
  const gold = parts(chains, keys);
  const found = parts(keys, chains);
  muc.hit += gold.kept;
  muc.gold += gold.all;
  muc.hitFound += found.kept;
  muc.found += found.all;
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
    return `${party.country} ${party.sectors.join(' ')} ${fold(words)}`;
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
      hidden: null,
      heads: {},
    }),
  );
  return { text, parsed, mentions };
}
