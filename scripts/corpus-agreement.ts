import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codingAgreement, type FieldAgreement, type SpanAgreement } from '../src/evaluate/coding-agreement.js';
import { corpusFiles, corpusFolder, readCoded } from './lint-corpus.js';

/** The second codings of items of the corpus, or of another set (`--second=FOLDER`, or files joined by commas). */
export function secondFiles(folder = join(corpusFolder, 'second')): readonly string[] {
  if (folder.endsWith('.cev')) return folder.split(',');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cev'))
    .toSorted()
    .map((name) => join(folder, name));
}

const number = (value: number) => value.toFixed(3);
const ofField = ({ n, share, kappa }: FieldAgreement) => `kappa ${number(kappa)}   same ${number(share)} of ${n}`;
const ofSpans = ({ first, second, both, f1 }: SpanAgreement) => `F1 ${number(f1)}   ${both} of ${first} and ${second}`;

if (process.argv[1] === import.meta.filename) {
  const given = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const folder = process.argv.find((word) => word.startsWith('--second='))?.slice('--second='.length);
  const items = (files: readonly string[]) => readCoded(files).flatMap((file) => file.items);
  const found = codingAgreement(items(given.length > 0 ? given : corpusFiles()), items(secondFiles(folder)));
  const rows: readonly (readonly [string, string])[] = [
    ['items coded twice', `${found.items}`],
    ['any event', ofField(found.anyEvent)],
    ['triggers that overlap', ofSpans(found.triggers)],
    ['type, of those', ofField(found.type)],
    ['type, lone events as none', ofField(found.typeWithNone)],
    ['status', ofField(found.status)],
    ['claim', ofField(found.claim)],
    ['modes, same type', ofSpans(found.modes)],
    ['sources that overlap', ofSpans(found.sources)],
    ['targets that overlap', ofSpans(found.targets)],
    ['parties, exact', ofSpans(found.exactParties)],
    ['type and both parties', ofSpans(found.whole)],
    ['place words that overlap', ofSpans(found.places)],
    ['country, where both give it', ofField(found.country)],
    ['time words that overlap', ofSpans(found.times)],
    ['days, where both give them', ofField(found.days)],
    ['objects that overlap', ofSpans(found.objects)],
    ['contexts', ofSpans(found.contexts)],
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(28)} ${value}`);
  if (process.argv.includes('--differences')) for (const difference of found.differences) console.log(difference);
}
