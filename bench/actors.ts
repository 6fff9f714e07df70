import { execFileSync } from 'node:child_process';
import { openActors } from '../src/actors/open-actors.js';
import { openLanguage } from '../src/language/open-language.js';
import type { Document } from '../src/records/document.js';
import type { Sentence } from '../src/records/sentence.js';
import { type Span, spanOf } from '../src/records/span.js';
import type { Bench, BenchOptions, Figure } from './bench.js';
import { cpuTime, newsTexts } from './language.js';

export const actorsBench: Bench = { name: 'actors', run };

/** The encoder is compiled, resolution is compiled while it runs: it is measured as in the middle of an archive. */
const warmingRounds = 10;
const rounds = 5;

async function run(options: BenchOptions): Promise<readonly Figure[]> {
  const loads = [1, 2, 3, 4, 5].map(loadOnce);
  const actors = openActors({ dictionaries: [] });
  const language = await openLanguage(options.model === undefined ? {} : { model: options.model });
  const texts = newsTexts(options.data);
  let reading = 0;
  let resolving = 0;
  let phrases = 0;
  for (const [index, text] of texts.entries()) {
    const start = cpuTime();
    const sentences = await language.parse(text);
    const between = cpuTime();
    const spans = sentences.flatMap((sentence) => phrasesOf(text, sentence));
    const resolve = () => {
      const resolved = actors.document(documentOf(text), sentences);
      for (const span of spans) resolved.party(span);
    };
    for (let round = 0; round < warmingRounds; round += 1) resolve();
    if (index < texts.length / 3) continue;
    const begun = cpuTime();
    for (let round = 0; round < rounds; round += 1) resolve();
    resolving += (cpuTime() - begun) / rounds;
    reading += between - start;
    phrases += spans.length;
  }
  await language.close();
  return [
    { name: 'processor time to load', value: Math.min(...loads.map(({ time }) => time)), unit: 'ms' },
    { name: 'memory when loaded', value: Math.min(...loads.map(({ memory }) => memory)), unit: 'MB' },
    { name: 'processor time a phrase in its text', value: (resolving / phrases) * 1000, unit: 'µs' },
    { name: 'resolution of every noun phrase to the language stage', value: (resolving / reading) * 100, unit: '%' },
  ];
}

/** A fresh process that opens the dictionary: its processor time for that, and what its memory grew by. */
function loadOnce(): { readonly time: number; readonly memory: number } {
  const module = new URL('../src/actors/open-actors.js', import.meta.url).href;
  const script = `
    const { openActors } = await import(${JSON.stringify(module)});
    const memory = process.memoryUsage().rss;
    const start = process.cpuUsage();
    const actors = openActors({ dictionaries: [] });
    const { user, system } = process.cpuUsage(start);
    actors.resolvePhrase('the Malian defence minister', { date: '2024-01-01' });
    console.log(JSON.stringify({ time: (user + system) / 1000, memory: (process.memoryUsage().rss - memory) / 1e6 }));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

const nominal = /^(?:nsubj|obj|iobj|obl|nmod)/;

/** Every noun phrase that could be a party: the words from the first to the last that hang on a nominal. */
function phrasesOf(text: string, { tokens }: Sentence): readonly Span[] {
  return tokens.flatMap((token, at) => {
    if (!nominal.test(token.deprel)) return [];
    const below = tokens.filter((_, other) => hangsOn(tokens, other, at));
    const start = Math.min(...below.map((one) => one.start));
    const end = Math.max(...below.map((one) => one.end));
    return [spanOf(text, start, end)];
  });
}

function hangsOn(tokens: Sentence['tokens'], token: number, on: number): boolean {
  let at = token;
  for (let steps = 0; steps <= tokens.length; steps += 1) {
    if (at === on) return true;
    const head = tokens[at]?.head ?? 0;
    if (head === 0) return false;
    at = head - 1;
  }
  return false;
}

function documentOf(text: string): Document {
  return {
    id: 'bench',
    revision: 'bench',
    uri: null,
    publisher: null,
    title: null,
    published: '2020-06-01',
    publishedFrom: null,
    language: 'en',
    text,
    retrieved: null,
    kind: 'text',
  };
}
