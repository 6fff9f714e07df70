import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ChanceryError, messageOf } from '../errors.js';
import { ontology } from '../ontology/ontology.js';
import { dataPath } from '../package-root.js';
import type { Quad } from '../records/event.js';
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

/** A cue that stands at a word: the type it speaks for, how strongly (0..1), and the cue's words. */
export interface Cue {
  readonly type: string;
  readonly strength: number;
  readonly note: string;
}

export interface Codebook {
  readonly entries: readonly CodebookEntry[];
  /** The strongest cue whose trigger word is `word`, or null. */
  readonly cueOf: (tree: SentenceTree, word: number) => Cue | null;
  /** What a cue adds to its type's logit; set on the held-out batches of the corpus. */
  readonly cueWeight: number;
  /** Modes whose cues stand among the lemmas of a clause. */
  readonly modeCues: (type: string, lemmas: readonly string[]) => readonly string[];
  readonly quadOf: (type: string) => Quad;
  readonly intensityOf: (type: string) => number | null;
}

const cueWeight = 1.5;
const articles = new Set(['a', 'an', 'the']);
const ownTypeStrength = 0.9;
const widestGap = 4;

interface Pattern {
  readonly type: string;
  readonly words: readonly string[];
  readonly trigger: number;
  readonly tag: 'VERB' | 'NOUN';
  readonly own: boolean;
}

/** Reads a codebook folder (the shipped one where none is given). Throws `bad_data` naming file and field. */
export function openCodebook(folder = dataPath('codebook')): Codebook {
  if (!existsSync(folder)) throw new ChanceryError('bad_data', `codebook folder not found: ${folder}`);
  const files = readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort();
  const entries = files.map((file) => readEntry(join(folder, file)));
  const builtIn = new Set(ontology().types.map((type) => type.code));
  const patterns = new Map<string, Pattern[]>();
  const blocked = new Map<string, (readonly string[])[]>();
  for (const entry of entries) {
    const own = !builtIn.has(entry.type);
    for (const [tag, cues] of [
      ['VERB', entry.cues.verbs],
      ['NOUN', entry.cues.nouns],
    ] as const) {
      for (const cue of cues) {
        const words = cue
          .toLowerCase()
          .split(/\s+/)
          .filter((word) => !articles.has(word));
        const starred = words.findIndex((word) => word.startsWith('*'));
        const trigger = Math.max(0, starred);
        const plain = words.map((word) => word.replace(/^\*/, ''));
        const key = plain[trigger] ?? '';
        patterns.set(key, [...(patterns.get(key) ?? []), { type: entry.type, words: plain, trigger, tag, own }]);
      }
    }
    blocked.set(
      entry.type,
      entry.not.map((phrase) => phrase.toLowerCase().split(/\s+/)),
    );
  }
  for (const list of patterns.values()) list.sort((a, b) => b.words.length - a.words.length);
  const byType = new Map(entries.map((entry) => [entry.type, entry]));
  return {
    entries,
    cueWeight,
    cueOf: (tree, word) => {
      const token = tree.tokens[word];
      if (!token) return null;
      const lemma = token.lemma.toLowerCase();
      const matching = (patterns.get(lemma) ?? []).filter(
        (pattern) =>
          (pattern.tag === 'VERB' ? token.upos === 'VERB' : token.upos === 'NOUN' || token.upos === 'PROPN') &&
          matchesAt(tree, word, pattern.words, pattern.trigger) &&
          !(blocked.get(pattern.type) ?? []).some(
            (phrase) => phrase.includes(lemma) && matchesAt(tree, word, phrase, phrase.indexOf(lemma)),
          ),
      );
      const longest = matching[0];
      if (!longest) return null;
      const own = matching.find((pattern) => pattern.own && pattern.words.length === longest.words.length);
      const rivals = new Set(
        matching.filter((pattern) => pattern.words.length === longest.words.length).map((pattern) => pattern.type),
      );
      if (own) return { type: own.type, strength: ownTypeStrength, note: `"${own.words.join(' ')}"` };
      return rivals.size > 1 ? null : { type: longest.type, strength: 0.6, note: `"${longest.words.join(' ')}"` };
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

function readEntry(file: string): CodebookEntry {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ChanceryError('bad_data', `${file}: ${messageOf(error)}`, { cause: error });
  }
  const parsed = entrySchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ChanceryError('bad_data', `${file}: ${issue?.path.join('.') || 'file'}: ${issue?.message}`);
  }
  if (!ontology().types.some((type) => type.code === parsed.data.type) && parsed.data.quad === undefined) {
    throw new ChanceryError('bad_data', `${file}: quad: a type of your own needs a quad from 1 to 4`);
  }
  return parsed.data;
}

/** Whether the lemmas stand in order with at most four words between, `words[trigger]` at `word`. */
function matchesAt(tree: SentenceTree, word: number, words: readonly string[], trigger: number): boolean {
  let at = word;
  for (let index = trigger + 1; index < words.length; index++) {
    const next = seek(tree, at, words[index] ?? '', 1);
    if (next === null) return false;
    at = next;
  }
  at = word;
  for (let index = trigger - 1; index >= 0; index--) {
    const previous = seek(tree, at, words[index] ?? '', -1);
    if (previous === null) return false;
    at = previous;
  }
  return true;
}

function seek(tree: SentenceTree, from: number, word: string, step: 1 | -1): number | null {
  for (let distance = 1; distance <= widestGap + 1; distance++) {
    const token = tree.tokens[from + step * distance];
    if (!token) return null;
    if (token.lemma.toLowerCase() === word || token.text.toLowerCase() === word) return from + step * distance;
  }
  return null;
}
