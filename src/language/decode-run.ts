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

const readHere = new Set(['hidden', 'upos', 'xpos', 'feats', 'lemma', 'arc', 'label', 'sent']);

/** Names of the outputs that this stage only passes on: those of the event heads. */
export function passedOutputs(model: LanguageModel, outputs: Outputs): readonly string[] {
  const layers = new Set(model.card.layers.map((layer) => layer.output));
  return Object.keys(outputs).filter((name) => !readHere.has(name) && !layers.has(name));
}

/** A decoder for the outputs of a model: tags, features, lemmas, tree, labels, spans. */
export function runDecoder({ card, pieces }: LanguageModel): RunDecoder {
  const { labels } = card;
  const lemmatize = openLemmatizer(pieces.rank);
  const root = labels.deprel.indexOf('root');
  const layers = card.layers.map((layer) => ({ ...layer, read: spanLayer(layer.labels) }));
  const featsOf = featureReader(card);
  return (texts, outputs) => {
    const n = texts.length;
    const scores = (name: string): Float32Array => outputs[name]?.data ?? new Float32Array(0);
    const heads = decodeTree(scores('arc'), n);
    const label = scores('label');
    const width = labels.deprel.length;
    const words = texts.map((text, index): RunWord => {
      const head = heads[index] ?? -1;
      const row = (index * (n + 1) + head + 1) * width;
      const upos = labels.upos[best(scores('upos'), index * labels.upos.length, labels.upos.length)] ?? 'X';
      const xpos = labels.xpos[best(scores('xpos'), index * labels.xpos.length, labels.xpos.length)] ?? '_';
      const script = labels.lemma[best(scores('lemma'), index * labels.lemma.length, labels.lemma.length)] ?? '=';
      return {
        upos,
        xpos,
        lemma: lemmatize({ word: text, upos, xpos, script }),
        feats: featsOf(scores('feats'), index),
        head,
        deprel: head < 0 ? 'root' : (labels.deprel[best(label, row, width, root)] ?? 'dep'),
      };
    });
    const spans = layers.flatMap(({ name, output, read }) =>
      read(scores(output), n).map((span) => ({ ...span, layer: name })),
    );
    return { words, spans };
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
