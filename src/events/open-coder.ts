import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openActors } from '../actors/open-actors.js';
import { openLanguage } from '../language/open-language.js';
import { dataPath, packageVersion } from '../package-root.js';
import { asideCuts, type Document } from '../records/document.js';
import type { Event } from '../records/event.js';
import { type CodedText, type DocumentCoder, makeCoder } from './coder.js';
import { defaultMinConfidence } from './confidence.js';
import { headLabels } from './head-labels.js';
import { joinSentences } from './join-sentences.js';
import { type MarkedRun, type PairAnswer, typePair } from './type-pair.js';

/** Half-open ranges of characters. */
export type Ranges = readonly (readonly [start: number, end: number])[];

export interface OpenCoderOptions {
  /** Folder of a codebook to use in place of the shipped one. */
  readonly codebook?: string;
  /** Folder of the model. */
  readonly model?: string;
  /** Least confidence of an event, 0..1. */
  readonly minConfidence?: number;
}

export interface Coder {
  /** The events of a document in reading order. */
  readonly code: (doc: Document) => Promise<readonly Event[]>;
  /** The events with the sentences that they were read from. */
  readonly read: (doc: Document) => Promise<CodedText>;
  /** What a marked source does to a marked target: offsets into the text, half-open; empty where a side is unnamed. */
  readonly pair: (text: string, source: Ranges, target: Ranges) => Promise<PairAnswer>;
  readonly version: DocumentCoder['version'];
  readonly close: () => Promise<void>;
}

/**
 * Opens model, dictionaries and codebook. Throws `environment` when the model is missing, `bad_data` when a data file is wrong.
 *
 * @example
 * const coder = await openCoder();
 * const events = await coder.code(makeDocument(text, { published: '2025-08-14' }));
 */
export async function openCoder(options: OpenCoderOptions = {}): Promise<Coder> {
  const language = await openLanguage({
    events: true,
    ...(options.model === undefined ? {} : { model: options.model }),
  });
  const runMarked: MarkedRun = async (words, marks) => {
    const outputs = await language.run(words, marks);
    return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output.data]));
  };
  const actors = openActors();
  const coder = makeCoder({
    modelLabels: language.card.labels,
    marked: runMarked,
    parse: (doc) => language.parse(doc.text, { cuts: asideCuts(doc) }),
    resolver: (doc, sentences) => actors.document(doc, sentences),
    version: { version: packageVersion(), model: language.card.version, data: dataVersion(options.codebook) },
    ...(options.codebook === undefined ? {} : { codebookFolder: options.codebook }),
  });
  const minConfidence = options.minConfidence ?? defaultMinConfidence;
  const labels = headLabels(language.card.labels);
  return {
    code: async (doc) => (await coder.read(doc, { minConfidence })).events,
    read: (doc) => coder.read(doc, { minConfidence }),
    pair: async (text, source, target) => {
      const sentence = joinSentences(await language.parse(text));
      const within = (ranges: Ranges): readonly number[] =>
        sentence.tokens.flatMap((token, word) =>
          ranges.some(([start, end]) => token.start < end && start < token.end) ? [word] : [],
        );
      const parts = { labels, codebook: coder.codebook, marked: runMarked };
      return typePair({ sentence, source: within(source), target: within(target) }, parts);
    },
    version: coder.version,
    close: language.close,
  };
}

/** Hash of the data that decides a coding: the same wherever it is installed. */
function dataVersion(codebook = dataPath('codebook')): string {
  const hash = createHash('sha256');
  for (const folder of [
    'ontology',
    'codebook',
    'predicates',
    'actors',
    'roles',
    'events',
    'gazetteer',
    'time',
    'language',
  ]) {
    const root = folder === 'codebook' ? codebook : dataPath(folder);
    for (const file of filesOf(root))
      hash.update(`${folder}/${relative(root, file).replaceAll('\\', '/')}`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [];
  }
}
