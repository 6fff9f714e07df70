import type { Entity, EntityKind, Sentence, Token } from '../records/sentence.js';
import { spanOf } from '../records/span.js';
import type { RunDecoder } from './decode-run.js';
import { headsOf } from './heads.js';
import type { SentencePart } from './sentence-parts.js';

const kinds: readonly EntityKind[] = ['person', 'organisation', 'place', 'nationality', 'group', 'event', 'time'];
/** Scores over pairs of words are joined for a sentence of several runs only up to this many words. */
const longestPairs = 512;
/** Score of the first label ("none") for a pair of words that no run saw together. */
const unseenPair = 20;

export interface SentenceInput {
  readonly text: string;
  readonly index: number;
  readonly parts: readonly SentencePart[];
  readonly decode: RunDecoder;
}

/** The record of a sentence from the runs that read it. The roots of later runs hang on the first as `parataxis`. */
export function buildSentence({ text, index, parts, decode }: SentenceInput): Sentence {
  const tokens: Token[] = [];
  const entities: Entity[] = [];
  let root = -1;
  for (const part of parts) {
    const offset = tokens.length;
    const run = decode(
      part.words.map((word) => word.text),
      part.outputs,
    );
    for (const [at, word] of part.words.entries()) {
      const found = run.words[at];
      if (!found) continue;
      const isRoot = found.head < 0;
      if (isRoot && root < 0) root = offset + at;
      const later = isRoot && root !== offset + at;
      tokens.push({
        start: word.start,
        end: word.end,
        text: word.text,
        lemma: found.lemma,
        upos: found.upos,
        feats: found.feats,
        head: later ? root : isRoot ? -1 : found.head + offset,
        deprel: later ? 'parataxis' : found.deprel,
        xpos: found.xpos,
        joined: word.joined,
      });
    }
    for (const span of run.spans) {
      const kind = kinds.find((known) => known === span.kind);
      if (kind)
        entities.push({
          kind,
          first: span.first + offset,
          last: span.last + offset,
          score: span.score,
          layer: span.layer,
        });
    }
  }
  const first = tokens[0]?.start ?? 0;
  return {
    index,
    span: spanOf(text, first, tokens.at(-1)?.end ?? first),
    tokens,
    entities,
    heads: eventHeads(parts),
  };
}

function joinRows(parts: readonly SentencePart[], name: string): Float32Array {
  const rows = parts.map((part) => part.outputs[name]?.data ?? new Float32Array(0));
  const joined = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    joined.set(row, at);
    at += row.length;
  }
  return joined;
}

function eventHeads(parts: readonly SentencePart[]): Readonly<Record<string, Float32Array>> {
  const first = parts[0];
  const heads: Record<string, Float32Array> = {};
  if (!first) return heads;
  const words = parts.reduce((sum, part) => sum + part.words.length, 0);
  for (const [name, output] of Object.entries(first.outputs)) {
    if (headsOf(name) !== 'events') continue;
    if (parts.length === 1) heads[name] = output.data;
    else if (output.shape.length === 2) heads[name] = joinRows(parts, name);
    else if (words <= longestPairs) heads[name] = joinPairs(parts, name, words);
  }
  return heads;
}

function joinPairs(parts: readonly SentencePart[], name: string, words: number): Float32Array {
  const width = parts[0]?.outputs[name]?.shape[2] ?? 1;
  const joined = new Float32Array(words * words * width);
  for (let pair = 0; pair < words * words; pair += 1) joined[pair * width] = unseenPair;
  let offset = 0;
  for (const part of parts) {
    const n = part.words.length;
    const data = part.outputs[name]?.data;
    for (let row = 0; data && row < n; row += 1) {
      joined.set(data.subarray(row * n * width, (row + 1) * n * width), ((offset + row) * words + offset) * width);
    }
    offset += n;
  }
  return joined;
}
