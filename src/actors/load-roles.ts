import { join } from 'node:path';
import type { Entry, Meaning, Modifier, Role } from './actor.js';
import { nameKey } from './fold.js';
import type { NameIndex } from './name-index.js';
import { readTable } from './read-table.js';

/** Function words by kind: determiners, prepositions, pronouns… */
export type WordClasses = ReadonlyMap<string, ReadonlySet<string>>;

const codes = (text: string) => text.split(' ').filter((code) => code !== '');

/** Adds role nouns, portfolios, titles and modifiers of `folder` to the index. */
export function loadRoles(folder: string, index: NameIndex<Entry>): void {
  const add = (words: string, meaning: Meaning) =>
    index.add(nameKey(words), { meaning, form: 'name', label: words, cased: false, own: false });
  for (const row of readTable(join(folder, 'roles.tsv'), ['words', 'kind', 'sectors', 'slug']).rows) {
    const form = row.cell('kind') as Role['form'];
    const sectors = codes(row.cell('sectors'));
    const slug = row.cell('slug') || null;
    for (const words of row.list('words')) {
      add(words, { kind: 'role', form, sectors, slug, words, plural: false });
      const plural = pluralOf(words);
      if (plural !== null) add(plural, { kind: 'role', form, sectors, slug, words, plural: true });
    }
  }
  loadPortfolios(folder, index);
  for (const row of readTable(join(folder, 'titles.tsv'), ['words', 'sectors']).rows) {
    const sectors = codes(row.cell('sectors'));
    for (const words of row.list('words')) add(words, { kind: 'title', sectors });
  }
  for (const row of readTable(join(folder, 'modifiers.tsv'), ['words', 'effect', 'sectors']).rows) {
    const modifier: Modifier = {
      kind: 'modifier',
      effect: row.cell('effect') as Modifier['effect'],
      sector: row.cell('sectors') || null,
    };
    for (const words of row.list('words')) add(words, modifier);
  }
}

/** The function words of `words.tsv` in `folder`. */
export function loadClasses(folder: string): WordClasses {
  const classes = new Map<string, ReadonlySet<string>>();
  for (const row of readTable(join(folder, 'words.tsv'), ['kind', 'words']).rows) {
    classes.set(row.cell('kind'), new Set(codes(row.cell('words'))));
  }
  return classes;
}

/** Each template with each portfolio; words of one portfolio share a meaning, plurals are made once on the template. */
function loadPortfolios(folder: string, index: NameIndex<Entry>): void {
  const templates = readTable(join(folder, 'templates.tsv'), ['pattern', 'kind', 'slug']).rows.flatMap((row) => {
    const pattern = row.cell('pattern');
    const form = row.cell('kind') as Role['form'];
    const slug = row.cell('slug');
    const one = { pattern, form, slug, plural: false };
    const several = pluralOf(pattern);
    return several === null ? [one] : [one, { ...one, pattern: several, plural: true }];
  });
  for (const row of readTable(join(folder, 'portfolios.tsv'), ['words', 'slug', 'sector']).rows) {
    const sectors = ['GOV', ...codes(row.cell('sector'))];
    const field = row.cell('slug');
    const portfolios = row.list('words');
    const keys = portfolios.map(nameKey);
    for (const { pattern, form, slug, plural } of templates) {
      const words = pattern.replace('{p}', portfolios[0] ?? '');
      const meaning: Role = { kind: 'role', form, sectors, slug: `${slug}/${field}`, words, plural };
      const entry: Entry = { meaning, form: 'name', label: words, cased: false, own: false };
      const [before = '', after = ''] = pattern.split('{p}');
      for (const key of keys) index.add(before + key + after, entry);
    }
  }
}

const headEnds = / (?:of|for|to|in|on|at|without) /;

/** The plural of a role's words, made on the word before the first preposition; null where it has none of its own. */
export function pluralOf(words: string): string | null {
  const preposition = headEnds.exec(words);
  const head = preposition === null ? words : words.slice(0, preposition.index);
  const rest = preposition === null ? '' : words.slice(preposition.index);
  return head.length < 2 ? null : pluralOfHead(head) + rest;
}

function pluralOfHead(head: string): string {
  if (/[^aeiou]y$/.test(head)) return `${head.slice(0, -1)}ies`;
  if (/woman$|man$/.test(head) && !/(?:human|german|roman)$/.test(head)) return `${head.slice(0, -2)}en`;
  if (/(?:s|x|ch|sh|z)$/.test(head)) return `${head}es`;
  if (/wife$/.test(head)) return `${head.slice(0, -2)}ves`;
  if (/secretary-general$|attorney-general$|governor-general$/.test(head))
    return head.replace(/(y|r)-general$/, (_, end) => `${end === 'y' ? 'ie' : 'r'}s-general`);
  return `${head}s`;
}
