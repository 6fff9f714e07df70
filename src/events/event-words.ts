import { readFileSync } from 'node:fs';
import { dataPath } from '../package-root.js';

export interface EventWords {
  readonly negators: ReadonlySet<string>;
  readonly conditionals: ReadonlySet<string>;
  readonly hypotheticalModals: ReadonlySet<string>;
  readonly futureModals: ReadonlySet<string>;
  readonly intent: ReadonlySet<string>;
  readonly reporting: ReadonlySet<string>;
  readonly openQuotes: string;
  readonly closeQuotes: string;
}

let shipped: EventWords | null = null;

/** The word lists of `data/events/words.json`. */
export function eventWords(): EventWords {
  if (shipped === null) {
    const raw = JSON.parse(readFileSync(dataPath('events', 'words.json'), 'utf8'));
    shipped = {
      negators: new Set(raw.negators),
      conditionals: new Set(raw.conditionals),
      hypotheticalModals: new Set(raw.hypotheticalModals),
      futureModals: new Set(raw.futureModals),
      intent: new Set(raw.intent),
      reporting: new Set(raw.reporting),
      openQuotes: raw.quotes.open,
      closeQuotes: raw.quotes.close,
    };
  }
  return shipped;
}
