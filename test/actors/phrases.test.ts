import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wrongColumns } from '../../eval/actors.js';
import { openActors } from '../../src/actors/open-actors.js';
import { readPhraseTable } from '../../src/actors/phrase-table.js';

const actors = openActors({ dictionaries: [] });
const path = join(import.meta.dirname, '..', 'cases', 'actors', 'phrases.tsv');

describe('phrases', () => {
  it('resolve as the table of cases says, and what is nobody resolves to nothing', () => {
    const { rows } = readPhraseTable(readFileSync(path, 'utf8'));
    expect(rows.length).toBeGreaterThanOrEqual(300);
    const wrong = rows.flatMap((row) => {
      const columns = wrongColumns(row, actors);
      return columns.length === 0 ? [] : [`${row.text}: ${columns.join(', ')}`];
    });
    expect(wrong).toEqual([]);
  });

  it('give the office held on the day, and former holders as elites', () => {
    const on = (date: string) => actors.resolvePhrase('Vladimir Putin', { date });
    expect(on('2009-06-01').office).toBe('Prime Minister of Russia');
    expect(on('2013-06-01').office).toBe('President of Russia');
    expect(actors.resolvePhrase('Angela Merkel', { date: '2022-06-01' }).sectors).toEqual(['ELI']);
  });

  it('do not claim an office after the day up to which the data is complete', () => {
    const later = actors.resolvePhrase('the Malian defence minister', { date: '2031-01-01' });
    expect(later.name).toBeNull();
    const person = actors.resolvePhrase('Sadio Camara', { date: '2031-01-01' });
    expect(person.office).toBeNull();
    expect(person.explanation).toContain('unknown since');
  });

  it('split at a conjunction and under a shared adjective', () => {
    const party = actors.resolvePhrase('Russian, Polish and Belarusian soldiers', { date: '2022-01-01' });
    expect(party.members.map((member) => member.actor)).toEqual([
      'RUS/armed-forces',
      'POL/armed-forces',
      'BLR/armed-forces',
    ]);
    const ministers = actors.resolvePhrase('the governments of Mali and Niger', { date: '2022-01-01' });
    expect(ministers.members.map((member) => member.actor)).toEqual(['MLI/government', 'NER/government']);
  });

  it('take the country of the context where the words give none', () => {
    expect(actors.resolvePhrase('the defence minister', { date: '2022-01-01', context: 'German' }).country).toBe('DEU');
    expect(actors.resolvePhrase('the defence minister', { date: '2022-01-01' }).country).toBeNull();
  });
});
