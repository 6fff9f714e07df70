import type { Document } from '../records/document.js';

/** Texts under this length are coded whatever their language is thought to be. */
const enoughText = 300;

/** Whether a text is in a language that the coder cannot read yet. */
export function isOtherLanguage({ language, text }: Document): boolean {
  return language !== null && !/^en\b/i.test(language) && text.length >= enoughText;
}
