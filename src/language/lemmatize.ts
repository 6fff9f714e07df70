import { languageData } from './language-data.js';

export interface LemmaInput {
  readonly word: string;
  readonly upos: string;
  /** Penn tag. */
  readonly xpos: string;
  /** The model's edit script, for words that no rule knows. */
  readonly script: string;
}

/** Place of a lower-case word in a frequency-ordered vocabulary, none when it is not there. */
export type Rank = (word: string) => number | undefined;

export type Lemmatizer = (input: LemmaInput) => string;

const rare = 1_000_000;
const doubled = /([bdfgklmnprtvz])\1$/;
const baseTags = new Set(['VB', 'VBP', 'NN', 'JJ', 'RB', 'RP', 'IN', 'CD']);
const openClasses = new Set(['NOUN', 'VERB', 'ADJ', 'ADV', 'PROPN']);

/**
 * Lemmas by irregular forms, then by rules on the Penn tag that ask the vocabulary which stem is a word, for open classes;
 * closed classes, of which the model has seen every word, take the model's edit script.
 */
export function openLemmatizer(rank: Rank): Lemmatizer {
  const known = new Map<string, string>();
  return (input) => {
    const key = `${input.word}\t${input.upos}\t${input.xpos}\t${input.script}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const lemma = lemmaOf(input, rank);
    if (known.size > 50_000) known.clear();
    known.set(key, lemma);
    return lemma;
  };
}

function lemmaOf({ word, upos, xpos, script }: LemmaInput, rank: Rank): string {
  if (!openClasses.has(upos)) return applyLemmaScript(word, script);
  const lower = word.toLowerCase();
  if (upos === 'PROPN' || xpos === 'NNP') return xpos === 'NNPS' ? recase(word, nounLemma(lower, rank)) : word;
  if (/^\p{Lu}{2,}s$/u.test(word)) return word.slice(0, -1);
  const exception = languageData().lemmaExceptions.get(`${lower} ${xpos}`);
  if (exception !== undefined) return exception;
  if (baseTags.has(xpos)) return script === '=' ? word : lower;
  const cut = lower.lastIndexOf('-') + 1;
  const head = lower.slice(0, cut);
  const last = lower.slice(cut);
  const inner = cut > 0 ? languageData().lemmaExceptions.get(`${last} ${xpos}`) : undefined;
  return head + (inner ?? regularLemma(last, xpos, rank) ?? applyLemmaScript(last, script));
}

function regularLemma(word: string, xpos: string, rank: Rank): string | null {
  switch (xpos) {
    case 'NNS':
      return nounLemma(word, rank);
    case 'VBZ':
      return withoutS(word, rank);
    case 'VBG':
      return word.endsWith('ing')
        ? stemLemma(word.slice(0, -3), rank)
        : word.endsWith("in'")
          ? stemLemma(word.slice(0, -3), rank)
          : null;
    case 'VBD':
    case 'VBN':
      if (word.endsWith('ied') && word.length > 4) return `${word.slice(0, -3)}y`;
      return word.endsWith('ed') ? stemLemma(word.slice(0, -2), rank) : null;
    case 'JJR':
    case 'RBR':
      if (word.endsWith('ier')) return `${word.slice(0, -3)}y`;
      return word.endsWith('er') ? stemLemma(word.slice(0, -2), rank) : null;
    case 'JJS':
    case 'RBS':
      if (word.endsWith('iest')) return `${word.slice(0, -4)}y`;
      return word.endsWith('est') ? stemLemma(word.slice(0, -3), rank) : null;
    default:
      return null;
  }
}

function nounLemma(word: string, rank: Rank): string {
  const prefixed = irregularPlural(word);
  return prefixed ?? withoutS(word, rank);
}

function withoutS(word: string, rank: Rank): string {
  if (!word.endsWith('s') || word.endsWith('ss') || word.length < 3) return word;
  if (/^\p{Nd}+s$/u.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz)es$/.test(word)) return preferred([word.slice(0, -2), word.slice(0, -1)], rank);
  if (/[szo]es$/.test(word)) {
    const short = rank(word.slice(0, -2)) !== undefined || word.endsWith('oes');
    return rank(word.slice(0, -1)) === undefined && short ? word.slice(0, -2) : word.slice(0, -1);
  }
  return word.slice(0, -1);
}

/** Plurals whose second part is irregular: `chairwomen`, `policymen`. */
function irregularPlural(word: string): string | null {
  const exceptions = languageData().lemmaExceptions;
  for (let cut = 1; cut < word.length - 2; cut += 1) {
    const lemma = exceptions.get(`${word.slice(cut)} NNS`);
    if (lemma !== undefined && word.slice(cut).endsWith('men') && word.length - cut >= 3)
      return word.slice(0, cut) + lemma;
  }
  return exceptions.get(`${word} NNS`) ?? null;
}

/** The base of a stem left by -ing, -ed, -er, -est: as it is, with e, or with the last letter single. */
function stemLemma(stem: string, rank: Rank): string {
  if (stem.length < 2) return stem;
  if (doubled.test(stem)) return preferred([stem.slice(0, -1), stem], rank);
  if (/^[^aeiou]*[aeiou][^aeiouwxy]$/.test(stem) && rank(`${stem}e`) !== undefined) return `${stem}e`;
  if (/[^aeiou][aeiou]$/.test(stem) && /[eiu]$/.test(stem)) return preferred([`${stem}e`, stem], rank);
  if (
    /(?:[aeo][lmnrtp]|[^aeiou][aeiou][bcdgkpstvz]|[aeiou]{2}[svz]|[lnr][cgsv]|[^s]s|[cuvz]|dg|[bcdfgkptz]l|th)$/.test(
      stem,
    )
  ) {
    return preferred([`${stem}e`, stem], rank);
  }
  return preferred([stem, `${stem}e`], rank);
}

/** The first candidate unless only a later one, or a far more frequent one, is a word. */
function preferred(candidates: readonly [string, string], rank: Rank): string {
  const [first, second] = candidates;
  const a = rank(first) ?? rare;
  const b = rank(second) ?? rare;
  if (a === rare && b === rare) return first;
  return b < a ? second : first;
}

function recase(word: string, lemma: string): string {
  return word.toLowerCase().startsWith(lemma) ? word.slice(0, lemma.length) : word.charAt(0) + lemma.slice(1);
}

/** The lemma that an edit script makes of a word: `=` keeps the word, `n:abc` cuts n units off the lower-cased word and adds abc. */
export function applyLemmaScript(word: string, script: string): string {
  if (script === '=') return word;
  const colon = script.indexOf(':');
  const cut = Number(script.slice(0, colon));
  const lower = word.toLowerCase();
  return cut > lower.length ? lower : lower.slice(0, lower.length - cut) + script.slice(colon + 1);
}
