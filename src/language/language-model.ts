import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ChanceryError, messageOf } from '../errors.js';
import { modelPath } from '../package-root.js';
import { type EncoderOutput, type EncoderSession, openEncoderSession } from './encoder-session.js';
import type { Heads } from './heads.js';
import { openWordPieces, type WordPieces } from './word-pieces.js';

const schema = z.looseObject({
  name: z.string(),
  version: z.string().default('0'),
  limits: z.object({ pieces: z.number().int().min(8), piecesPerWord: z.number().int().min(1) }),
  labels: z.looseObject({
    upos: z.array(z.string()),
    xpos: z.array(z.string()),
    deprel: z.array(z.string()),
    lemma: z.array(z.string()),
    feats: z.array(z.object({ name: z.string(), values: z.array(z.string()), offset: z.number().int() })),
  }),
  layers: z.array(z.object({ name: z.string(), output: z.string(), labels: z.array(z.string()) })),
});

/** What `model.json` says of an encoder: limits, label lists and layers of spans. */
export type ModelCard = z.infer<typeof schema>;

export type Outputs = Readonly<Record<string, EncoderOutput>>;

export interface RunOptions {
  /** What to compute; by default the language heads. */
  readonly heads?: readonly Heads[];
  /** Each word's role in the marked pass. */
  readonly marks?: readonly number[];
}

/** An encoder with its vocabulary and labels. */
export interface LanguageModel {
  readonly card: ModelCard;
  readonly pieces: WordPieces;
  /** Piece count of a word. */
  length(word: string): number;
  /** One run, best over at most `card.limits.pieces` - 2 pieces. Rejects with `too_large`. */
  run(words: readonly string[], options?: RunOptions): Promise<Outputs>;
  close(): Promise<void>;
}

const cls = 101;
const sep = 102;
/** Rows of BERT's position table; a run over `limits.pieces` is less sure, one over this cannot be made. */
const positions = 512;

/** Opens the model in `folder`, by default the English one that ships. Throws `environment` or `bad_data`. */
export async function openLanguageModel(folder: string = modelPath('en')): Promise<LanguageModel> {
  const card = readCard(join(folder, 'model.json'));
  const pieces = openWordPieces(join(folder, 'vocab.txt'), card.limits.piecesPerWord);
  const session = await openEncoderSession(join(folder, 'encoder.onnx'));
  return {
    card,
    pieces,
    length: (word) => pieces.of(word).ids.length,
    run: (words, options) => run(session, pieces, words, options),
    close: () => session.close(),
  };
}

function readCard(file: string): ModelCard {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ChanceryError('environment', `language model not found: ${file}`, { cause });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ChanceryError('bad_data', `language model is not valid: ${file}: ${messageOf(cause)}`, { cause });
  }
}

function run(
  session: EncoderSession,
  pieces: WordPieces,
  words: readonly string[],
  { heads = ['language'], marks = [] }: RunOptions = {},
): Promise<Outputs> {
  const encoded = words.map(pieces.of);
  const length = encoded.reduce((sum, word) => sum + word.ids.length, 2);
  if (length > positions)
    return Promise.reject(new ChanceryError('too_large', `too many pieces for one run: ${length}`));
  const inputIds = new Int32Array(length);
  const shapeIds = new Int32Array(length);
  const markIds = new Int32Array(length);
  const wordIndex = new Int32Array(words.length);
  inputIds[0] = cls;
  let at = 1;
  for (const [index, word] of encoded.entries()) {
    wordIndex[index] = at;
    for (const [piece, id] of word.ids.entries()) {
      inputIds[at] = id;
      shapeIds[at] = word.shape + (piece > 0 ? 8 : 0);
      markIds[at] = marks[index] ?? 0;
      at += 1;
    }
  }
  inputIds[at] = sep;
  return session.run({ inputIds, shapeIds, markIds, wordIndex }, heads);
}
