import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';
import type { GoldSentence } from './conllu.js';

interface GumEntity {
  readonly kind: string;
  readonly first: number;
  readonly last: number;
}

export interface WordSpan {
  readonly kind: string;
  readonly first: number;
  readonly last: number;
}

const kinds: Readonly<Record<string, string>> = { person: 'person', organization: 'organisation', place: 'place' };
const cutRelations = new Set(['acl', 'appos', 'parataxis', 'advcl', 'list', 'dep']);
const looseRelations = new Set(['nmod', 'obl', 'advmod']);
const collectives = new Set(
  readFileSync(join(packageRoot(), 'eval', 'collectives.txt'), 'utf8')
    .trim()
    .split('\n'),
);

/**
 * The whole phrases of persons, organisations, places and generic groups in GUM's brackets, outermost, without relative clause,
 * apposition and trailing phrases, as `training/spans.py` makes them for the layer `mentions`.
 */
export function gumMentions(sentence: GoldSentence): readonly WordSpan[] {
  const actors = gumBrackets(sentence).filter((entity) => kinds[entity.kind] !== undefined);
  const spans: WordSpan[] = [];
  for (const entity of actors) {
    const head = headOf(sentence, entity);
    const inner = actors.filter(
      (other) => other !== entity && entity.first <= other.first && other.last <= entity.last,
    );
    const isConjunct = (word: number): boolean =>
      word >= entity.first &&
      word <= entity.last &&
      sentence.words[word]?.head === head &&
      sentence.words[word]?.deprel === 'conj';
    if (inner.some((other) => isConjunct(headOf(sentence, other)))) continue;
    spans.push({
      kind: mentionKind(sentence, entity, head),
      first: entity.first,
      last: trimmedLast(sentence, entity, head),
    });
  }
  return outermost(spans);
}

/** GUM's time expressions. */
export function gumTimes(sentence: GoldSentence): readonly WordSpan[] {
  return gumBrackets(sentence)
    .filter((entity) => entity.kind === 'time')
    .map((entity) => ({
      kind: 'time',
      first: entity.first,
      last: trimmedLast(sentence, entity, headOf(sentence, entity)),
    }))
    .filter((span) => sentence.words[headOf(sentence, span)]?.upos !== 'PRON');
}

function gumBrackets(sentence: GoldSentence): readonly GumEntity[] {
  const done: GumEntity[] = [];
  const open: { id: string; kind: string; first: number }[] = [];
  for (const [index, word] of sentence.words.entries()) {
    const value = /(?:^|\|)Entity=([^|]*)/.exec(word.misc)?.[1] ?? '';
    for (const [, opened, closedNow, closed] of value.matchAll(/\(([^()]*)(\))?|([^()]+)\)/g)) {
      if (opened !== undefined) {
        const [id = '', kind = ''] = opened.split('-');
        if (closedNow) done.push({ kind, first: index, last: index });
        else open.push({ id, kind, first: index });
        continue;
      }
      const at = open.findLastIndex((entity) => entity.id === closed);
      const [found] = at < 0 ? [] : open.splice(at, 1);
      if (found) done.push({ kind: found.kind, first: found.first, last: index });
    }
  }
  return done;
}

function headOf({ words }: GoldSentence, { first, last }: { first: number; last: number }): number {
  for (let index = first; index <= last; index += 1) {
    const head = words[index]?.head ?? -1;
    if (head < first || head > last) return index;
  }
  return last;
}

function trimmedLast(sentence: GoldSentence, entity: GumEntity, head: number): number {
  const { words } = sentence;
  let end = entity.last + 1;
  for (let index = head + 1; index <= entity.last; index += 1) {
    const word = words[index];
    if (word?.head !== head) continue;
    let first = index;
    while (first > head + 1 && isUnder(sentence, first - 1, index)) first -= 1;
    const linked = words.slice(first, index).some((other) => other.head === index && /^(?:of|'s)$/i.test(other.form));
    const relation = word.deprel.replace(/:.*/, '');
    const loose = looseRelations.has(relation) && !linked && word.deprel !== 'nmod:poss' && word.deprel !== 'nmod:desc';
    if (cutRelations.has(relation) || loose) end = Math.min(end, first);
  }
  while (end > head + 1 && words[end - 1]?.upos === 'PUNCT' && !/^[."”’]$/.test(words[end - 1]?.form ?? '')) end -= 1;
  return Math.max(end, head + 1) - 1;
}

function isUnder({ words }: GoldSentence, word: number, ancestor: number): boolean {
  let at = word;
  for (let steps = 0; steps < 60 && at >= 0; steps += 1) {
    if (at === ancestor) return true;
    at = words[at]?.head ?? -1;
  }
  return false;
}

function mentionKind({ words }: GoldSentence, entity: GumEntity, head: number): string {
  const kind = kinds[entity.kind] ?? entity.kind;
  const word = words[head];
  if (kind === 'place' || !word) return kind;
  if (kind === 'organisation') return word.upos === 'PROPN' ? kind : 'group';
  const plural = word.feats.Number === 'Plur';
  if (word.upos === 'NOUN' && (plural || collectives.has(word.form.toLowerCase()))) return 'group';
  if (word.upos === 'PROPN' && plural) return 'group';
  return ['PRON', 'DET', 'NUM', 'ADJ'].includes(word.upos) && plural ? 'group' : kind;
}

function outermost(spans: readonly WordSpan[]): readonly WordSpan[] {
  const taken = new Set<number>();
  const kept: WordSpan[] = [];
  for (const span of [...spans].sort((a, b) => b.last - b.first - (a.last - a.first) || a.first - b.first)) {
    const cover = Array.from({ length: span.last - span.first + 1 }, (_, index) => span.first + index);
    if (cover.some((index) => taken.has(index))) continue;
    for (const index of cover) taken.add(index);
    kept.push(span);
  }
  return kept;
}
