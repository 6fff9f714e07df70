import { readTable } from '../actors/read-table.js';
import { foldName } from '../ontology/fold-name.js';
import { dataPath } from '../package-root.js';

interface Named {
  readonly id: string;
  /** Written in capitals: matches only so. */
  readonly cased: string | null;
}

const longestName = 8;
let index: ReadonlyMap<string, readonly Named[]> | null = null;
let names: ReadonlyMap<string, string> | null = null;

function load(): ReadonlyMap<string, readonly Named[]> {
  if (index) return index;
  const found = new Map<string, Named[]>();
  const byId = new Map<string, string>();
  const add = (name: string, id: string): void => {
    const key = foldName(name).replace(/^the /, '');
    if (key === '') return;
    const cased = /^[A-Z.]{2,6}$/.test(name) ? name : null;
    const list = found.get(key) ?? [];
    if (!list.some((each) => each.id === id)) list.push({ id, cased });
    found.set(key, list);
  };
  const columns = ['id', 'name', 'aliases', 'country', 'sectors', 'from', 'to', 'kind'];
  for (const file of ['bodies.tsv', 'groups.tsv', 'organs.tsv', 'parties.tsv', 'organisations.tsv']) {
    for (const row of readTable(dataPath('actors', file), columns).rows) {
      if (!byId.has(row.cell('id'))) byId.set(row.cell('id'), row.cell('name'));
      if (file !== 'bodies.tsv' && file !== 'groups.tsv') continue;
      for (const name of [row.cell('name'), ...row.list('aliases')]) add(name, row.cell('id'));
    }
  }
  const stateColumns = ['id', 'name', 'aliases', 'demonyms', 'seats', 'cow', 'gw', 'from', 'to', 'sovereign'];
  for (const row of readTable(dataPath('actors', 'states.tsv'), stateColumns).rows) {
    byId.set(row.cell('id'), row.cell('name'));
    for (const name of [row.cell('name'), ...row.list('aliases')]) add(name, row.cell('id'));
  }
  for (const row of readTable(dataPath('actors', 'regions.tsv'), [
    'id',
    'name',
    'aliases',
    'demonyms',
    'seats',
    'country',
    'sectors',
  ]).rows)
    byId.set(row.cell('id'), row.cell('name'));
  names = byId;
  index = found;
  return found;
}

/** Ids of states, bodies and groups whose names occur in a text, in order. */
export function namedActors(text: string): readonly string[] {
  const table = load();
  const words = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}.'’-]*/gu)].map(([word]) =>
    word.replace(/[.'’-]+$|['’]s$/gu, ''),
  );
  const found: string[] = [];
  for (let at = 0; at < words.length; ) {
    let step = 1;
    for (let length = Math.min(longestName, words.length - at); length > 0; length -= 1) {
      const raw = words.slice(at, at + length).join(' ');
      if (!/^\p{Lu}/u.test(raw)) break;
      const hits = (table.get(foldName(raw)) ?? []).filter(
        (each) => each.cased === null || each.cased.replaceAll('.', '') === raw.replaceAll('.', ''),
      );
      if (hits.length === 0) continue;
      for (const { id } of hits) if (!found.includes(id)) found.push(id);
      step = length;
      break;
    }
    at += step;
  }
  return found;
}

/** The dictionary's name of an actor, or its id in readable words. */
export function actorName(id: string): string {
  load();
  const name = names?.get(id);
  if (name) return name;
  const last = id.split('/').at(-1) ?? id;
  const readable = last
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');
  const whole = id.includes('/') ? names?.get(id.split('/')[0] ?? '') : undefined;
  return whole ? `${readable} (${whole})` : id.includes('/') ? readable : id;
}

/** Whether an id is in the dictionary of states, bodies, groups and organisations. */
export function isListed(id: string): boolean {
  load();
  return names?.has(id) === true;
}
