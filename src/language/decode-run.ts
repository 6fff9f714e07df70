import { decodeTree } from './dependency-tree.js';
import type { LanguageModel, ModelCard, Outputs } from './language-model.js';
import { openLemmatizer } from './lemmatize.js';
import { type LayerSpan, spanLayer } from './span-layer.js';

/** What one run says of one word; `head` is an index in the run, -1 for the root. */
export interface RunWord {
  readonly upos: string;
  readonly xpos: string;
  readonly lemma: string;
  readonly feats: Readonly<Record<string, string>>;
  readonly head: number;
  readonly deprel: string;
}

export interface DecodedRun {
  readonly words: readonly RunWord[];
  readonly spans: readonly (LayerSpan & { readonly layer: string })[];
}

export type RunDecoder = (texts: readonly string[], outputs: Outputs) => DecodedRun;

/** A decoder for the outputs of a model: tags, features, lemmas, tree, labels, spans. */
export function runDecoder({ card, pieces }: LanguageModel): RunDecoder {
  const { labels } = card;
  const lemmatize = openLemmatizer(pieces.rank);
  const layers = card.layers.map((layer) => ({ ...layer, read: spanLayer(layer.labels) }));
  const featsOf = featureReader(card);
  return (texts, outputs) => {
    const n = texts.length;
    const scores = (name: string): Float32Array => outputs[name]?.data ?? new Float32Array(0);
    const heads = decodeTree(scores('arc'), n);
    const labelOf = labelReader(scores('label'), scores('labelHead'), n, labels.deprel);
    const words = texts.map((text, index): RunWord => {
      const head = heads[index] ?? -1;
      const upos = labels.upos[best(scores('upos'), index * labels.upos.length, labels.upos.length)] ?? 'X';
      const xpos = labels.xpos[best(scores('xpos'), index * labels.xpos.length, labels.xpos.length)] ?? '_';
      const script = labels.lemma[best(scores('lemma'), index * labels.lemma.length, labels.lemma.length)] ?? '=';
      return {
        upos,
        xpos,
        lemma: lemmatize({ word: text, upos, xpos, script }),
        feats: featsOf(scores('feats'), index),
        head,
        deprel: head < 0 ? 'root' : labelOf(index, head),
      };
    });
    const spans = layers.flatMap(({ name, output, read }) =>
      read(scores(output), n).map((span) => ({ ...span, layer: name })),
    );
    return { words, spans };
  };
}

/** Relations are scored for a word's likeliest heads; a tree that takes none of them gets the label of the likeliest. */
function labelReader(
  scores: Float32Array,
  heads: Float32Array,
  words: number,
  names: readonly string[],
): (word: number, head: number) => string {
  const scored = heads.length / words;
  const root = names.indexOf('root');
  return (word, head) => {
    const at = Math.max(0, heads.subarray(word * scored, (word + 1) * scored).indexOf(head + 1));
    return names[best(scores, (word * scored + at) * names.length, names.length, root)] ?? 'dep';
  };
}

function best(scores: Float32Array, from: number, width: number, except = -1): number {
  let index = except === 0 ? 1 : 0;
  for (let other = index + 1; other < width; other += 1) {
    if (other !== except && (scores[from + other] ?? 0) > (scores[from + index] ?? 0)) index = other;
  }
  return index;
}

function featureReader({
  labels,
}: ModelCard): (scores: Float32Array, word: number) => Readonly<Record<string, string>> {
  const last = labels.feats.at(-1);
  const width = last ? last.offset + last.values.length : 0;
  const known = new Map<string, Readonly<Record<string, string>>>();
  return (scores, word) => {
    const values = labels.feats.map(
      (group) => group.values[best(scores, word * width + group.offset, group.values.length)] ?? '_',
    );
    const key = values.join('|');
    const found = known.get(key);
    if (found) return found;
    const feats = Object.freeze(
      Object.fromEntries(
        labels.feats.flatMap(({ name }, index) => (values[index] === '_' ? [] : [[name, values[index] ?? '']])),
      ),
    );
    known.set(key, feats);
    return feats;
  };
}
