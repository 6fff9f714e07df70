import { messageOf } from '../src/errors.js';
import { languageData } from '../src/language/language-data.js';
import { tokenize } from '../src/language/tokenize.js';

/** Faults of the word lists below `data/language/`: rows that cannot be read, and rows that can never take effect. */
export function checkLanguageData(): readonly string[] {
  try {
    return unusedRows();
  } catch (error) {
    return [messageOf(error)];
  }
}

function unusedRows(): readonly string[] {
  const data = languageData();
  const problems: string[] = [];
  const row = (file: string, form: string, cause: string): void =>
    void problems.push(`data/language/${file}: ${form}: ${cause}`);
  for (const form of data.abbreviations.keys())
    if (!form.endsWith('.')) row('abbreviations.tsv', form, 'ends in no period');
  for (const form of data.contractions.keys())
    if (form !== form.toLowerCase()) row('contractions.tsv', form, 'is not lower-case, so never found');
  for (const [form, parts] of data.contractions) {
    const words = tokenize(form).map((word) => word.text);
    if (words.join(' ') !== parts.join(' ')) row('contractions.tsv', form, `is divided as ${words.join(' ')}`);
  }
  for (const prefix of data.hyphenPrefixes)
    if (tokenize(`${prefix}-aligned`).length !== 1) row('hyphen-prefixes.txt', prefix, 'has no effect');
  for (const unit of data.units) if (tokenize(`25${unit}`).length !== 2) row('units.txt', unit, 'has no effect');
  for (const domain of data.domains)
    if (tokenize(`example.${domain}`).length !== 1) row('domains.txt', domain, 'has no effect');
  for (const form of [...data.fixedForms.values()].flat())
    if (tokenize(`a ${form} b`).length !== 3) row('fixed-forms.txt', form, 'has no effect');
  for (const form of [...data.emoticons.values()].flat())
    if (tokenize(`a ${form} b`).length !== 3) row('emoticons.txt', form, 'has no effect');
  for (const form of data.elisions)
    if (tokenize(`a '${form} b`).length !== 3) row('elisions.txt', form, 'has no effect');
  for (const form of data.starters)
    if (!/^\p{Lu}/u.test(form)) row('sentence-starters.txt', form, 'begins with no capital');
  return problems;
}
