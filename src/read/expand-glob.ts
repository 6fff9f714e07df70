import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const special = /[*?[{]/;

/** Files that a pattern names, sorted: `*` and `?` inside a name, `**` through folders, `[a-z]`, `{a,b}`. */
export async function expandGlob(pattern: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const each of braces(pattern)) {
    const parts = each.split('/');
    const root = each.startsWith('/') ? '/' : '';
    await walk(
      root,
      parts.filter((part) => part !== ''),
      found,
    );
  }
  return [...found].sort();
}

function braces(pattern: string): readonly string[] {
  const match = /\{([^{}]*)\}/.exec(pattern);
  if (!match) return [pattern];
  return (match[1] ?? '')
    .split(',')
    .flatMap((choice) => braces(pattern.slice(0, match.index) + choice + pattern.slice(match.index + match[0].length)));
}

async function walk(folder: string, parts: readonly string[], found: Set<string>): Promise<void> {
  const [part, ...rest] = parts;
  if (part === undefined) return;
  if (!special.test(part) && rest.length > 0) return walk(join(folder, part), rest, found);
  const entries = await readdir(folder || '.', { withFileTypes: true }).catch(() => []);
  if (part === '**') {
    await walk(folder, rest, found);
    for (const entry of entries)
      if (entry.isDirectory() && !entry.name.startsWith('.')) await walk(join(folder, entry.name), parts, found);
    return;
  }
  const matches = matcher(part);
  for (const entry of entries) {
    if (!matches.test(entry.name) || (entry.name.startsWith('.') && !part.startsWith('.'))) continue;
    const path = join(folder, entry.name);
    if (rest.length > 0) await walk(path, rest, found);
    else if (!entry.isDirectory()) found.add(path);
  }
}

function matcher(part: string): RegExp {
  const source = part.replace(/\[!|[.+^$()|\\{}]|\*|\?/g, (mark) =>
    mark === '[!' ? '[^' : mark === '*' ? '[^/]*' : mark === '?' ? '[^/]' : `\\${mark}`,
  );
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return new RegExp(`^${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  }
}
