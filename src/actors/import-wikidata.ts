import { fromAlpha2, type ImportedRow, type ImportSink } from './import-rows.js';

type Binding = Readonly<Record<string, { readonly value?: unknown }>>;

const person = ['personLabel', 'person', 'humanLabel'];
const body = ['itemLabel', 'item', 'organisationLabel', 'organizationLabel'];

/** A result of more characters than this is named and left out. */
const longestResult = 1_000_000;

/**
 * Turns Wikidata SPARQL results (JSON) into rows. Variables that are read: `person`/`personLabel` or `item`/`itemLabel`,
 * `altLabel` or `aliases` (separated by `|`), `iso3` or `iso2` or `countryCode`, `positionLabel`, `start`, `end`.
 * One result may stand on a line each (JSON lines of bindings) or all in one document, which is read result by result:
 * `chunks` are pieces of the text, cut anywhere.
 */
export async function importWikidata(chunks: () => AsyncIterable<string>, sink: ImportSink): Promise<void> {
  let seen = 0;
  let line = 1;
  const scanner = scanResults({
    result(text, at) {
      seen += 1;
      const binding = text === null ? null : parse(text);
      if (binding === null) sink.bad(at, text === null ? 'result too long' : 'not a result binding');
      else add(binding as Binding, sink, at);
    },
  });
  for await (const chunk of chunks()) {
    for (let at = 0; at < chunk.length; at += 1) {
      const sign = chunk[at] ?? '';
      scanner.take(sign, line);
      if (sign === '\n') line += 1;
    }
  }
  if (scanner.isOpen()) sink.bad(line, 'the file ends inside a result');
  else if (seen === 0) sink.bad(1, 'no results.bindings: not a SPARQL result in JSON');
}

interface Results {
  /** A whole result with the line on which it begins; null where it was too long to keep. */
  readonly result: (text: string | null, line: number) => void;
}

/** Finds the results in a SPARQL document (objects of `results.bindings`) or in lines of results, sign by sign. */
function scanResults({ result }: Results) {
  /** Brackets that are open. */
  let open = '';
  let inText = false;
  let escaped = false;
  let word = '';
  let isDocument = false;
  let kept: string[] | null = null;
  let size = 0;
  let from = 0;
  const begins = () => open === '' || (isDocument && open === '{{[');
  const ends = () => (isDocument ? open === '{{[' : open === '');
  const keep = (sign: string) => {
    if (kept === null) return;
    size += 1;
    if (size <= longestResult) kept.push(sign);
  };
  const takeInText = (sign: string) => {
    keep(sign);
    if (escaped) escaped = false;
    else if (sign === '\\') escaped = true;
    else if (sign === '"') {
      inText = false;
      if (open === '{' && !isDocument && (word === 'head' || word === 'results')) {
        isDocument = true;
        kept = null;
      }
    } else if (word.length < 16) word += sign;
  };
  return {
    isOpen: () => open !== '',
    take(sign: string, line: number) {
      if (inText) {
        takeInText(sign);
        return;
      }
      if (sign === '{' && begins()) {
        kept = [];
        size = 0;
        from = line;
      }
      if (open !== '' || kept !== null) keep(sign);
      if (sign === '"') {
        inText = true;
        word = '';
      } else if (sign === '{' || sign === '[') open += sign;
      else if (sign === '}' || sign === ']') {
        open = open.slice(0, -1);
        if (kept !== null && sign === '}' && ends()) {
          result(size > longestResult ? null : kept.join(''), from);
          kept = null;
        }
      }
    },
  };
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
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
