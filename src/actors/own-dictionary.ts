import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ChanceryError } from '../errors.js';
import type { Role } from './actor.js';
import { nameKey } from './fold.js';
import { columnsOf, type LargeNames, openLargeNames } from './large-names.js';
import { actorColumns, addActorRow, addPersonRow, type DictionaryBuilder, personColumns } from './load-dictionary.js';
import { readTable } from './read-table.js';

/** Files over this many bytes are read row by row when a name is asked for. */
const large = 4_000_000;
const roleColumns = ['words', 'kind', 'sectors', 'slug'];

/** Dictionary files that a list of files and folders names; `CHANCERY_ACTORS` when none is given. */
export function dictionaryFiles(given: readonly string[] | undefined): readonly string[] {
  const paths = given ?? (process.env.CHANCERY_ACTORS ?? '').split(delimiter).filter((path) => path !== '');
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new ChanceryError('usage', `dictionary not found: ${path}`);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((file) => file.endsWith('.tsv'))
      .sort()
      .map((file) => join(path, file));
  });
}

/** Adds a user's file of people (`office` column), other actors or roles (`words` column); its names win over shipped ones. */
export function addDictionaryFile(path: string, builder: DictionaryBuilder): LargeNames | null {
  const columns = columnsOf(path);
  const words = columns.includes('words');
  if (!columns.includes('name') && !words) throw new ChanceryError('bad_data', `no column name or words: ${path}`);
  if (!words && statSync(path).size > large) return openLargeNames(path);
  const table = readTable(path, words ? roleColumns : [...new Set([...actorColumns, ...personColumns])]);
  for (const row of table.rows) {
    if (words) addRoleRow(builder, row.list('words'), row.cell('kind'), row.cell('sectors'));
    else if (row.cell('name') === '') throw new ChanceryError('bad_data', `name missing: ${path}:${row.line}`);
    else if (columns.includes('office')) addPersonRow(builder, row, table.completeTo, true);
    else if (row.cell('id') === '') throw new ChanceryError('bad_data', `id missing: ${path}:${row.line}`);
    else addActorRow(builder, row, true);
  }
  return null;
}

function addRoleRow(builder: DictionaryBuilder, list: readonly string[], form: string, sectors: string): void {
  for (const words of list) {
    const role: Role = {
      kind: 'role',
      form: ['office', 'member', 'organ'].includes(form) ? (form as Role['form']) : 'people',
      sectors: sectors.split(' ').filter((code) => code !== ''),
      slug: null,
      words,
      plural: false,
    };
    builder.index.add(nameKey(words), { meaning: role, form: 'name', label: words, cased: false, own: true });
  }
}
