import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold, nameKey } from '../src/actors/fold.js';
import { type Actors, openActors } from '../src/actors/open-actors.js';
import { readPhraseTable } from '../src/actors/phrase-table.js';
import { packageRoot } from '../src/package-root.js';
import type { Party } from '../src/records/party.js';
import { readConllu } from './conllu.js';
import { scoreCoreference } from './coreference.js';
import type { Evaluation, EvaluationOptions, Measured } from './evaluation.js';
import { scoreReferences } from './references.js';

const files = {
  dev: 'actors/actors-dev.tsv',
  gum: 'treebanks/gum/dev.conllu',
  re3d: 'entities/re3d-dev.json',
} as const;
const re3dConfidence = 0.8;
const cases = 'test/cases/actors/phrases.tsv';
const references = 'test/cases/actors/references.tsv';
const empty = '∅';
/** Codes of older schemes in the measuring set, as PLOVER 2.0 names them. */
const olderCodes: Readonly<Record<string, string>> = { HLH: 'MED' };

export const actorsEvaluation: Evaluation = { name: 'actors', run };

async function run({ data }: EvaluationOptions): Promise<Measured> {
  const actors = openActors();
  const scores: Record<string, number> = {};
  const corpora: Record<string, string> = {};
  const skipped: string[] = [];
  const sets: readonly [string, string][] = [
    ['actors-dev', join(data, files.dev)],
    ['cases', join(packageRoot(), cases)],
  ];
  for (const [name, path] of sets) {
    if (!existsSync(path)) {
      skipped.push(name);
      continue;
    }
    const text = readFileSync(path, 'utf8');
    corpora[name] = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const rows = readPhraseTable(text).rows;
    const wrong = rows.map((row) => wrongColumns(row, actors));
    scores[`${name}.rows`] = wrong.filter((columns) => columns.length === 0).length / rows.length;
    for (const column of ['country', 'sector', 'sector2', 'name', 'office', 'not_an_actor']) {
      const asked = rows.filter((row) => (row[column] ?? '') !== '').length;
      const missed = wrong.filter((columns) => columns.includes(column)).length;
      if (asked > 0) scores[`${name}.${column}`] = 1 - missed / asked;
    }
    if (process.env.CHANCERY_EVAL_ERRORS) showErrors(rows, wrong, actors);
  }
  const { scores: ofReferences, wrong } = scoreReferences(join(packageRoot(), references), actors);
  Object.assign(scores, ofReferences);
  if (process.env.CHANCERY_EVAL_ERRORS) {
    for (const one of wrong)
      process.stdout.write(
        `    ${one.kind}: "${one.phrase}" in "${one.text}": wanted ${one.want}; found ${one.found}\n`,
      );
  }
  if (existsSync(join(data, files.gum)))
    Object.assign(scores, scoreCoreference(readConllu(join(data, files.gum)), actors));
  else skipped.push(files.gum);
  if (existsSync(join(data, files.re3d))) Object.assign(scores, scoreRe3d(join(data, files.re3d), actors));
  else skipped.push(files.re3d);
  return { scores, corpora, of: { dictionary: `${actors.lexicon.index.size} names` }, skipped };
}

interface Re3dDocument {
  readonly text: string;
  readonly entities: readonly {
    readonly begin: number;
    readonly end: number;
    readonly type: string;
    readonly confidence: number;
  }[];
}

/** Share of re3d's entities, by kind, for which resolution says anything: who it is, its country or its sector. */
function scoreRe3d(path: string, actors: Actors): Readonly<Record<string, number>> {
  const counts = new Map<string, { all: number; found: number }>();
  for (const { text, entities } of JSON.parse(readFileSync(path, 'utf8')) as readonly Re3dDocument[]) {
    const doc = {
      id: 're3d',
      revision: 're3d',
      uri: null,
      publisher: null,
      title: null,
      published: '2016-06-01',
      publishedFrom: null,
      language: 'en',
      text,
      retrieved: null,
      kind: 'text',
    } as const;
    const resolved = actors.document(doc, []);
    for (const { begin, end, type, confidence } of entities) {
      if (confidence < re3dConfidence || !['Person', 'Organisation', 'Nationality', 'Location'].includes(type))
        continue;
      const party = resolved.party({ start: begin, end, text: text.slice(begin, end) });
      const said = party.actor ?? party.name ?? party.country ?? party.sectors.find((sector) => sector !== 'UNK');
      const count = counts.get(type) ?? { all: 0, found: 0 };
      counts.set(type, {
        all: count.all + 1,
        found: count.found + (said === undefined && party.members.length === 0 ? 0 : 1),
      });
    }
  }
  return Object.fromEntries([...counts].map(([type, { all, found }]) => [`re3d.${type}.resolved`, found / all]));
}

type Row = Readonly<Record<string, string>>;

function resolve(row: Row, actors: Actors): Party {
  return actors.resolvePhrase(row.text ?? '', { date: row.date || null, context: row.context || null });
}

/** Columns of a row that the resolution gets wrong, by the rule that the data's README gives. */
export function wrongColumns(row: Row, actors: Actors): readonly string[] {
  const party = resolve(row, actors);
  const wrong: string[] = [];
  const check = (column: string, found: string | null, equal: (expected: string, found: string) => boolean) => {
    const expected = row[column] ?? '';
    if (expected === '') return;
    const right = expected === empty ? !found : found !== null && equal(expected, found);
    if (!right) wrong.push(column);
  };
  const code = (expected: string, found: string) => (olderCodes[expected] ?? expected) === found;
  check('country', party.country, code);
  check('sector', party.sectors[0] ?? null, code);
  check('sector2', party.sectors[1] ?? null, code);
  check('name', party.name, (expected, found) => sameName(expected, found, party, actors));
  check('office', party.office, (expected, found) => bare(expected) === bare(found));
  if (row.not_an_actor === 'yes' && (party.country !== null || party.sectors.length > 0 || party.name !== null)) {
    wrong.push('not_an_actor');
  }
  return wrong;
}

/** Folded, without brackets and ordinal numbers; "of the Union" and "of Union" alike. */
function bare(text: string): string {
  return fold(text)
    .replace(/\(.*?\)/g, '')
    .replace(/\b\d+(?:st|nd|rd|th)\b/g, '')
    .replace(/\bthe\b/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function sameName(expected: string, found: string, party: Party, actors: Actors): boolean {
  if (bare(expected) === bare(found)) return true;
  const key = nameKey(expected.replace(/\(.*?\)/g, ''));
  return actors.lexicon.index.get(key).some(({ meaning }) => 'id' in meaning && meaning.id === party.actor);
}

function showErrors(rows: readonly Row[], wrong: readonly (readonly string[])[], actors: Actors): void {
  for (const [index, row] of rows.entries()) {
    const columns = wrong[index] ?? [];
    if (columns.length === 0) continue;
    const party = resolve(row, actors);
    const expected = columns.map((column) => `${column}=${row[column]}`).join(' ');
    const found = [party.country, party.sectors.join('+'), party.name, party.office]
      .map((value) => value || '-')
      .join(' | ');
    process.stdout.write(
      `    ${row.text} [${row.context ?? ''}] ${row.date}: wanted ${expected}; found ${found} (${party.explanation})\n`,
    );
  }
}
