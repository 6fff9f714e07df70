import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNode, LineCounter, parseDocument, type Document as YamlDocument } from 'yaml';
import { z } from 'zod';
import { ChanceryError } from '../errors.js';
import { ontology } from '../ontology/ontology.js';
import { dataPath } from '../package-root.js';
import type { Quad } from '../records/event.js';
import { type CuePattern, cuePattern, standsAt } from './predicate/cue-pattern.js';
import type { SentenceTree } from './sentence-tree.js';

const counterexamples = z
  .array(z.strictObject({ text: z.string(), why: z.string(), use: z.string().nullable().default(null) }))
  .default([]);
const modeSchema = z.strictObject({
  definition: z.string(),
  cues: z.array(z.string()).default([]),
  examples: z.array(z.string()).default([]),
  counterexamples,
});
const entrySchema = z.strictObject({
  type: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a type is upper case'),
  quad: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
  intensity: z.number().min(-10).max(10).optional(),
  definition: z.string(),
  cues: z
    .strictObject({
      verbs: z.array(z.string()).default([]),
      nouns: z.array(z.string()).default([]),
      phrases: z.array(z.string()).default([]),
    })
    .default({ verbs: [], nouns: [], phrases: [] }),
  not: z.array(z.string()).default([]),
  examples: z.array(z.string()).default([]),
  counterexamples,
  modes: z.record(z.string(), modeSchema).default({}),
});

export type CodebookEntry = z.infer<typeof entrySchema>;

/** A cue that stands at a word: the type it speaks for, how strongly (0..1), what it adds to the type's logit, and its words. */
export interface Cue {
  readonly type: string;
  readonly strength: number;
  readonly weight: number;
  readonly note: string;
}

export interface Codebook {
  readonly entries: readonly CodebookEntry[];
  /** The strongest cue whose trigger word is `word`, or null. */
  readonly cueOf: (tree: SentenceTree, word: number) => Cue | null;
  /** Types of which a phrase under `not` stands at `word`. */
  readonly notAt: (tree: SentenceTree, word: number) => readonly string[];
  /** Modes whose cues stand among the lemmas of a clause. */
  readonly modeCues: (type: string, lemmas: readonly string[]) => readonly string[];
  readonly quadOf: (type: string) => Quad;
  readonly intensityOf: (type: string) => number | null;
}

/**
 * What a cue adds to the logit of its type: a single lemma, two of them and each further one, and one that the shipped codebook
 * lacks; what a phrase under `not` takes away. Set on the held-out batches of the corpus; `npm run eval -- events` re-checks.
 */
export const cueWeights = { lemma: 1.5, phrase: 2.2, further: 0.8, added: 6, not: 4 };
const strengths = { shipped: 0.6, added: 0.9 };

interface TypedPattern extends CuePattern {
  readonly type: string;
  readonly tag: 'VERB' | 'NOUN';
  /** Whether a user added it: the type or the cue is not in the shipped codebook. */
  readonly added: boolean;
}

/** Reads a codebook folder (the shipped one where none is given). Throws `bad_data` naming file, line and field. */
export function openCodebook(folder?: string): Codebook {
  const entries = readEntries(folder ?? dataPath('codebook'));
  const shipped = folder === undefined ? null : cuesOf(readEntries(dataPath('codebook')));
  const patterns = new Map<string, TypedPattern[]>();
  const refused = new Map<string, { readonly type: string; readonly pattern: CuePattern }[]>();
  for (const entry of entries) {
    for (const [tag, cues] of [
      ['VERB', entry.cues.verbs],
      ['NOUN', entry.cues.nouns],
    ] as const) {
      for (const cue of cues) {
        const added = shipped !== null && !shipped.has(`${entry.type} ${tag} ${cue}`);
        const pattern = { ...cuePattern(cue), type: entry.type, tag, added };
        for (const key of triggersOf(pattern)) patterns.set(key, [...(patterns.get(key) ?? []), pattern]);
      }
    }
    for (const phrase of entry.not) {
      const pattern = cuePattern(phrase);
      for (const key of triggersOf(pattern))
        refused.set(key, [...(refused.get(key) ?? []), { type: entry.type, pattern }]);
    }
  }
  const byType = new Map(entries.map((entry) => [entry.type, entry]));
  const notAt = (tree: SentenceTree, word: number): readonly string[] =>
    (refused.get(tree.tokens[word]?.lemma.toLowerCase() ?? '') ?? [])
      .filter(({ pattern }) => standsAt(pattern, tree, word))
      .map(({ type }) => type);
  return {
    entries,
    notAt,
    cueOf: (tree, word) => {
      const token = tree.tokens[word];
      if (!token) return null;
      const not = notAt(tree, word);
      const matching = (patterns.get(token.lemma.toLowerCase()) ?? []).filter(
        (pattern) =>
          tagsOf(pattern).includes(token.upos) && !not.includes(pattern.type) && standsAt(pattern, tree, word),
      );
      const most = Math.max(...matching.map(({ words }) => words.length));
      const longest = matching.filter(({ words }) => words.length === most);
      const found = longest.find(({ added }) => added) ?? longest[0];
      if (!found) return null;
      if (!found.added && longest.some(({ type }) => type !== found.type)) return null;
      const { type, added } = found;
      const note = `"${wordsOf(found, tree)}"`;
      const weight = added ? cueWeights.added : weightOf(most);
      return { type, note, weight, strength: added ? strengths.added : strengths.shipped };
    },
    modeCues: (type, lemmas) => {
      const clause = ` ${lemmas.join(' ')} `;
      return Object.entries(byType.get(type)?.modes ?? {}).flatMap(([mode, { cues }]) =>
        cues.some((cue) => clause.includes(` ${cue.toLowerCase()} `)) ? [mode] : [],
      );
    },
    quadOf: (type) => ontology().types.find((each) => each.code === type)?.quad ?? byType.get(type)?.quad ?? 1,
    intensityOf: (type) => byType.get(type)?.intensity ?? null,
  };
}

/** Word classes in which a cue counts: "be *ready to" is an adjective among the verbs. */
const tagsOf = ({ tag, words }: TypedPattern): readonly string[] =>
  tag === 'NOUN' ? ['NOUN', 'PROPN'] : words.length > 1 ? ['VERB', 'ADJ'] : ['VERB'];

/** The cue with those of its alternatives that the sentence has. */
function wordsOf({ words }: CuePattern, tree: SentenceTree): string {
  const here = new Set(tree.tokens.flatMap(({ lemma, text }) => [lemma.toLowerCase(), text.toLowerCase()]));
  return words.map((choices) => choices.find((choice) => here.has(choice)) ?? choices[0] ?? '').join(' ');
}

const weightOf = (words: number): number =>
  words === 1 ? cueWeights.lemma : cueWeights.phrase + cueWeights.further * (words - 2);

const triggersOf = ({ words, trigger }: CuePattern): readonly string[] => words[trigger] ?? [];

function cuesOf(entries: readonly CodebookEntry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ type, cues }) => [
      ...cues.verbs.map((cue) => `${type} VERB ${cue}`),
      ...cues.nouns.map((cue) => `${type} NOUN ${cue}`),
    ]),
  );
}

function readEntries(folder: string): readonly CodebookEntry[] {
  if (!existsSync(folder)) throw new ChanceryError('bad_data', `codebook folder not found: ${folder}`);
  const files = readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort();
  if (files.length === 0) throw new ChanceryError('bad_data', `no codebook files (*.yaml) in ${folder}`);
  const entries = files.map((file) => readEntry(join(folder, file)));
  entries.forEach(({ type }, index) => {
    const first = entries.findIndex((entry) => entry.type === type);
    if (first < index)
      throw new ChanceryError(
        'bad_data',
        `${join(folder, files[index] ?? '')}: type given twice: ${type} (${files[first]})`,
      );
  });
  return entries;
}

function readEntry(file: string): CodebookEntry {
  const lines = new LineCounter();
  const read = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): string => `${file}:${lines.linePos(offset ?? 0).line}`;
  const broken = read.errors[0];
  if (broken) throw new ChanceryError('bad_data', `${at(broken.pos[0])}: ${broken.message}`, { cause: broken });
  const parsed = entrySchema.safeParse(read.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? []);
    throw new ChanceryError(
      'bad_data',
      `${at(offsetOf(read, path))}: ${path.join('.') || 'file'}: ${issue?.message ?? 'wrong'}`,
    );
  }
  if (!ontology().types.some((type) => type.code === parsed.data.type) && parsed.data.quad === undefined) {
    throw new ChanceryError(
      'bad_data',
      `${at(offsetOf(read, ['type']))}: quad: a type of your own needs a quad from 1 to 4`,
    );
  }
  return parsed.data;
}

/** Where the value under a path begins, or the nearest thing above it that is there. */
function offsetOf(read: YamlDocument, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = read.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return read.contents?.range?.[0];
}
