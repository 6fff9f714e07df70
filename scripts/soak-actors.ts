import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { packageRoot } from '../src/package-root.js';
import { seeded } from '../test/read/mutate.js';

/** What a long proof of imported names gave. */
export interface ActorsSoak {
  readonly names: number;
  /** MB at most while importing, and with the names in use. */
  readonly importMemory: number;
  readonly memory: number;
  /** Processor time of a phrase with the names, over the time without. */
  readonly slower: number;
  readonly found: boolean;
  readonly badLines: readonly string[];
}

const syllables =
  'ba be bi bo bu da de di do du fa fe ga go ha he ka ke ki ko la le li lo ma me mi mo na ne ni no pa'.split(' ');
const countries = ['ke', 'ug', 'tz', 'fr', 'de', 'in', 'br', 'mx'];

/** Imports a made list of people by the command, then resolves with it in a process of its own. */
export async function soakActors(names = 1_000_000): Promise<ActorsSoak> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-soak-actors-'));
  try {
    const list = join(folder, 'made.json');
    await writeList(list, names);
    const imported = measured([
      join(packageRoot(), 'dist', 'src', 'cli', 'main.js'),
      'import',
      list,
      '--from',
      'followthemoney',
      '-o',
      folder,
    ]);
    const people = join(folder, 'made.people.tsv');
    const bare = resolved(null);
    const full = resolved(people);
    return {
      names,
      importMemory: imported.memory,
      memory: full.memory,
      slower: Math.round((full.phrase / bare.phrase) * 100) / 100,
      found: full.found && statSync(people).size > names * 20,
      badLines: imported.errors.map((line) => line.replace(`${folder}/`, '')),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function writeList(path: string, names: number): Promise<void> {
  const random = seeded(20_251_124);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const word = (length: number) => {
    const text = Array.from({ length }, () => pick(syllables)).join('');
    return `${text[0]?.toUpperCase()}${text.slice(1)}`;
  };
  const out = createWriteStream(path);
  for (let at = 0; at < names; at += 1) {
    const properties = {
      name: [`${word(2)} ${word(3)} ${word(3)}`],
      alias: [`${word(3)} ${word(4)}`],
      nationality: [pick(countries)],
    };
    const line = JSON.stringify({ id: `Q${at}`, schema: 'Person', properties });
    if (!out.write(`${line}\n${at === 7 ? 'no entity\n' : ''}`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

/** Runs a script and gives its peak memory in MB and the lines of its standard error. */
function measured(args: readonly string[]): { readonly memory: number; readonly errors: readonly string[] } {
  const report = 'process.on("exit", () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\\n`));';
  const preload = `data:text/javascript,${encodeURIComponent(report)}`;
  const { stderr: errors } = spawnSync(process.execPath, ['--import', preload, ...args], { encoding: 'utf8' });
  const lines = errors.split('\n').filter((line) => line !== '');
  const peak = lines.find((line) => line.startsWith('peak '))?.slice(5) ?? '0';
  return { memory: Math.round(Number(peak) / 1024), errors: lines.filter((line) => !line.startsWith('peak ')) };
}

/** Resolves the project's cases with a dictionary of one's own, in a fresh process. */
function resolved(dictionary: string | null) {
  const module = new URL('../src/actors/open-actors.js', import.meta.url).href;
  const cases = join(packageRoot(), 'test', 'cases', 'actors', 'phrases.tsv');
  const asked =
    dictionary === null ? '' : (readFileSync(dictionary, 'utf8').split('\n', 1_000).at(-1)?.split('\t')[0] ?? '');
  const script = `
    import { readFileSync } from 'node:fs';
    const { openActors } = await import(${JSON.stringify(module)});
    const actors = openActors({ dictionaries: ${JSON.stringify(dictionary === null ? [] : [dictionary])} });
    const rows = readFileSync(${JSON.stringify(cases)}, 'utf8').split('\\n').slice(1).map((row) => row.split('\\t'));
    let phrase = Infinity;
    for (let round = 0; round < 40; round += 1) {
      const start = process.cpuUsage();
      for (const [text, , date] of rows) actors.resolvePhrase(text ?? '', { date: date || null });
      const { user, system } = process.cpuUsage(start);
      phrase = Math.min(phrase, (user + system) / rows.length);
    }
    const found = actors.resolvePhrase(${JSON.stringify(asked)}, { date: '2020-01-01' }).actor !== null;
    console.log(JSON.stringify({ phrase, found, memory: Math.round(process.resourceUsage().maxRSS / 1024) }));`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return JSON.parse(out) as { readonly phrase: number; readonly found: boolean; readonly memory: number };
}

const mostMemory = 1_000;
const mostSlower = 2;

if (process.argv[1]?.endsWith('soak-actors.js')) {
  const result = await soakActors(Number(process.argv[2] ?? 1_000_000));
  if (result.names >= 1_000_000)
    writeFileSync(join(packageRoot(), 'bench', 'soak-actors.json'), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  const kept =
    result.memory < mostMemory && result.slower <= mostSlower && result.found && result.badLines.length === 1;
  process.exitCode = kept ? 0 : 1;
}
