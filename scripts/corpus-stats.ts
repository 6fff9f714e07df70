import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataPath, packageRoot } from '../src/package-root.js';
import { type Country, corpusCounts } from './corpus/corpus-counts.js';
import { type NearDuplicate, nearDuplicates, type TrigramText } from './corpus/near-duplicates.js';
import { triggerPositions } from './corpus/trigger-positions.js';
import { corpusFiles, readCoded } from './lint-corpus.js';

/** Word-trigram overlap allowed between two items that are no contrast pair, and between an item and a measuring set. */
export const mostAlike = { inside: 0.5, measuring: 0.3 } as const;

const longestList = 40;

/** States and territories with a pattern of their names, demonyms and seats. */
export function countries(): readonly Country[] {
  const lines = readFileSync(dataPath('actors', 'states.tsv'), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [id = '', name = '', aliases = '', demonyms = '', seats = ''] = line.split('\t');
    if (!/^[A-Z]{3}$/.test(id)) return [];
    const names = [name, ...aliases.split(';'), ...demonyms.split(';'), ...seats.split(';')].filter(
      (each) => each !== '',
    );
    const words = names.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    return [{ id, pattern: new RegExp(`(?<![\\p{L}])(?:${words})(?![\\p{L}])`, 'u') }];
  });
}

/** Sentences of the measuring sets beside the checkout, none where they are absent. */
export function measuringTexts(): readonly TrigramText[] {
  const folder = join(packageRoot(), '..', 'shared', 'data', 'events');
  const sentences = join(folder, 'plv-dev.tsv');
  const records = join(folder, 'gsr-dev.json');
  const texts: TrigramText[] = [];
  if (existsSync(sentences)) {
    for (const line of readFileSync(sentences, 'utf8').split('\n').slice(1)) {
      const [id = '', text = ''] = line.split('\t');
      texts.push({ id: `plv ${id}`, text, group: null });
    }
  }
  if (existsSync(records)) {
    const list: readonly { readonly id: string; readonly text: string }[] = JSON.parse(readFileSync(records, 'utf8'));
    for (const { id, text } of list) texts.push({ id, text, group: null });
  }
  return texts;
}

if (process.argv[1] === import.meta.filename) {
  const given = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const model = process.argv.find((word) => word.startsWith('--parse'))?.split('=')[1];
  const items = readCoded(given.length > 0 ? given : corpusFiles()).flatMap((file) => file.items);
  for (const { title, rows } of corpusCounts(items, countries())) {
    console.log(`\n${title}`);
    for (const { name, count, least } of rows) {
      const asked = least === null ? '' : count >= least ? `of ${least}` : `of ${least}  THIN`;
      console.log(`  ${name.padEnd(40)} ${String(count).padStart(6)} ${asked}`);
    }
  }
  if (process.argv.some((word) => word.startsWith('--parse'))) {
    console.log('\nsyntactic place of triggers');
    const places = await triggerPositions(items, model);
    for (const [place, count] of places.slice(0, longestList)) console.log(`  ${place.padEnd(40)} ${count}`);
  }
  const texts = items.map(({ id, text, pair }) => ({ id, text, group: pair }));
  print(`items alike over ${mostAlike.inside} outside pairs`, nearDuplicates(texts, mostAlike.inside));
  const measuring = measuringTexts();
  if (measuring.length === 0) console.log('\nno measuring sets at hand');
  else
    print(
      `items like a measuring set over ${mostAlike.measuring}`,
      nearDuplicates(texts, mostAlike.measuring, measuring),
    );
}

function print(title: string, alike: readonly NearDuplicate[]): void {
  console.log(`\n${title}: ${alike.length}`);
  for (const { first, second, jaccard } of alike.slice(0, longestList)) {
    console.log(`  ${first} ${second} ${jaccard.toFixed(2)}`);
  }
}
