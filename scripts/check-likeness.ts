import { codebookSentences } from './check-codebook.js';
import { nearDuplicates } from './corpus/near-duplicates.js';
import { measuringTexts, mostAlike } from './corpus-stats.js';
import { corpusFiles, readCoded } from './lint-corpus.js';

/** Items of the corpus too like each other, and items or codebook examples too like a sentence of a measuring set. */
export function checkLikeness(): readonly string[] {
  const items = readCoded(corpusFiles()).flatMap((file) => file.items);
  const texts = items.map(({ id, text, pair }) => ({ id, text, group: pair }));
  const examples = codebookSentences().map(({ id, text }) => ({ id: `codebook ${id}`, text, group: null }));
  const measuring = measuringTexts();
  if (measuring.length === 0) console.log('no measuring sets at hand: likeness to them is not checked');
  const alike = [
    ...nearDuplicates(texts, mostAlike.inside),
    ...nearDuplicates([...texts, ...examples], mostAlike.measuring, measuring),
  ];
  return alike.map(
    ({ first, second, jaccard }) => `${first} is like ${second}: ${jaccard.toFixed(2)} of word trigrams`,
  );
}
