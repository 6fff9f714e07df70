import type { CldFactory, LanguageIdentifier } from 'cld3-asm';

/** ISO 639-1 of a text, null where it is too short or the answer unsure. `probability` is 0..1. */
export interface FoundLanguage {
  readonly language: string | null;
  readonly probability: number;
}

/** Letters under which no answer is trusted. */
const fewest = 24;
const leastProbability = 0.7;
const looked = 3000;
let opened: Promise<LanguageIdentifier> | null = null;

async function identifier(): Promise<LanguageIdentifier> {
  opened ??= import('cld3-asm').then(async ({ loadModule }) => {
    const factory: CldFactory = await loadModule();
    return factory.create(0, 3000);
  });
  return opened;
}

/** The language of a text, by its letters. */
export async function identifyLanguage(text: string): Promise<FoundLanguage> {
  const sample = text.slice(0, looked).replace(/https?:\S+|[\p{Nd}\p{P}]+/gu, ' ');
  if ((sample.match(/\p{L}/gu)?.length ?? 0) < fewest) return { language: null, probability: 0 };
  const { language, probability, is_reliable } = (await identifier()).findLanguage(sample);
  const code = language.split('-')[0] ?? '';
  const sure = is_reliable && probability >= leastProbability && code !== 'und';
  return { language: sure ? code : null, probability };
}
