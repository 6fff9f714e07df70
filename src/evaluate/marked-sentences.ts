import { ChanceryError } from '../errors.js';

/** A sentence with a marked source and target; offsets into `sentence`, half-open. */
export interface MarkedSentence {
  readonly line: number;
  readonly id: string;
  readonly sentence: string;
  readonly source: readonly (readonly [number, number])[];
  readonly target: readonly (readonly [number, number])[];
  readonly type: string;
  readonly quad: string;
  readonly cells: readonly string[];
}

export interface MarkedFile {
  readonly header: readonly string[];
  readonly rows: readonly MarkedSentence[];
}

/**
 * Reads a tab-separated file with the columns `sentence`, `marked` (source between `<s>` and `</s>`, target between `<t>` and
 * `</t>`) and, where known, `type` and `quad`. A side without marks is unnamed. Throws `bad_input` naming file and line.
 */
export function readMarkedSentences(content: string, file: string): MarkedFile {
  const lines = content.split(/\r?\n/);
  const header = (lines[0] ?? '').split('\t');
  const column = (name: string): number => header.indexOf(name);
  const marked = column('marked');
  if (marked < 0) throw new ChanceryError('bad_input', `${file}: line 1: no column named marked`);
  const rows = lines.slice(1).flatMap((line, index): MarkedSentence[] => {
    if (line.trim() === '') return [];
    const cells = line.split('\t');
    const text = cells[marked];
    if (text === undefined) throw new ChanceryError('bad_input', `${file}: line ${index + 2}: too few columns`);
    const cell = (name: string): string => cells[column(name)] ?? '';
    return [
      {
        line: index + 2,
        id: cell('id') || String(index + 1),
        ...readMarks(text),
        type: cell('type'),
        quad: cell('quad'),
        cells,
      },
    ];
  });
  return { header, rows };
}

/** The plain sentence and the offsets of its marks; a nested or doubled mark of one side gives several ranges. */
export function readMarks(marked: string): Pick<MarkedSentence, 'sentence' | 'source' | 'target'> {
  let sentence = '';
  const open: { side: 's' | 't'; start: number }[] = [];
  const found: Record<'s' | 't', [number, number][]> = { s: [], t: [] };
  let at = 0;
  for (const match of marked.matchAll(/<(\/?)([st])>/g)) {
    sentence += marked.slice(at, match.index);
    at = match.index + match[0].length;
    const side = match[2] === 's' ? 's' : 't';
    if (match[1] === '') open.push({ side, start: sentence.length });
    else {
      const index = open.findLastIndex((each) => each.side === side);
      const opened = open[index];
      if (!opened) continue;
      open.splice(index, 1);
      if (sentence.length > opened.start) found[side].push([opened.start, sentence.length]);
    }
  }
  sentence += marked.slice(at);
  return { sentence, source: found.s, target: found.t };
}
