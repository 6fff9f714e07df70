import { readFileSync } from 'node:fs';
import { dataPath } from '../../package-root.js';

export interface PredicateWords {
  /** Verbs by which somebody is called something, and the particles after which they mean something else. */
  readonly judging: ReadonlySet<string>;
  readonly particles: ReadonlySet<string>;
  readonly approving: ReadonlySet<string>;
  readonly disapproving: ReadonlySet<string>;
  /** Verbs whose object receives what is sent. */
  readonly helping: ReadonlySet<string>;
}

let shipped: PredicateWords | null = null;

/** The word lists of `data/predicates/words.json`. */
export function predicateWords(): PredicateWords {
  if (shipped === null) {
    const raw = JSON.parse(readFileSync(dataPath('predicates', 'words.json'), 'utf8'));
    shipped = {
      judging: new Set(raw.judging),
      particles: new Set(raw.particles),
      approving: new Set(raw.approving),
      disapproving: new Set(raw.disapproving),
      helping: new Set(raw.helping),
    };
  }
  return shipped;
}
