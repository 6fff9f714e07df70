import { dataPath } from '../package-root.js';
import type { Document } from '../records/document.js';
import type { Party } from '../records/party.js';
import type { Sentence } from '../records/sentence.js';
import { countriesIn } from './discourse.js';
import { wordsOf } from './fold.js';
import { type Lexicon, loadLexicon } from './lexicon.js';
import type { DictionaryBuilder } from './load-dictionary.js';
import { addDictionaryFile, dictionaryFiles } from './own-dictionary.js';
import { readPhrase } from './read-phrase.js';
import { partyOf, type Reading } from './reading.js';
import { type DocumentActors, resolveDocument } from './resolve-document.js';

export interface PhraseOptions {
  /** `YYYY-MM-DD`, the day of the text. */
  readonly date?: string | null;
  /** Words around the phrase, or the name of the country that the text is about. */
  readonly context?: string | null;
}

/** Resolves who is meant. Built once; answers are pure functions of their input. */
export interface Actors {
  readonly lexicon: Lexicon;
  /** Who `phrase` means, from its own words, the date and the context. Offsets of the span count in `phrase`. */
  resolvePhrase(phrase: string, options?: PhraseOptions): Party;
  /** Resolves the parties of one document, with reference inside it. */
  document(doc: Document, sentences: readonly Sentence[]): DocumentActors;
}

export interface OpenActorsOptions {
  /** The user's own dictionary files and folders; their rows win over the shipped ones. By default those of `CHANCERY_ACTORS`. */
  readonly dictionaries?: readonly string[];
  /** Folder with `actors/` and `roles/`; the package's data by default. */
  readonly data?: string;
}

/** Loads the dictionary. Throws `bad_data` naming file, line and field of a broken row. */
export function openActors({ dictionaries, data = dataPath() }: OpenActorsOptions = {}): Actors {
  const files = dictionaryFiles(dictionaries);
  const extend = (builder: DictionaryBuilder) =>
    files.map((path) => addDictionaryFile(path, builder)).filter((names) => names !== null);
  const lexicon = loadLexicon(data, files.length === 0 ? {} : { extend });
  return {
    lexicon,
    resolvePhrase: (phrase, options) => resolvePhrase(phrase, options ?? {}, lexicon),
    document: (doc, sentences) => resolveDocument(doc, sentences, lexicon),
  };
}

const longestPhrase = 2_000;

function resolvePhrase(phrase: string, { date = null, context = null }: PhraseOptions, lexicon: Lexicon): Party {
  const words = wordsOf(phrase.slice(0, longestPhrase));
  const countries = countriesIn(context ?? '', lexicon);
  const reading = readPhrase(
    words,
    { date: date?.slice(0, 10) ?? null, countries, fallback: countries[0] ?? null },
    lexicon,
  );
  return partyOf(reading, { start: 0, end: phrase.length, text: phrase });
}

export type { DocumentActors, Reading };
