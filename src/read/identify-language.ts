import type { CldFactory, LanguageIdentifier } from 'cld3-asm';
import { tableRows } from './table-rows.js';

/** ISO 639-1 of a text, null where it is too short or the answer unsure. `probability` is 0..1. */
export interface FoundLanguage {
  readonly language: string | null;
  readonly probability: number;
}

/** Letters under which no answer is trusted. */
const fewest = 24;
const leastProbability = 0.7;
const looked = 1000;
/** Letters from which that probability is enough; under it, nearly certain answers only. */
const enough = 200;
const nearlyCertain = 0.97;
let opened: Promise<LanguageIdentifier> | null = null;

async function identifier(): Promise<LanguageIdentifier> {
  opened ??= import('cld3-asm').then(async ({ loadModule }) => {
    const factory: CldFactory = await loadModule();
    return factory.create(0, 3000);
  });
  return opened;
}

/** Words of the opening that are looked at for English, and the share of its commonest words from which it is. */
const openingLength = 800;
const fewestWords = 25;
const plainlyEnglish = 0.2;
let english: ReadonlySet<string> | null = null;

/** Whether the opening is English beyond doubt: most texts are, and the model costs a hundred times more. */
function isPlainlyEnglish(text: string): boolean {
  english ??= new Set(tableRows('english-words.tsv', ['word']).map((row) => row.word));
  const words =
    text
      .slice(0, openingLength)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  if (words.length < fewestWords) return false;
  let common = 0;
  for (const word of words) if (english.has(word)) common += 1;
  return common >= words.length * plainlyEnglish;
}

/** The language of a text: English by its commonest words, any other by its letters. */
export async function identifyLanguage(text: string): Promise<FoundLanguage> {
  if (isPlainlyEnglish(text)) return { language: 'en', probability: 1 };
  const sample = text.slice(0, looked).replace(/https?:\S+|[\p{Nd}\p{P}]+/gu, ' ');
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters < fewest) return { language: null, probability: 0 };
  const { language, probability, is_reliable } = (await identifier()).findLanguage(sample);
  const code = language.split('-')[0] ?? '';
  const sure = is_reliable && probability >= (letters < enough ? nearlyCertain : leastProbability) && code !== 'und';
  return { language: sure ? code : null, probability };
}
