import { readFileSync } from 'node:fs';
import { ChanceryError } from '../errors.js';
import { dataPath } from '../package-root.js';

export type AbbreviationClass = 'title' | 'number' | 'date' | 'word';

/** The word lists below `data/language/`, as the tokenizer and the segmenter look them up. */
export interface LanguageData {
  readonly abbreviations: ReadonlyMap<string, AbbreviationClass>;
  readonly clitics: readonly string[];
  readonly contractions: ReadonlyMap<string, readonly string[]>;
  readonly hyphenPrefixes: ReadonlySet<string>;
  readonly units: ReadonlySet<string>;
  readonly domains: ReadonlySet<string>;
  /** By first character. */
  readonly fixedForms: ReadonlyMap<string, readonly string[]>;
  /** By first character. */
  readonly emoticons: ReadonlyMap<string, readonly string[]>;
  readonly elisions: ReadonlySet<string>;
  readonly starters: ReadonlySet<string>;
  readonly captionLabels: ReadonlySet<string>;
  /** Irregular lemmas by `form tag`. */
  readonly lemmaExceptions: ReadonlyMap<string, string>;
}

let loaded: LanguageData | null = null;

/** Reads the word lists once. Throws `bad_data` naming file and row. */
export function languageData(): LanguageData {
  loaded ??= {
    abbreviations: new Map(rows('abbreviations.tsv').map(([form, kind], row) => [form, abbreviationClass(kind, row)])),
    clitics: lines('clitics.txt'),
    contractions: new Map(rows('contractions.tsv').map(([form, parts], row) => [form, partsOf(form, parts, row)])),
    hyphenPrefixes: new Set(lines('hyphen-prefixes.txt')),
    units: new Set(lines('units.txt')),
    domains: new Set(lines('domains.txt')),
    fixedForms: byFirstCharacter(lines('fixed-forms.txt')),
    emoticons: byFirstCharacter(lines('emoticons.txt')),
    elisions: new Set(lines('elisions.txt')),
    lemmaExceptions: new Map(
      table('lemma-exceptions.tsv', 3).map(([form, tag, lemma]) => [`${form} ${tag}`, lemma ?? '']),
    ),
    captionLabels: new Set(lines('caption-labels.txt')),
    starters: new Set(lines('sentence-starters.txt')),
  };
  return loaded;
}

/** The class of an abbreviation with its period; one in capitals (`GEN.`) is that of the ordinary writing. */
export function abbreviationOf(form: string): AbbreviationClass | undefined {
  const { abbreviations } = languageData();
  const found = abbreviations.get(form);
  if (found !== undefined || form.length < 4 || form !== form.toUpperCase()) return found;
  const ordinary = abbreviations.get(form.charAt(0) + form.slice(1).toLowerCase());
  return ordinary === 'title' ? ordinary : undefined;
}

function lines(file: string): readonly string[] {
  const found = readFileSync(dataPath('language', file), 'utf8').replace(/\n$/, '').split('\n');
  const seen = new Set<string>();
  for (const [row, line] of found.entries()) {
    if (line.trim() === '') throw new ChanceryError('bad_data', `data/language/${file}:${row + 1}: empty row`);
    if (seen.has(line)) throw new ChanceryError('bad_data', `data/language/${file}:${row + 1}: doubled row: ${line}`);
    seen.add(line);
  }
  return found;
}

function rows(file: string): readonly (readonly [string, string])[] {
  return table(file, 2).map(([form = '', value = '']) => [form, value]);
}

function table(file: string, columns: number): readonly (readonly string[])[] {
  return lines(file)
    .slice(1)
    .map((line, row) => {
      const fields = line.split('\t');
      if (fields.length !== columns || fields.some((field) => field === '')) {
        throw new ChanceryError('bad_data', `data/language/${file}:${row + 2}: ${columns} columns expected: ${line}`);
      }
      return fields;
    });
}

function byFirstCharacter(forms: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const form of forms) groups.set(form.charAt(0), [...(groups.get(form.charAt(0)) ?? []), form]);
  for (const group of groups.values()) group.sort((a, b) => b.length - a.length);
  return groups;
}

function abbreviationClass(value: string, row: number): AbbreviationClass {
  if (value === 'title' || value === 'number' || value === 'date' || value === 'word') return value;
  throw new ChanceryError('bad_data', `data/language/abbreviations.tsv:${row + 2}: unknown class: ${value}`);
}

function partsOf(form: string, value: string, row: number): readonly string[] {
  const parts = value.split(' ');
  if (parts.join('') !== form) {
    throw new ChanceryError(
      'bad_data',
      `data/language/contractions.tsv:${row + 2}: parts do not make up the form: ${form}`,
    );
  }
  return parts;
}
