import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';

const root = packageRoot();
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [tarball] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as readonly { readonly size: number; readonly files: readonly { readonly path: string }[] }[];
const paths = (tarball?.files ?? []).map(({ path }) => path);

describe('the package', () => {
  it('is under 35 MB', () => {
    expect(tarball?.size).toBeLessThan(35_000_000);
  });

  it('holds command, model, dictionaries, licences and samples, and neither tests nor corpus', () => {
    for (const path of [
      'dist/src/cli/main.js',
      'dist/src/index.d.ts',
      'models/en/encoder.onnx',
      'data/actors/states.tsv',
      'data/gazetteer/places.tsv.br',
      'examples/lake-talks.txt',
      'scripts/before-install.mjs',
      'LICENSE',
      'NOTICE',
      'README.md',
    ])
      expect(paths).toContain(path);
    expect(
      paths.filter((path) => /^(test|training|eval(?!\/results\/)|web|dist\/(test|eval|scripts|bench))\b/.test(path)),
    ).toEqual([]);
  });

  it('needs at run time only what it declares as a dependency', () => {
    const declared = new Set(Object.keys(manifest.dependencies));
    const missing = new Set<string>();
    for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(join(root, 'src', file), 'utf8').replace(/^(import|export) type .*$/gm, '');
      for (const [, name = ''] of source.matchAll(/(?:from|import)\s*\(?\s*'([a-z@][\w./@-]*)'/g)) {
        const owner = name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/');
        if (!name.startsWith('node:') && !builtinModules.includes(name) && !declared.has(owner))
          missing.add(`${file}: ${name}`);
      }
    }
    expect([...missing]).toEqual([]);
  });

  it('runs no step at installation but its own, which fetches nothing', () => {
    expect(manifest.scripts.install ?? manifest.scripts.postinstall).toBeUndefined();
    expect(readFileSync(join(root, 'scripts', 'before-install.mjs'), 'utf8')).not.toMatch(
      /https?:|fetch\(|child_process/,
    );
  });
});
