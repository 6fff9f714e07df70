import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nameKey } from '../src/actors/fold.js';
import { actorColumns, actorFiles, personColumns } from '../src/actors/load-dictionary.js';
import { isPartialDate } from '../src/actors/period.js';
import { readTable, type Table } from '../src/actors/read-table.js';
import { messageOf } from '../src/errors.js';

const slots = new Set(['UNO', 'EUR', 'IGO', 'NGO', 'MNC', 'ISM', 'IMG']);
const forms = new Set(['office', 'member', 'organ', 'people']);
const effects = new Set(['former', 'add', 'set', 'arm', 'field', 'people', 'deputy']);

/** What is wrong in `data/actors` and `data/roles`, as `file:line: field: cause`. `sectors` are the codes that may stand. */
export function checkActors(data: string, sectors: ReadonlySet<string>): readonly string[] {
  const problems: string[] = [];
  const open = (path: string, columns: readonly string[]): Table => {
    try {
      return readTable(join(data, path), columns);
    } catch (error) {
      problems.push(`${path}: ${messageOf(error)}`);
      return { path, columns: [], completeTo: null, rows: [] };
    }
  };
  const states = open('actors/states.tsv', [
    'id',
    'name',
    'aliases',
    'demonyms',
    'seats',
    'cow',
    'gw',
    'from',
    'to',
    'sovereign',
  ]);
  const countries = new Set([...states.rows.map((row) => row.cell('id')), ...slots]);
  const ids = new Set<string>();
  const checkRow = (path: string, row: Table['rows'][number]) => {
    const report = (field: string, cause: string) => problems.push(`${path}:${row.line}: ${field}: ${cause}`);
    for (const field of ['from', 'to']) {
      const value = row.cell(field);
      if (value !== '' && value !== '?' && !isPartialDate(value)) report(field, `not a date: ${value}`);
    }
    if (
      row.cell('from') !== '' &&
      isPartialDate(row.cell('to')) &&
      row.cell('to') < row.cell('from').slice(0, row.cell('to').length)
    ) {
      report('to', `before from: ${row.cell('from')} to ${row.cell('to')}`);
    }
    for (const code of row.list('country')) if (!countries.has(code)) report('country', `unknown code: ${code}`);
    for (const code of row
      .cell('sectors')
      .split(' ')
      .filter((one) => one !== '')) {
      if (!sectors.has(code)) report('sectors', `unknown code: ${code}`);
    }
    for (const name of [row.cell('name'), ...row.list('aliases')]) {
      if (name !== '' && nameKey(name) === '') report('name', `no words in it: ${name}`);
    }
  };
  for (const row of states.rows) checkRow('actors/states.tsv', row);
  for (const file of actorFiles) {
    const path = `actors/${file}`;
    const table = open(path, actorColumns);
    if (table.completeTo === null) problems.push(`${path}: head: no line "# complete to: DATE"`);
    for (const row of table.rows) {
      checkRow(path, row);
      const id = row.cell('id');
      if (!/^[a-zA-Z]+\/[a-z0-9-]+$/.test(id)) problems.push(`${path}:${row.line}: id: not a readable path: ${id}`);
      if (row.cell('name') === '' && !ids.has(id)) problems.push(`${path}:${row.line}: name: missing`);
      ids.add(id);
    }
  }
  for (const row of open('actors/memberships.tsv', ['body', 'members', 'from', 'to']).rows) {
    checkRow('actors/memberships.tsv', row);
    if (!ids.has(row.cell('body')))
      problems.push(`actors/memberships.tsv:${row.line}: body: unknown id: ${row.cell('body')}`);
    for (const member of row.cell('members').split(' ')) {
      if (!countries.has(member)) problems.push(`actors/memberships.tsv:${row.line}: members: unknown code: ${member}`);
    }
  }
  for (const file of readdirSync(join(data, 'actors', 'people')).sort()) {
    if (!file.endsWith('.tsv')) continue;
    const path = `actors/people/${file}`;
    const table = open(path, personColumns);
    if (table.completeTo === null) problems.push(`${path}: head: no line "# complete to: DATE"`);
    for (const row of table.rows) {
      checkRow(path, row);
      if (row.cell('name') === '') problems.push(`${path}:${row.line}: name: missing`);
      if (row.cell('country') === '') problems.push(`${path}:${row.line}: country: missing`);
      if (row.cell('sectors') === '') problems.push(`${path}:${row.line}: sectors: missing`);
    }
  }
  for (const row of open('roles/roles.tsv', ['words', 'kind', 'sectors', 'slug']).rows) {
    checkRow('roles/roles.tsv', row);
    if (!forms.has(row.cell('kind'))) problems.push(`roles/roles.tsv:${row.line}: kind: unknown: ${row.cell('kind')}`);
  }
  for (const row of open('roles/modifiers.tsv', ['words', 'effect', 'sectors']).rows) {
    checkRow('roles/modifiers.tsv', row);
    if (!effects.has(row.cell('effect')))
      problems.push(`roles/modifiers.tsv:${row.line}: effect: unknown: ${row.cell('effect')}`);
  }
  return problems;
}
