/** The lemma that an edit script makes of a word: `=` keeps the word, `n:abc` cuts n units off the lower-cased word and adds abc. */
export function applyLemmaScript(word: string, script: string): string {
  if (script === '=') return word;
  const colon = script.indexOf(':');
  const cut = Number(script.slice(0, colon));
  const lower = word.toLowerCase();
  return cut > lower.length ? lower : lower.slice(0, lower.length - cut) + script.slice(colon + 1);
}
