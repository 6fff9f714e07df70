import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChanceryError } from './errors.js';

let found: string | null = null;

/** Absolute path of the installed package's folder. */
export function packageRoot(): string {
  if (found !== null) return found;
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'chancery') {
      found = folder;
      return folder;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new ChanceryError('environment', 'package folder not found');
    folder = parent;
  }
}

/** Absolute path below the package's `data/` folder. */
export function dataPath(...parts: string[]): string {
  return join(packageRoot(), 'data', ...parts);
}

/** Absolute path below the package's `models/` folder. */
export function modelPath(...parts: string[]): string {
  return join(packageRoot(), 'models', ...parts);
}

/** Version of the package. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
}
