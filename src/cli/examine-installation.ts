import { createHash } from 'node:crypto';
import { existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { arch, availableParallelism, freemem, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../errors.js';
import { dataPath, modelPath, packageRoot, packageVersion } from '../package-root.js';
import type { Finding } from './doctor.js';

const gigabyte = 1024 ** 3;
/** Memory of one coder with model and dictionaries; docs/scale.md has the measurement. */
const coderMemory = 0.3 * gigabyte;
const sample = 'Mali and Niger signed a defence agreement in Bamako on Monday.';
const again = 'install Chancery again: npm ci in a checkout, npm install chancery elsewhere';

type Look = () => Promise<Finding> | Finding;

/** Looks at each part of the installation; a part that throws is bad and the rest is still looked at. */
export async function examine(ledger?: string): Promise<readonly Finding[]> {
  const looks: readonly (readonly [string, Look, string])[] = [
    ['version', version, again],
    ['node', node, 'install Node 20.19 or later'],
    ['model', model, again],
    ['dictionary', dictionary, `mend the file and row that is named, or ${again}`],
    ['gazetteer', gazetteer, again],
    ['codebook', codebook, `mend the file that is named, or ${again}`],
    ['coder', coder, 'mend the parts above first; events need a model with event heads'],
    ['database', database, 'run npm rebuild @duckdb/node-api; on musl (Alpine) use a glibc image'],
    ['ledger', () => ledgerFile(ledger), 'name another file with --ledger'],
    ['cores', cores, ''],
    ['memory', memory, ''],
  ];
  const findings: Finding[] = [];
  for (const [name, look, mend] of looks) {
    try {
      findings.push(await look());
    } catch (error) {
      findings.push({ name, state: 'bad', found: messageOf(error), mend });
    }
  }
  return findings;
}

function good(name: string, found: string): Finding {
  return { name, state: 'good', found };
}

function version(): Finding {
  return good('version', `chancery ${packageVersion()} in ${packageRoot()}`);
}

function node(): Finding {
  const found = `Node ${process.versions.node}, ${platform()} ${release()}, ${arch()}`;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return good('node', found);
  return { name: 'node', state: 'bad', found, mend: 'install Node 20.19 or later' };
}

async function model(): Promise<Finding> {
  const card = JSON.parse(readFileSync(modelPath('en', 'model.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly sha256: Readonly<Record<string, string>>;
  };
  for (const [file, expected] of Object.entries(card.sha256)) {
    const actual = createHash('sha256')
      .update(readFileSync(modelPath('en', file)))
      .digest('hex');
    if (actual !== expected)
      return { name: 'model', state: 'bad', found: `${file} is not the file of the model card`, mend: again };
  }
  const { openLanguage } = await import('../language/open-language.js');
  const language = await openLanguage();
  const begun = performance.now();
  const sentences = await language.parse(sample);
  const spent = performance.now() - begun;
  await language.close();
  const words = sentences[0]?.tokens.length ?? 0;
  return good('model', `${card.name} ${card.version}, whole, reads ${words} words in ${spent.toFixed(0)} ms`);
}

async function dictionary(): Promise<Finding> {
  const { openActors } = await import('../actors/open-actors.js');
  const party = openActors().resolvePhrase('Mali', { date: '2024-01-01', context: null });
  if (party.country !== 'MLI') throw new Error('data/actors: Mali is not found');
  const own = process.env.CHANCERY_ACTORS;
  return good('dictionary', `complete to ${completeTo()}${own ? `, with your own: ${own}` : ''}`);
}

function completeTo(): string {
  const day = /# complete to: (\S+)/;
  return day.exec(readFileSync(dataPath('actors', 'states.tsv'), 'utf8'))?.[1] ?? 'a day that is not stated';
}

async function gazetteer(): Promise<Finding> {
  const { openGazetteer } = await import('../events/place/gazetteer.js');
  openGazetteer();
  const size = statSync(dataPath('gazetteer', 'places.tsv.br')).size;
  return good('gazetteer', `opens, ${(size / 1024 ** 2).toFixed(1)} MB packed`);
}

async function codebook(): Promise<Finding> {
  const { openCodebook } = await import('../events/codebook.js');
  openCodebook();
  return good('codebook', `opens: ${dataPath('codebook')}`);
}

async function coder(): Promise<Finding> {
  const { openCoder } = await import('../events/open-coder.js');
  const { makeDocument } = await import('../read/make-document.js');
  const opened = await openCoder();
  const begun = performance.now();
  const events = await opened.code(makeDocument(sample, { published: '2024-01-02' }));
  const spent = performance.now() - begun;
  await opened.close();
  const { version: release, model: weights, data } = opened.version;
  const found = `${release}, model ${weights}, data ${data}; ${events.length} event in the sample, ${spent.toFixed(0)} ms`;
  if (events.length > 0) return good('coder', found);
  return {
    name: 'coder',
    state: 'poor',
    found,
    mend: 'the sample sentence should give an event: check codebook and model',
  };
}

async function database(): Promise<Finding> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = await (await connection.run('SELECT version()')).getRows();
  connection.closeSync();
  instance.closeSync();
  return good('database', `DuckDB ${String(rows[0]?.[0])}`);
}

/** The head of a DuckDB file; the file is not opened, so that a running owner is not disturbed. */
function ledgerFile(given?: string): Finding {
  const path = given ?? process.env.CHANCERY_LEDGER ?? join(process.cwd(), 'chancery.duckdb');
  if (!existsSync(path)) {
    const state = given === undefined ? 'good' : 'bad';
    const found = `none at ${path}`;
    return { name: 'ledger', state, found, mend: 'chancery ingest makes one' };
  }
  const head = Buffer.alloc(12);
  const read = readSync(openSync(path, 'r'), head, 0, 12, 0);
  if (read < 12 || head.toString('latin1', 8, 12) !== 'DUCK')
    return { name: 'ledger', state: 'bad', found: `not a ledger: ${path}`, mend: 'name another file with --ledger' };
  return good('ledger', `${path}, ${(statSync(path).size / 1024 ** 2).toFixed(1)} MB`);
}

function cores(): Finding {
  const count = availableParallelism();
  const found = `${count} usable`;
  if (count > 1) return good('cores', found);
  return { name: 'cores', state: 'poor', found, mend: 'one core codes one document at a time; nothing is wrong' };
}

function memory(): Finding {
  const needed = coderMemory * availableParallelism();
  const found = `${(freemem() / gigabyte).toFixed(1)} of ${(totalmem() / gigabyte).toFixed(1)} GB free`;
  if (freemem() > needed) return good('memory', found);
  const mend = `coding on all cores takes about ${(needed / gigabyte).toFixed(1)} GB: use --workers 1`;
  return { name: 'memory', state: 'poor', found, mend };
}
