import { readFileSync } from 'node:fs';
import { ChanceryError } from '../errors.js';

export interface TypeVocabulary {
  readonly modes: ReadonlySet<string>;
  readonly needsTarget: boolean;
}

/** The names that a coding may use. */
export interface Vocabulary {
  readonly types: ReadonlyMap<string, TypeVocabulary>;
  readonly contexts: ReadonlySet<string>;
}

interface OntologyFile {
  readonly types: readonly {
    readonly code: string;
    readonly requiresRecipient: boolean;
    readonly modes: readonly { readonly code: string }[];
  }[];
  readonly contexts: readonly { readonly code: string }[];
}

/** Reads types, modes and contexts from `data/ontology/plover.json`. Throws `bad_data` when the file is missing or has another shape. */
export function readVocabulary(file: string): Vocabulary {
  try {
    const ontology = JSON.parse(readFileSync(file, 'utf8')) as OntologyFile;
    return {
      types: new Map(
        ontology.types.map(({ code, modes, requiresRecipient }) => [
          code,
          { modes: new Set(modes.map((mode) => mode.code)), needsTarget: requiresRecipient },
        ]),
      ),
      contexts: new Set(ontology.contexts.map(({ code }) => code)),
    };
  } catch (cause) {
    throw new ChanceryError('bad_data', `ontology cannot be read: ${file}`, { cause });
  }
}
