import type { Coder } from '../events/open-coder.js';
import type { PairAnswer } from '../events/type-pair.js';
import { quadOf } from '../ontology/ontology.js';
import { type MarkedFile, type MarkedSentence, readMarkedSentences } from './marked-sentences.js';
import { type LabelScores, scoreLabels } from './scores.js';

/** In which labels a file is written: PLOVER 2.0, or the table of 2021 with YIELD for CONCEDE and RETREAT. */
export type Scheme = 'plover-2.0' | 'table-2021';

export interface PairResult {
  readonly row: MarkedSentence;
  readonly answer: PairAnswer;
  readonly label: string;
  readonly quad: string;
}

export interface PairEvaluation {
  readonly scheme: Scheme;
  readonly file: MarkedFile;
  readonly results: readonly PairResult[];
  readonly types: LabelScores;
  readonly quads: LabelScores;
}

/** The scheme that a file's labels betray: YIELD, or a lack of both CONCEDE and RETREAT, is the table of 2021. */
export function schemeOf(labels: readonly string[]): Scheme {
  return labels.includes('CONCEDE') || labels.includes('RETREAT') ? 'plover-2.0' : 'table-2021';
}

/** Answers the type of each marked pair of a file and scores it in the file's own scheme. Abstentions under `minConfidence` are misses. */
export async function evaluatePairs(
  content: string,
  name: string,
  coder: Coder,
  minConfidence = 0,
): Promise<PairEvaluation> {
  const file = readMarkedSentences(content, name);
  const scheme = schemeOf(file.rows.map((row) => row.type));
  const results: PairResult[] = [];
  for (const row of file.rows) {
    const answer = await coder.pair(row.sentence, row.source, row.target);
    const abstains = answer.type === null || answer.confidence < minConfidence;
    const label = abstains ? '' : ((scheme === 'table-2021' ? answer.label2021 : answer.type) ?? '');
    results.push({ row, answer, label, quad: label === '' ? '' : quadLabel(label, scheme) });
  }
  return {
    scheme,
    file,
    results,
    types: scoreLabels(results.map(({ row, label }) => ({ gold: row.type, answer: label }))),
    quads: scoreLabels(results.map(({ row, quad }) => ({ gold: row.quad, answer: quad }))),
  };
}

/** Quad of a label in its scheme: YIELD is material cooperation there. */
function quadLabel(label: string, scheme: Scheme): string {
  if (scheme === 'table-2021' && label === 'YIELD') return '2';
  return String(quadOf(label));
}

/** The input's columns with `predicted` appended, tab-separated. */
export function predictionsOf({ file, results }: PairEvaluation): string {
  const lines = results.map(({ row, label }) =>
    [...file.header.map((_, column) => row.cells[column] ?? ''), label].join('\t'),
  );
  return `${[[...file.header, 'predicted'].join('\t'), ...lines].join('\n')}\n`;
}
