import { readFileSync } from 'node:fs';
import { dataPath } from '../../package-root.js';

export interface ObjectWords {
  readonly scales: Readonly<Record<string, number>>;
  readonly vague: Readonly<Record<string, readonly [number, number]>>;
  readonly figures: Readonly<Record<string, number>>;
  readonly currencies: Readonly<Record<string, string>>;
  readonly kinds: ReadonlyMap<string, string>;
  /** Prepositions of what follows a thing without being part of its name; the one that always is. */
  readonly apart: ReadonlySet<string>;
  readonly partOf: string;
  /** Prepositions of what is asked or agreed. */
  readonly asked: ReadonlySet<string>;
}

const kindNames = ['agreement', 'money', 'troops', 'weapons', 'people', 'goods', 'territory', 'measure'] as const;
let shipped: ObjectWords | null = null;

/** The word lists of `data/events/objects.json`; a noun in several lists keeps the first. */
export function objectWords(): ObjectWords {
  if (shipped === null) {
    const raw = JSON.parse(readFileSync(dataPath('events', 'objects.json'), 'utf8'));
    const kinds = new Map<string, string>();
    for (const kind of kindNames) for (const noun of raw[kind] as string[]) if (!kinds.has(noun)) kinds.set(noun, kind);
    shipped = {
      scales: raw.scales,
      vague: raw.vague,
      figures: raw.figures,
      currencies: raw.currencies,
      kinds,
      apart: new Set(raw.apart),
      partOf: raw.partOf,
      asked: new Set(raw.asked),
    };
  }
  return shipped;
}

/** A number in words or figures: the least and the greatest it can mean. */
export interface NumberRange {
  readonly low: number;
  readonly high: number;
}

/** Reads "1,200", "2.5 million", "twenty-one", "dozens", "3 to 5", "at least 40"; null when the words are no number. */
export function readNumber(words: string): NumberRange | null {
  const text = words
    .toLowerCase()
    .replace(/(\d)[, ](?=\d{3}\b)/g, '$1')
    .replace(/[$€£¥₹]/g, ' ')
    .trim();
  const { vague, scales, figures } = objectWords();
  for (const [phrase, [low, high]] of Object.entries(vague).sort((a, b) => b[0].length - a[0].length)) {
    if (text.includes(phrase)) return { low, high };
  }
  const pair = /^(?:between |from )?([\d.]+) ?(?:to|and|or|-|–) ?([\d.]+)\b ?([a-z]+)?/.exec(text);
  if (pair?.[1] && pair[2]) {
    const scale = scales[pair[3] ?? ''] ?? 1;
    const [low, high] = [Number(pair[1]) * scale, Number(pair[2]) * scale];
    if (Number.isFinite(low) && high >= low) return { low, high };
  }
  let total = 0;
  let group = 0;
  let seen = false;
  for (const part of text.split(/[\s-]+/)) {
    const figure = /^(\d+(?:\.\d+)?)(m|bn|mn|k)?$/.exec(part);
    if (figure) {
      group += Number(figure[1]) * (scales[figure[2] ?? ''] ?? 1);
      seen = true;
    } else if (figures[part] !== undefined) {
      group += figures[part] ?? 0;
      seen = true;
    } else if (scales[part] !== undefined && part.length > 2) {
      const scale = scales[part] ?? 1;
      group = (group || 1) * scale;
      if (scale >= 1000) {
        total += group;
        group = 0;
      }
      seen = true;
    }
  }
  return seen && Number.isFinite(total + group) ? { low: total + group, high: total + group } : null;
}
