import { foldName } from '../ontology/fold-name.js';

const longestWord = 60;

/** The words of a text as the index keeps them: letters and digits, without case and diacritics. */
export function indexWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu)) {
    const folded = foldName(word);
    if (folded !== '' && folded.length <= longestWord) words.push(folded);
  }
  return words;
}

/** How often each word occurs. */
export function wordCounts(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of indexWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
