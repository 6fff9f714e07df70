import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

export interface Case {
  readonly name: string;
  readonly wanted: Readonly<Record<string, unknown>>;
  readonly source: string;
}

/** Cases of a file under `test/cases/read/`: `=== name`, lines `field: JSON`, `---`, then the source. */
export function casesOf(file: string): readonly Case[] {
  const text = readFileSync(join(packageRoot(), 'test', 'cases', 'read', file), 'utf8');
  return text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const at = block.indexOf('\n---\n');
      const [name = '', ...lines] = block.slice(0, at).split('\n');
      const wanted = lines.map((line) => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), JSON.parse(line.slice(colon + 2))] as const;
      });
      return { name, wanted: Object.fromEntries(wanted), source: block.slice(at + 5).trim() };
    });
}
