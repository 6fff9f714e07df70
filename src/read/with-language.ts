import { identifyLanguage } from './identify-language.js';
import type { ReadItem } from './read-item.js';

/** From this probability, and on texts of this length, the words are believed more than what the source states. */
const belied = 0.97;
const enoughText = 300;

/** Adds the language where the source states none, and corrects a statement that the words belie. */
export async function withLanguage(
  item: Extract<ReadItem, { kind: 'document' }>,
): Promise<Extract<ReadItem, { kind: 'document' }>> {
  const { doc } = item;
  const { language, probability } = await identifyLanguage(doc.text);
  if (language === null || language === doc.language) return item;
  if (doc.language === null) return { ...item, doc: { ...doc, language } };
  if (probability < belied || doc.text.length < enoughText) return item;
  const notices = [...(doc.notices ?? []), `language stated as ${doc.language}, the words are ${language}`];
  return { ...item, doc: { ...doc, language, notices } };
}
