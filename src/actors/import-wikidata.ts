import { fromAlpha2, type ImportedRow, type ImportSink } from './import-rows.js';

type Binding = Readonly<Record<string, { readonly value?: unknown }>>;

const person = ['personLabel', 'person', 'humanLabel'];
const body = ['itemLabel', 'item', 'organisationLabel', 'organizationLabel'];

/**
 * Turns Wikidata SPARQL results (JSON) into rows. Variables that are read: `person`/`personLabel` or `item`/`itemLabel`,
 * `altLabel` or `aliases` (separated by `|`), `iso3` or `iso2` or `countryCode`, `positionLabel`, `start`, `end`.
 * One result may stand on a line each (JSON lines of bindings) or all in one document.
 */
export async function importWikidata(lines: () => AsyncIterable<string>, sink: ImportSink): Promise<void> {
  let text = '';
  let number = 0;
  let single: boolean | null = null;
  for await (const line of lines()) {
    number += 1;
    if (line.trim() === '') continue;
    single ??= !isBinding(line);
    if (single) text += `${line}\n`;
    else {
      const binding = parse(line);
      if (binding === null) sink.bad(number, 'not a result binding');
      else add(binding as Binding, sink, number);
    }
  }
  if (single !== true) return;
  const bindings = (parse(text) as { results?: { bindings?: unknown } } | null)?.results?.bindings;
  if (!Array.isArray(bindings)) {
    sink.bad(1, 'no results.bindings: not a SPARQL result in JSON');
    return;
  }
  for (const [index, binding] of bindings.entries()) add(binding as Binding, sink, index + 1);
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function isBinding(line: string): boolean {
  const value = parse(line);
  return (
    value !== null &&
    !('results' in (value as object)) &&
    Object.values(value as object).some((cell) => typeof cell === 'object' && cell !== null && 'value' in cell)
  );
}

function add(binding: Binding, sink: ImportSink, number: number): void {
  if (typeof binding !== 'object' || binding === null) {
    sink.bad(number, 'not a result binding');
    return;
  }
  const value = (...names: readonly string[]) => {
    for (const name of names) {
      const found = binding[name]?.value;
      if (typeof found === 'string' && found !== '') return found;
    }
    return '';
  };
  const isPerson = person.some((name) => binding[name] !== undefined);
  const name = isPerson ? value(...person) : value(...body);
  const entity = value('person', 'item', 'human').split('/').at(-1) ?? '';
  if (name === '' || /^Q\d+$/.test(name)) {
    sink.bad(number, 'no label');
    return;
  }
  const iso3 = value('iso3', 'countryCode3');
  const row: ImportedRow = {
    id: `${isPerson ? 'person' : 'organisation'}/${entity || name}`,
    name,
    aliases: value('aliases', 'altLabel', 'altLabels').split('|'),
    country: /^[A-Z]{3}$/.test(iso3) ? iso3 : fromAlpha2(value('iso2', 'countryCode', 'iso')),
    office: value('positionLabel', 'officeLabel'),
    sectors: value('sector') || (isPerson ? (value('positionLabel') === '' ? 'CVL' : 'GOV') : ''),
    from: value('start', 'startDate', 'inception').slice(0, 10),
    to: value('end', 'endDate', 'dissolved').slice(0, 10),
  };
  if (isPerson) sink.person(row);
  else sink.actor(row);
}
