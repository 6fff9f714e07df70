import { corpusCounts } from './corpus/corpus-counts.js';
import { countries } from './corpus-stats.js';
import { corpusFiles, readCoded } from './lint-corpus.js';

/** Counts of the corpus that fall under what it must hold. */
export function checkCounts(): readonly string[] {
  const items = readCoded(corpusFiles()).flatMap((file) => file.items);
  return corpusCounts(items, countries()).flatMap(({ title, rows }) =>
    rows
      .filter(({ count, least }) => least !== null && count < least)
      .map(({ name, count, least }) => `training corpus: ${title}: ${name}: ${count} of ${least}`),
  );
}
