/**
 * What a run of the encoder can be asked for: tags, tree and spans; triggers and roles of the event stage, which build on the former;
 * what the marked pass says of a pair.
 */
export type Heads = 'language' | 'events' | 'pairs';

const language = new Set(['upos', 'xpos', 'feats', 'lemma', 'arc', 'label', 'labelHead', 'names', 'mentions', 'sent']);

/** The heads that an output belongs to; the same rule as in training/gate.py. */
export function headsOf(output: string): Heads {
  if (output.startsWith('pair')) return 'pairs';
  return language.has(output) ? 'language' : 'events';
}
