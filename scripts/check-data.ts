import { checkActorData } from './check-actor-data.js';
import { checkCodebook } from './check-codebook.js';
import { checkCounts } from './check-counts.js';
import { checkGold, checkSampleReports } from './check-gold.js';
import { checkLanguageData } from './check-language-data.js';
import { checkLikeness } from './check-likeness.js';
import { secondFiles } from './corpus-agreement.js';
import { corpusFiles, lintCoded, readCoded } from './lint-corpus.js';

/** Runs every linter of the data folders; each prints what is wrong as `file:line: cause`. */
export interface DataCheck {
  readonly name: string;
  readonly run: () => readonly string[] | Promise<readonly string[]>;
}

const checks: readonly DataCheck[] = [
  { name: 'training corpus', run: () => lintCoded(readCoded(corpusFiles())).errors },
  { name: 'counts of the corpus', run: checkCounts },
  { name: 'second codings', run: () => lintCoded(readCoded(secondFiles())).errors },
  { name: 'gold reports', run: checkGold },
  { name: 'sample reports', run: checkSampleReports },
  { name: 'actors and roles', run: checkActorData },
  { name: 'language lists', run: checkLanguageData },
  { name: 'codebook', run: () => checkCodebook() },
  { name: 'likeness of sentences', run: checkLikeness },
];

let wrong = 0;
for (const check of checks) {
  const problems = await check.run();
  for (const problem of problems) console.error(problem);
  console.log(`${check.name}: ${problems.length === 0 ? 'ok' : `${problems.length} problems`}`);
  wrong += problems.length;
}
if (wrong > 0) process.exit(1);
