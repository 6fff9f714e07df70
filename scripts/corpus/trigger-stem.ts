import { readFileSync } from 'node:fs';
import { dataPath } from '../../src/package-root.js';

let irregular: ReadonlyMap<string, string> | null = null;

function irregularForms(): ReadonlyMap<string, string> {
  if (irregular === null) {
    const forms: Readonly<Record<string, string>> = JSON.parse(
      readFileSync(dataPath('coding-habits', 'irregular-verbs.json'), 'utf8'),
    );
    const pairs = Object.entries(forms).flatMap(([stem, list]) => list.split(' ').map((form) => [form, stem] as const));
    irregular = new Map(pairs);
  }
  return irregular;
}

/** The trigger's words with inflection cut off: a stand-in for the lemma that needs no model; it may cut too much. */
export function triggerStem(trigger: string): string {
  const [first = '', ...rest] = trigger.toLowerCase().split(/\s+/);
  return [stemOf(first), ...rest].join(' ');
}

function stemOf(word: string): string {
  const known = irregularForms().get(word);
  if (known !== undefined) return known;
  const bare = word.replace(/['’]s?$/, '');
  if (/(?:ied|ies)$/.test(bare) && bare.length > 4) return bare.replace(/ie[ds]$/, 'y');
  const cut = bare.replace(/(?:ing|ed|es|s)$/, '');
  if (cut.length < 3 || /[^s]ss$/.test(bare)) return bare.replace(/e$/, '');
  return cut.replace(/([bdglmnprt])\1$/, '$1').replace(/e$/, '');
}
