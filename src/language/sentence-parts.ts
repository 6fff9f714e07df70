import type { LanguageModel, Outputs } from './language-model.js';
import { cannotStart, type SentenceEnd } from './sentence-ends.js';
import type { Word } from './tokenize.js';

/** The part of a model that reading in parts needs. */
export interface PartReader extends Pick<LanguageModel, 'card' | 'length'> {
  run(words: readonly string[]): Promise<Outputs>;
}

/** Words that one run of the encoder reads, with its outputs; `last` closes the sentence that the parts before it began. */
export interface SentencePart {
  readonly words: readonly Word[];
  readonly outputs: Outputs;
  readonly last: boolean;
}

/** Logit of the sentence-end head from which a sentence ends, by what the rules say. Set on the dev parts of EWT and GUM; `npm run eval -- language` re-checks. */
export const endThresholds: Readonly<Record<SentenceEnd, number>> = {
  no: 5,
  open: -1.2,
  yes: Number.NEGATIVE_INFINITY,
};

/** A sentence longer than this is cut, so that memory and trees stay bounded. */
export const longestSentence = 2000;

/**
 * Divides the words between two certain sentence ends into sentences and runs the encoder on each.
 * One run serves for both the decision and the parse where no further end is found.
 */
export async function* sentenceParts(
  reader: PartReader,
  words: readonly Word[],
  ends: readonly SentenceEnd[],
): AsyncGenerator<SentencePart> {
  const room = reader.card.limits.pieces - 2;
  let from = 0;
  let parsed = 0;
  while (from < words.length) {
    const to = lastFitting(reader, words, from, room);
    const window = words.slice(from, to);
    const whole = to === words.length;
    const outputs = await runWords(reader, window);
    const cuts = foundEnds(outputs.sent?.data, ends.slice(from, to), window);
    if (cuts.length === 0) {
      const cut = whole ? window.length : softCut(window, outputs.sent?.data);
      parsed += cut;
      const last = whole || parsed >= longestSentence;
      yield cut === window.length
        ? { words: window, outputs, last }
        : { words: window.slice(0, cut), outputs: await runWords(reader, window.slice(0, cut)), last };
      if (last) parsed = 0;
      from += cut;
      continue;
    }
    let start = 0;
    for (const end of cuts) {
      const part = window.slice(start, end);
      yield { words: part, outputs: await runWords(reader, part), last: true };
      start = end;
    }
    parsed = 0;
    if (whole) {
      const rest = window.slice(start);
      yield { words: rest, outputs: await runWords(reader, rest), last: true };
      return;
    }
    from += start;
  }
}

function runWords(reader: PartReader, words: readonly Word[]): Promise<Outputs> {
  return reader.run(words.map((word) => word.text));
}

/** The index behind the last word that still fits into one run from `from` on. */
function lastFitting(reader: PartReader, words: readonly Word[], from: number, room: number): number {
  let length = 0;
  let to = from;
  for (; to < words.length; to += 1) {
    length += reader.length(words[to]?.text ?? '');
    if (length > room && to > from) break;
  }
  return to;
}

/** Indexes behind the words of the window after which a sentence ends; the last word is not asked. */
function foundEnds(scores: Float32Array | undefined, ends: readonly SentenceEnd[], words: readonly Word[]): number[] {
  const found: number[] = [];
  for (let index = 0; index < words.length - 1; index += 1) {
    const score = scores?.[index] ?? Number.NEGATIVE_INFINITY;
    if (
      score > endThresholds[ends[index] ?? 'no'] &&
      !cannotStart(words[index + 1]) &&
      words[index + 1]?.joined === false
    )
      found.push(index + 1);
  }
  return found;
}

/** Where a sentence too long for one run is best cut: behind a semicolon, a comma, or the likeliest end in the window's second half. */
function softCut(words: readonly Word[], scores: Float32Array | undefined): number {
  const half = Math.floor(words.length / 2);
  for (const mark of [';', ',']) {
    for (let index = words.length - 1; index >= half; index -= 1) if (words[index]?.text === mark) return index + 1;
  }
  let best = words.length;
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = half; index < words.length; index += 1) {
    const score = scores?.[index] ?? 0;
    if (score > highest) {
      highest = score;
      best = index + 1;
    }
  }
  return best;
}
