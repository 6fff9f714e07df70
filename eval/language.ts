import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, openLanguage } from '../src/language/open-language.js';
import type { Sentence } from '../src/records/sentence.js';
import {
  addCounts,
  type Counts,
  countParse,
  f1,
  goldWords,
  type ParseMetric,
  parseMetrics,
  place,
} from './alignment.js';
import { type GoldSentence, rawText, readConllu } from './conllu.js';
import type { Evaluation, EvaluationOptions, Measured } from './evaluation.js';
import { gumMentions, gumTimes, type WordSpan } from './gum-entities.js';
import { type CharSpan, SpanTally } from './spans.js';

const files = {
  ewt: 'treebanks/ewt/test.conllu',
  gum: 'treebanks/gum/test.conllu',
  ewtDev: 'treebanks/ewt/dev.conllu',
  uner: 'entities/uner-ewt-dev.iob2',
  re3d: 'entities/re3d-dev.json',
} as const;

/** Documents of re3d that train; the others measure. As in `training/re3d.py`: the smallest hashes of the ids. */
const re3dTraining = 40;
const re3dConfidence = 0.8;
const unerKinds: Readonly<Record<string, string>> = { PER: 'person', ORG: 'organisation', LOC: 'place' };
const re3dKinds: Readonly<Record<string, string>> = {
  Person: 'person',
  Organisation: 'organisation',
  Location: 'place',
};

export const languageEvaluation: Evaluation = { name: 'language', run };

async function run({ data, model }: EvaluationOptions): Promise<Measured> {
  const language = await openLanguage(model === undefined ? {} : { model });
  const scores: Record<string, number> = {};
  const corpora: Record<string, string> = {};
  const skipped: string[] = [];
  const has = (...names: readonly string[]): boolean => {
    const absent = names.filter((name) => !existsSync(join(data, name)));
    skipped.push(...absent);
    for (const name of names) {
      if (absent.length === 0)
        corpora[name] = createHash('sha256')
          .update(readFileSync(join(data, name)))
          .digest('hex')
          .slice(0, 16);
    }
    return absent.length === 0;
  };
  if (has(files.ewt)) Object.assign(scores, await scoreTreebank(language, join(data, files.ewt), 'ewt-test'));
  if (has(files.gum)) Object.assign(scores, await scoreTreebank(language, join(data, files.gum), 'gum-test'));
  if (has(files.uner, files.ewtDev)) Object.assign(scores, await scoreUner(language, data));
  if (has(files.re3d)) Object.assign(scores, await scoreRe3d(language, data));
  await language.close();
  return { scores, corpora, skipped, of: { model: `${language.card.name} ${language.card.version}` } };
}

function documentsOf(sentences: readonly GoldSentence[]): readonly (readonly GoldSentence[])[] {
  const documents = new Map<string, GoldSentence[]>();
  for (const sentence of sentences)
    documents.set(sentence.document, [...(documents.get(sentence.document) ?? []), sentence]);
  return [...documents.values()];
}

async function scoreTreebank(language: Language, file: string, name: string): Promise<Record<string, number>> {
  const totals = new Map<string, Record<ParseMetric, Counts>>();
  const mentions = new SpanTally();
  const times = new SpanTally();
  for (const document of documentsOf(readConllu(file))) {
    const sentences = await language.parse(rawText(document));
    const counts = countParse(place(goldWords(document)), place(sentences.map(systemWords)));
    const genre = /^GUM_([^_]+)/.exec(document[0]?.document ?? '')?.[1];
    for (const key of genre === undefined ? [name] : [name, `${name}.${genre}`]) {
      const before = totals.get(key);
      totals.set(key, before ? mapMetrics((metric) => addCounts(before[metric], counts[metric])) : counts);
    }
    if (genre === undefined) continue;
    mentions.add(goldChars(document, gumMentions), systemChars(sentences, 'mentions'));
    times.add(
      goldChars(document, gumTimes),
      systemChars(sentences, 'names').filter((span) => span.kind === 'time'),
    );
  }
  const scores: Record<string, number> = {};
  for (const [key, counts] of totals)
    for (const metric of parseMetrics) scores[`${key}.${metric}`] = f1(counts[metric]);
  if (totals.size > 1) Object.assign(scores, mentions.scores(`${name}.mentions`), times.scores(`${name}.times`));
  return scores;
}

function mapMetrics(value: (metric: ParseMetric) => Counts): Record<ParseMetric, Counts> {
  return Object.fromEntries(parseMetrics.map((metric) => [metric, value(metric)])) as Record<ParseMetric, Counts>;
}

function systemWords(sentence: Sentence) {
  return sentence.tokens.map((token) => ({ ...token, joined: token.joined ?? false }));
}

/** Spans of words as spans of visible characters, the same on both sides. */
function charSpans(
  sentences: readonly { words: readonly string[]; spans: readonly WordSpan[] }[],
): readonly CharSpan[] {
  let at = 0;
  return sentences.flatMap(({ words, spans }) => {
    const starts: number[] = [];
    for (const word of words) {
      starts.push(at);
      at += word.replace(/\s/gu, '').length;
    }
    return spans.map(({ kind, first, last }) => ({ kind, start: starts[first] ?? 0, end: starts[last + 1] ?? at }));
  });
}

function goldChars(
  document: readonly GoldSentence[],
  read: (sentence: GoldSentence) => readonly WordSpan[],
): readonly CharSpan[] {
  return charSpans(
    document.map((sentence) => ({ words: sentence.words.map((word) => word.form), spans: read(sentence) })),
  );
}

function systemChars(sentences: readonly Sentence[], layer: string): readonly CharSpan[] {
  return charSpans(
    sentences.map((sentence) => ({
      words: sentence.tokens.map((token) => token.text),
      spans: sentence.entities.filter((entity) => entity.layer === layer),
    })),
  );
}

/** Names with each sentence given as a paragraph of its own, as UNER counts, and `names-raw` from the running text, where mail signatures run together. */
async function scoreUner(language: Language, data: string): Promise<Record<string, number>> {
  const gold = new Map<string, readonly WordSpan[]>();
  for (const block of readFileSync(join(data, files.uner), 'utf8').split('\n\n')) {
    const id = /# sent_id = (.*)/.exec(block)?.[1];
    const rows = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    if (id !== undefined) gold.set(id, iobSpans(rows.map((row) => row.split('\t')[2] ?? 'O')));
  }
  const whole = new SpanTally();
  const given = new SpanTally();
  for (const document of documentsOf(readConllu(join(data, files.ewtDev)))) {
    const names = goldChars(document, (sentence) => gold.get(sentence.id) ?? []);
    whole.add(names, unerNames(await language.parse(rawText(document))));
    const apart = document.map((sentence) => ({ ...sentence, newParagraph: true }));
    given.add(names, unerNames(await language.parse(rawText(apart, Number.POSITIVE_INFINITY))));
  }
  return { ...given.scores('uner-ewt-dev.names'), ...whole.scores('uner-ewt-dev.names-raw') };
}

function unerNames(sentences: readonly Sentence[]): readonly CharSpan[] {
  return systemChars(sentences, 'names').filter((span) => Object.values(unerKinds).includes(span.kind));
}

function iobSpans(tags: readonly string[]): readonly WordSpan[] {
  const spans: WordSpan[] = [];
  for (const [index, tag] of tags.entries()) {
    const kind = unerKinds[tag.slice(2)];
    const before = spans.at(-1);
    if (tag.startsWith('B-') && kind) spans.push({ kind, first: index, last: index });
    else if (tag.startsWith('I-') && before?.last === index - 1) spans[spans.length - 1] = { ...before, last: index };
  }
  return spans;
}

interface Re3dDocument {
  readonly id: string;
  readonly text: string;
  readonly entities: readonly { begin: number; end: number; type: string; confidence: number }[];
}

async function scoreRe3d(language: Language, data: string): Promise<Record<string, number>> {
  const documents: readonly Re3dDocument[] = JSON.parse(readFileSync(join(data, files.re3d), 'utf8'));
  const hash = (id: string): string => createHash('sha256').update(id).digest('hex');
  const held = [...documents].sort((a, b) => (hash(a.id) < hash(b.id) ? -1 : 1)).slice(re3dTraining);
  const tally = new SpanTally();
  for (const document of held) {
    const units = unitOffsets(document.text);
    const gold = document.entities.flatMap(({ begin, end, type, confidence }) => {
      const kind = re3dKinds[type];
      return kind && confidence >= re3dConfidence ? [{ kind, start: units[begin] ?? 0, end: units[end] ?? 0 }] : [];
    });
    const unique = [...new Map(gold.map((span) => [`${span.kind} ${span.start} ${span.end}`, span])).values()];
    const found = (await language.parse(document.text)).flatMap((sentence) =>
      sentence.entities
        .filter((entity) => entity.layer === 'mentions')
        .map(({ kind, first, last }) => ({
          kind: kind === 'group' ? 'organisation' : kind,
          start: sentence.tokens[first]?.start ?? 0,
          end: sentence.tokens[last]?.end ?? 0,
        })),
    );
    tally.add(unique, found);
  }
  return tally.scores('re3d-held-out.mentions');
}

/** UTF-16 offset of each code point, since the file counts code points. */
function unitOffsets(text: string): readonly number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const char of text) {
    offsets.push(at);
    at += char.length;
  }
  offsets.push(at);
  return offsets;
}
