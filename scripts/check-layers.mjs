// Holds the direction of imports: a folder of src/ may import only from folders before it.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const order = [
  'records',
  'ontology',
  'read',
  'language',
  'actors',
  'events',
  'evaluate',
  'layouts',
  'ledger',
  'server',
  'cli',
];
const root = resolve(import.meta.dirname, '..', 'src');
const files = readdirSync(root, { recursive: true }).filter((file) => String(file).endsWith('.ts'));
let wrong = 0;
for (const file of files) {
  const layer = order.indexOf(String(file).split('/')[0]);
  if (layer < 0) continue;
  const source = readFileSync(join(root, file), 'utf8');
  for (const match of source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const target = relative(root, resolve(dirname(join(root, file)), match[1])).split('/')[0];
    const to = order.indexOf(target);
    if (to > layer) {
      console.error(`${file}: imports upwards from ${target}`);
      wrong += 1;
    }
  }
}
if (wrong > 0) process.exit(1);
