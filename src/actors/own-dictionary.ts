import { ChanceryError } from '../errors.js';
import { actorColumns, addActorRow, addPersonRow, type DictionaryBuilder, personColumns } from './load-dictionary.js';
import { readTable } from './read-table.js';

/** Adds a user's file, of people (`office` column) or of other actors, to the dictionary; its names win over shipped ones. */
export function addActorFile(path: string, builder: DictionaryBuilder): void {
  const table = readTable(path, [...new Set([...actorColumns, ...personColumns])]);
  const people = table.columns.includes('office');
  for (const row of table.rows) {
    if (row.cell('name') === '') throw new ChanceryError('bad_data', `name missing: ${path}:${row.line}`);
    if (people) addPersonRow(builder, row, table.completeTo, true);
    else {
      if (row.cell('id') === '') throw new ChanceryError('bad_data', `id missing: ${path}:${row.line}`);
      addActorRow(builder, row, true);
    }
  }
}
