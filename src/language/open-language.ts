import type { Sentence } from '../records/sentence.js';
import { buildSentence } from './build-sentence.js';
import { runDecoder } from './decode-run.js';
import type { Heads } from './heads.js';
import { type ModelCard, type Outputs, openLanguageModel } from './language-model.js';
import { type PartReader, type SentencePart, sentenceParts } from './sentence-parts.js';
import { wordGroups } from './text-windows.js';

export interface LanguageOptions {
  /** Folder of the model; by default the English one that ships. */
  readonly model?: string;
  /** Fills `Sentence.heads` for the event stage, a tenth more work. */
  readonly events?: boolean;
}

export interface ReadOptions {
  /** Hears what was cut or skipped. */
  readonly notice?: (message: string) => void;
  /** Offsets that no sentence may run over. */
  readonly cuts?: readonly number[];
}

/** The reader of one language: one encoder in this thread. */
export interface Language {
  readonly card: ModelCard;
  /** Sentences as they are read; memory does not grow with the text. */
  sentences(text: string, options?: ReadOptions): AsyncGenerator<Sentence>;
  /** All sentences of a text. */
  parse(text: string, options?: ReadOptions): Promise<readonly Sentence[]>;
  /** The raw outputs of the marked pass: what the words say of a pair, each word with its mark. */
  run(words: readonly string[], marks: readonly number[]): Promise<Outputs>;
  close(): Promise<void>;
}

/**
 * Opens the reader. The same text gives the same sentences, whatever was read before.
 * Throws `environment` when the model is missing.
 *
 * @example
 * const language = await openLanguage();
 * for await (const sentence of language.sentences('Mali recalled its envoy.')) use(sentence.tokens);
 */
export async function openLanguage(options: LanguageOptions = {}): Promise<Language> {
  const model = await openLanguageModel(options.model);
  const decode = runDecoder(model);
  const heads: readonly Heads[] = options.events ? ['language', 'events'] : ['language'];
  const reader: PartReader = { ...model, run: (words) => model.run(words, { heads }) };
  async function* sentences(
    text: string,
    { notice = () => {}, cuts = [] }: ReadOptions = {},
  ): AsyncGenerator<Sentence> {
    let index = 0;
    for (const group of wordGroups(text, notice, cuts)) {
      let parts: SentencePart[] = [];
      for await (const part of sentenceParts(reader, group.words, group.ends)) {
        parts.push(part);
        if (!part.last) continue;
        const sentence = buildSentence({ text, index, parts, decode });
        if (parts.length > 1)
          notice(`sentence too long for one run was read in ${parts.length}: at offset ${sentence.span.start}`);
        yield sentence;
        index += 1;
        parts = [];
      }
    }
  }
  return {
    card: model.card,
    sentences,
    parse: async (text, read) => {
      const found: Sentence[] = [];
      for await (const sentence of sentences(text, read)) found.push(sentence);
      return found;
    },
    run: (words, marks) => model.run(words, { heads: ['pairs'], marks }),
    close: () => model.close(),
  };
}
