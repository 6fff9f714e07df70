import { readdirSync } from 'node:fs';
import { slugOf } from '../actors/actor.js';
import { fold } from '../actors/fold.js';
import { personColumns } from '../actors/load-dictionary.js';
import { readTable } from '../actors/read-table.js';
import { dataPath } from '../package-root.js';
import { addDays, bareDay } from './days.js';
import type { TimedSignal } from './fold-relations.js';

let loaded: readonly TimedSignal[] | null = null;

/** Memberships and offices of the actor dictionary as signals, each with its data row. */
export function backgroundSignals(): readonly TimedSignal[] {
  loaded ??= [...memberships(), ...offices()];
  return loaded;
}

function memberships(): readonly TimedSignal[] {
  const file = 'actors/memberships.tsv';
  return readTable(dataPath('actors', 'memberships.tsv'), ['body', 'members', 'from', 'to']).rows.flatMap((row) =>
    row
      .cell('members')
      .split(' ')
      .filter(Boolean)
      .flatMap((member) =>
        lifetime({
          kind: 'membership',
          parties: [
            { role: 'member', actor: member },
            { role: 'body', actor: row.cell('body') },
          ],
          name: null,
          from: row.cell('from'),
          to: row.cell('to'),
          background: `data/${file}:${row.line}`,
        }),
      ),
  );
}

function offices(): readonly TimedSignal[] {
  return readdirSync(dataPath('actors', 'people'))
    .filter((name) => name.endsWith('.tsv'))
    .sort()
    .flatMap((name) =>
      readTable(dataPath('actors', 'people', name), personColumns).rows.flatMap((row) => {
        const title = row.cell('office').replace(/ ?~$/, '');
        if (title === '' || row.cell('from') === '') return [];
        const id = row.cell('id') || `person/${slugOf(fold(row.cell('name')))}`;
        return lifetime({
          kind: 'office',
          parties: [
            { role: 'holder', actor: id },
            { role: 'of', actor: row.cell('country') },
          ],
          name: title,
          from: row.cell('from'),
          to: row.cell('to'),
          background: `data/actors/people/${name}:${row.line}`,
        });
      }),
    );
}

interface Lifetime extends Pick<TimedSignal, 'kind' | 'parties' | 'name' | 'background'> {
  readonly from: string;
  readonly to: string;
}

/** The beginning and the end of a row; `to` is the last day, so that the end is the day after. */
function lifetime({ from, to, ...shared }: Lifetime): readonly TimedSignal[] {
  const base = { ...shared, detail: null, evidence: null, claimedBy: null, known: null };
  const begin: TimedSignal = {
    ...base,
    does: 'open',
    first: firstDay(from),
    last: firstDay(from),
    written: from || null,
  };
  if (to === '' || to === '?') return [begin];
  const last = lastDay(to);
  const end = bareDay(to) ? addDays(to, 1) : to;
  return [
    begin,
    { ...base, does: 'close', first: last && addDays(last, 1), last: last && addDays(last, 1), written: end },
  ];
}

function firstDay(date: string): string | null {
  if (date === '') return null;
  return date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date;
}

function lastDay(date: string): string {
  if (date.length === 4) return `${date}-12-31`;
  if (date.length === 7)
    return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).toISOString().slice(0, 10);
  return date;
}
