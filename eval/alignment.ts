import type { GoldSentence } from './conllu.js';

/** A sentence of either side, its words placed in the stream of characters that are not white space. */
export interface PlacedSentence {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly string[];
  readonly words: readonly PlacedWord[];
}

export interface PlacedWord {
  readonly key: string;
  readonly upos: string;
  /** Key of the governor, `root` for the root. */
  readonly head: string;
  readonly deprel: string;
  readonly lemma: string;
}

export interface SystemWord {
  readonly text: string;
  readonly joined: boolean;
  readonly upos: string;
  readonly head: number;
  readonly deprel: string;
  readonly lemma: string;
}

/** Places the words of sentences one after the other; the keys of equal spans of characters are equal on both sides. */
export function place(sentences: readonly (readonly SystemWord[])[]): PlacedSentence[] {
  let at = 0;
  return sentences.map((words) => {
    const spans = words.map((word) => {
      const start = at;
      at += visibleLength(word.text);
      return { start, end: at };
    });
    const keys = spans.map(({ start, end }) => `${start}-${end}`);
    const tokens: string[] = [];
    let from = 0;
    for (const [index, word] of words.entries()) {
      if (!word.joined) from = spans[index]?.start ?? 0;
      if (!words[index + 1]?.joined) tokens.push(`${from}-${spans[index]?.end ?? 0}`);
    }
    return {
      start: spans[0]?.start ?? at,
      end: at,
      tokens,
      words: words.map((word, index) => ({
        key: keys[index] ?? '',
        upos: word.upos,
        head: word.head < 0 ? 'root' : (keys[word.head] ?? ''),
        deprel: word.deprel,
        lemma: word.lemma,
      })),
    };
  });
}

export function goldWords(sentences: readonly GoldSentence[]): readonly (readonly SystemWord[])[] {
  return sentences.map((sentence) => sentence.words.map((word) => ({ ...word, text: word.form })));
}

function visibleLength(text: string): number {
  return text.replace(/\s/gu, '').length;
}

export interface Counts {
  readonly correct: number;
  readonly gold: number;
  readonly system: number;
}

export const parseMetrics = ['tokens', 'sentences', 'words', 'upos', 'uas', 'las', 'lemmas'] as const;
export type ParseMetric = (typeof parseMetrics)[number];

/** Counts as the CoNLL 2018 shared task: spans of characters; relation subtypes are not compared. */
export function countParse(
  gold: readonly PlacedSentence[],
  system: readonly PlacedSentence[],
): Record<ParseMetric, Counts> {
  const goldByKey = new Map(gold.flatMap((sentence) => sentence.words).map((word) => [word.key, word]));
  const aligned = system
    .flatMap((sentence) => sentence.words)
    .map((word) => ({ word, gold: goldByKey.get(word.key) }))
    .filter((pair): pair is { word: PlacedWord; gold: PlacedWord } => pair.gold !== undefined);
  const words = { gold: goldByKey.size, system: system.reduce((sum, sentence) => sum + sentence.words.length, 0) };
  const ofWords = (holds: (word: PlacedWord, gold: PlacedWord) => boolean): Counts => ({
    correct: aligned.filter((pair) => holds(pair.word, pair.gold)).length,
    ...words,
  });
  const goldTokens = gold.flatMap((sentence) => sentence.tokens);
  const systemTokens = system.flatMap((sentence) => sentence.tokens);
  const spans = new Set(gold.map((sentence) => `${sentence.start}-${sentence.end}`));
  return {
    tokens: overlap(goldTokens, systemTokens),
    sentences: {
      correct: system.filter((sentence) => spans.has(`${sentence.start}-${sentence.end}`)).length,
      gold: gold.length,
      system: system.length,
    },
    words: ofWords(() => true),
    upos: ofWords((word, other) => word.upos === other.upos),
    uas: ofWords((word, other) => word.head === other.head),
    las: ofWords((word, other) => word.head === other.head && universal(word.deprel) === universal(other.deprel)),
    lemmas: ofWords((word, other) => other.lemma === '_' || word.lemma === other.lemma),
  };
}

function overlap(gold: readonly string[], system: readonly string[]): Counts {
  const set = new Set(gold);
  return { correct: system.filter((key) => set.has(key)).length, gold: gold.length, system: system.length };
}

function universal(deprel: string): string {
  return deprel.replace(/:.*$/, '');
}

export function f1({ correct, gold, system }: Counts): number {
  return gold + system === 0 ? 0 : (2 * correct) / (gold + system);
}

export function addCounts(a: Counts, b: Counts): Counts {
  return { correct: a.correct + b.correct, gold: a.gold + b.gold, system: a.system + b.system };
}
