import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandPage, commandTree } from '../../scripts/write-commands.js';
import { notice } from '../../scripts/write-notice.js';
import { modelPath, packageRoot } from '../../src/package-root.js';

const root = packageRoot();
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...markdownUnder('docs'), ...markdownUnder('spark')];
const commandsKnown = await commandTree();
/** Coding needs the event heads; without them its commands are checked but not run. */
const canCode = 'types' in (JSON.parse(readFileSync(modelPath('en', 'model.json'), 'utf8')).labels ?? {});

function markdownUnder(folder: string): readonly string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort();
}

const read = (page: string): string => readFileSync(join(root, page), 'utf8');
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');

interface Block {
  readonly info: string;
  readonly code: string;
}

function blocks(page: string): readonly Block[] {
  return [...read(page).matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, info = '', code = '']) => ({
    info,
    code,
  }));
}

/** Each `chancery …` of shell text, as words, up to a pipe or the end of the command. */
function uses(shell: string): readonly (readonly string[])[] {
  const joined = shell.replace(/\\\n\s*/g, ' ').replace(/^\s*#.*$/gm, '');
  return [...joined.matchAll(/(?:^|[|&;$(]\s*|npx |=\S+ )chancery ((?:'[^']*'|"[^"]*"|[^|&;\n'")])*)/gm)].map(
    ([, rest = '']) => (rest.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).filter((word) => word !== ''),
  );
}

function commandOf(words: readonly string[]): {
  readonly command: Command | undefined;
  readonly rest: readonly string[];
} {
  const [name = '', inner = ''] = words;
  const command = commandsKnown.find((one) => one.name() === name);
  const sub = command?.commands.find((one) => one.name() === inner);
  return sub ? { command: sub, rest: words.slice(2) } : { command, rest: words.slice(1) };
}

describe('the documentation', () => {
  it.each(pages)('%s has only links that lead somewhere', (page) => {
    for (const [, target = ''] of withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?|mailto):/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? join(root, page) : resolve(root, dirname(page), path);
      expect(existsSync(file), `${page}: ${target}`).toBe(true);
      if (anchor === undefined) continue;
      const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => anchorOf(text));
      expect(headings, `${page}: ${target}`).toContain(anchor);
    }
  });

  it.each(pages)('%s names only commands and options that exist', (page) => {
    const inline = [...read(page).matchAll(/`((?:npx )?chancery [^`\n]+)`/g)].map(([, code = '']) => code);
    const shells = blocks(page).filter(({ info }) => /^(sh|console|python|r|toml)?\b/.test(info));
    for (const shell of [...inline, ...shells.filter(({ info }) => info.startsWith('sh')).map(({ code }) => code)]) {
      for (const words of uses(shell)) {
        if (/^(--version|--help|[A-Z.…]+)$/.test(words[0] ?? '')) continue;
        const { command, rest } = commandOf(words);
        expect(command?.name(), `${page}: chancery ${words.join(' ')}`).toBeDefined();
        for (const word of rest.filter((one) => /^--?[a-z]/.test(one))) {
          const flag = word.split('=')[0];
          const known =
            command?.options.some(({ long, short }) => long === flag || short === flag) || flag === '--help';
          expect(known, `${page}: chancery ${words[0]} ${flag}`).toBe(true);
        }
      }
    }
  });

  it('has a page of commands that is up to date (npm run write:commands)', async () => {
    expect(read('docs/commands.md')).toBe(await commandPage());
  });

  it('has a NOTICE that is up to date (npm run write:notice)', () => {
    expect(read('NOTICE')).toBe(notice());
  });

  it('names files and folders that exist in the picture of the architecture', () => {
    for (const [, path = ''] of read('docs/architecture.md').matchAll(
      /`((?:src|data|docs|scripts|training|spark|eval)\/[\w./-]+)`/g,
    )) {
      if (/[A-Z]{4}/.test(path)) continue;
      expect(existsSync(join(root, path)), path).toBe(true);
    }
  });

  it('names tests that exist in the threat model', () => {
    for (const [, path = ''] of read('docs/threat-model.md').matchAll(/`((?:src|test|scripts)\/[\w./-]+)`/g))
      expect(existsSync(join(root, path)), path).toBe(true);
  });

  it('leads to every page from its index', () => {
    const linked = new Set(
      pages.flatMap((page) =>
        [...read(page).matchAll(/\]\(([^)#\s]+)/g)].map(([, target = '']) =>
          relative(root, resolve(root, dirname(page), target)),
        ),
      ),
    );
    for (const page of pages.filter((one) => one.startsWith('docs/') && one !== 'docs/README.md'))
      expect([...linked], page).toContain(page);
  });

  describe('commands', () => {
    for (const page of pages) {
      const scripts = blocks(page).filter(({ info }) => info === 'sh');
      const all = scripts.map(({ code }) => code).join('\n');
      if (scripts.length === 0 || !/chancery/.test(all)) continue;
      const coding = /chancery (code|ingest|evaluate|sample|demo)\b/.test(all);
      it.skipIf(coding && !canCode)(
        `of ${page} run${coding && !canCode ? ' (skipped: the model has no event heads)' : ''}`,
        { timeout: 240_000 },
        async () => {
          const folder = workFolder();
          for (const { code } of scripts) {
            const runnable = code.replace(/^npm (ci|test).*$/gm, (line) => line.replace(/npm (ci|test)( && )?/, ''));
            const { status, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', runnable], {
              cwd: folder,
              encoding: 'utf8',
              env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, NO_COLOR: '1' },
              timeout: 120_000,
            });
            expect(status, `${page}:\n${code}\n${stderr}`).toBe(0);
          }
          if (page === 'docs/recipes.md') await runRecipes(folder);
        },
      );
    }
  });
});

/** The recipes in Python and SQL, over the files that the commands of the page made; GDELT's own file is not here. */
async function runRecipes(folder: string): Promise<void> {
  for (const { info, code } of blocks('docs/recipes.md')) {
    if (info === 'python') {
      const { error, status, stderr } = spawnSync('python3', ['-c', code], { cwd: folder, encoding: 'utf8' });
      if (error === undefined) expect(status, stderr).toBe(0);
    }
    if (info !== 'sql' || code.includes('gdelt')) continue;
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`SET file_search_path = '${folder}'`);
    const local = code.replace(/'([\w-]+\.(?:duckdb|csv))'/g, (_, name) => `'${join(folder, name)}'`);
    for (const statement of local.split(/;\s*\n/).filter((one) => one.trim() !== '')) {
      const rows = await (await connection.run(statement)).getRows();
      if (/^\s*SELECT/.test(statement)) expect(rows.length, statement).toBeGreaterThan(0);
    }
    connection.closeSync();
    instance.closeSync();
  }
}

/** A folder as after `npm ci`: the examples, and `npx chancery` that runs this build. */
function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-docs-'));
  for (const name of ['examples', 'data', 'spark']) {
    if (existsSync(join(root, name))) symlinkSync(join(root, name), join(folder, name));
  }
  mkdirSync(join(folder, 'bin'));
  const main = join(root, 'dist', 'src', 'cli', 'main.js');
  writeFileSync(join(folder, 'bin', 'chancery'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(folder, 'bin', 'npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  return folder;
}
