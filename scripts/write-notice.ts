import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

/** `NOTICE`: the licences of the package, its dependencies, its data and its model, from the lock file and the data's own READMEs. */
export function notice(root = packageRoot()): string {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  const installed = packages.filter(([, entry]) => !entry.dev);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const developed = packages.filter(([path, entry]) => entry.dev && nameOf(path) in manifest.devDependencies);
  return [
    'Chancery',
    'Licensed under the Apache License, Version 2.0 (LICENSE). Dictionaries and model carry their own licences, below.',
    '',
    'This file is written by `npm run write:notice`; a test compares it.',
    '',
    '# The model (models/en)',
    '',
    ...modelLines(root),
    '',
    '# The data (data/)',
    '',
    ...dataLines(root),
    '',
    '# Packages that are installed with Chancery',
    '',
    ...byLicence(installed),
    '',
    '# Packages for building, testing and the bundle of the explorer',
    '',
    'Direct ones; what of them enters the bundle (dist/web) is distributed with Chancery.',
    '',
    ...byLicence(developed),
    '',
  ].join('\n');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function byLicence(packages: readonly (readonly [string, LockedPackage])[]): readonly string[] {
  const groups = new Map<string, Set<string>>();
  for (const [path, { license = 'no licence stated', version = '' }] of packages) {
    const names = groups.get(license) ?? new Set();
    groups.set(license, names.add(`${nameOf(path)} ${version}`));
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([licence, names]) => [`${licence}:`, ...[...names].sort().map((name) => `  ${name}`)]);
}

function dataLines(root: string): readonly string[] {
  const folders = readdirSync(join(root, 'data'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .sort()
    .map((name) => `data/${name}: ${licenceOf(join(root, 'data', name))}`);
}

/** The sentences of a folder's README that name a licence. */
function licenceOf(folder: string): string {
  let text: string;
  try {
    text = readFileSync(join(folder, 'README.md'), 'utf8');
  } catch {
    return 'Apache-2.0, written for this project';
  }
  const sentences = text
    .replace(/\n(?!\n)/g, ' ')
    .replace(/\n/g, '. ')
    .split(/(?<=\.)\s+/);
  const found = sentences.filter((sentence) => /licen[cs]e|CC BY|CC0|public domain|Apache-2\.0/i.test(sentence));
  const lines = found.map((sentence) => sentence.replace(/^[-#| ]+/, '').trim()).filter((line) => !line.includes('|'));
  return lines.length > 0
    ? [...new Set(lines)].join(' ').replace(/\.\.+/g, '.')
    : 'Apache-2.0, written for this project';
}

function modelLines(root: string): readonly string[] {
  const card = JSON.parse(readFileSync(join(root, 'models', 'en', 'model.json'), 'utf8')) as {
    readonly licence: string;
    readonly data: readonly { readonly name: string; readonly use: string; readonly licence: string }[];
  };
  return [
    `Weights: ${card.licence}. Made from:`,
    ...card.data.map(({ name, use, licence }) => `  ${name} (${use}): ${licence}`),
  ];
}

if (process.argv[1]?.endsWith('write-notice.js')) writeFileSync(join(packageRoot(), 'NOTICE'), notice());
