import { ChanceryError } from '../errors.js';
import type { Sentence, Token } from '../records/sentence.js';

/**
 * Several sentences as one, for a question about a passage: later roots hang on the first as `parataxis`, and the scores of the
 * event heads stand side by side. Throws `bad_input` when there is no sentence.
 */
export function joinSentences(sentences: readonly Sentence[]): Sentence {
  const first = sentences[0];
  if (!first) throw new ChanceryError('bad_input', 'no words to read');
  if (sentences.length === 1) return first;
  const tokens: Token[] = [];
  const root = first.tokens.findIndex((token) => token.head < 0);
  const offsets = sentences.map((sentence) => {
    const offset = tokens.length;
    for (const token of sentence.tokens) {
      if (token.head >= 0) tokens.push({ ...token, head: token.head + offset });
      else tokens.push(offset === 0 ? token : { ...token, head: root, deprel: 'parataxis' });
    }
    return offset;
  });
  const last = sentences.at(-1) ?? first;
  const heads: Record<string, Float32Array> = {};
  for (const name of Object.keys(first.heads))
    heads[name] = name === 'role' ? joinPairs(sentences, offsets, tokens.length, name) : joinRows(sentences, name);
  return {
    index: first.index,
    span: {
      start: first.span.start,
      end: last.span.end,
      text: sentences.map((sentence) => sentence.span.text).join(' '),
    },
    tokens,
    entities: sentences.flatMap((sentence, index) =>
      sentence.entities.map((entity) => ({
        ...entity,
        first: entity.first + (offsets[index] ?? 0),
        last: entity.last + (offsets[index] ?? 0),
      })),
    ),
    heads,
  };
}

function joinRows(sentences: readonly Sentence[], name: string): Float32Array {
  const parts = sentences.map((sentence) => sentence.heads[name] ?? new Float32Array(0));
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Scores of word pairs; two words of different sentences are unrelated ("none" far ahead). */
function joinPairs(
  sentences: readonly Sentence[],
  offsets: readonly number[],
  count: number,
  name: string,
): Float32Array {
  const first = sentences[0];
  const width = first ? Math.round((first.heads[name]?.length ?? 0) / Math.max(1, first.tokens.length ** 2)) : 0;
  const joined = new Float32Array(count * count * width);
  for (let pair = 0; pair < count * count; pair++) joined[pair * width] = 20;
  sentences.forEach((sentence, index) => {
    const rows = sentence.heads[name];
    const offset = offsets[index] ?? 0;
    const size = sentence.tokens.length;
    if (!rows) return;
    for (let word = 0; word < size; word++) {
      const from = word * size * width;
      joined.set(rows.subarray(from, from + size * width), ((offset + word) * count + offset) * width);
    }
  });
  return joined;
}
