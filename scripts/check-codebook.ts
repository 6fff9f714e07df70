import { parseEventLine } from '../src/evaluate/event-line.js';
import { parseMarkedText } from '../src/evaluate/marked-text.js';
import { type CodebookEntry, openCodebook } from '../src/events/codebook.js';
import { ontology } from '../src/ontology/ontology.js';

export const leastExamples = 8;

/** What is wrong in the codebook, as `TYPE mode: cause`. Throws where a file cannot be read at all. */
export function checkCodebook(folder?: string): readonly string[] {
  const problems: string[] = [];
  const types = ontology().types;
  const { entries } = openCodebook(folder);
  for (const { code, modes } of types) {
    const entry = entries.find(({ type }) => type === code);
    if (entry === undefined) problems.push(`type without an entry: ${code}`);
    else {
      for (const mode of modes)
        if (!(mode.code in entry.modes)) problems.push(`${code}: mode without an entry: ${mode.code}`);
    }
  }
  for (const entry of entries) {
    const known = types.find(({ code }) => code === entry.type)?.modes.map(({ code }) => code);
    const add = (name: string) => (cause: string) => problems.push(`${name}: ${cause}`);
    for (const list of Object.values(entry.cues)) checkCues(list, add(entry.type));
    checkExamples(entry, add(entry.type));
    for (const [name, mode] of Object.entries(entry.modes)) {
      if (known !== undefined && !known.includes(name)) problems.push(`${entry.type}: no such mode: ${name}`);
      checkCues(mode.cues, add(`${entry.type} ${name}`));
      checkExamples(mode, add(`${entry.type} ${name}`));
    }
  }
  return problems;
}

type Add = (cause: string) => void;

function checkCues(cues: readonly string[], add: Add): void {
  for (const cue of cues.filter((each, at) => cues.indexOf(each) !== at)) add(`cue given twice: ${cue}`);
}

function checkExamples(entry: Pick<CodebookEntry, 'examples' | 'counterexamples'>, add: Add): void {
  if (entry.examples.length < leastExamples) add(`fewer than ${leastExamples} examples: ${entry.examples.length}`);
  for (const example of entry.examples) {
    const [marked = '', roles] = example.split(' => ');
    const { spans, problems } = parseMarkedText(marked);
    const labels = new Set(spans.map(({ label }) => label));
    for (const cause of problems) add(`${cause}: ${example}`);
    if (!labels.has('1')) add(`example without a trigger: ${example}`);
    if (!labels.has('a') && !labels.has('b')) add(`example without a party: ${example}`);
    const { event } = parseEventLine(`1 X ${roles ?? '>'}`, 1);
    for (const label of [...(event?.sources ?? []), ...(event?.targets ?? [])]) {
      if (!labels.has(label)) add(`label not in the text: ${label}: ${example}`);
    }
  }
  const types = ontology().types.map(({ code }) => code);
  for (const { text, use } of entry.counterexamples) {
    if (use !== null && !types.includes(use)) add(`counter-example with an unknown type: ${use}: ${text}`);
  }
}

/** Plain sentences of the codebook's examples. */
export function codebookSentences(folder?: string): readonly { readonly id: string; readonly text: string }[] {
  return openCodebook(folder).entries.flatMap(({ type, examples, modes }) =>
    [...examples, ...Object.values(modes).flatMap((mode) => mode.examples)].map((example, at) => ({
      id: `${type} ${at + 1}`,
      text: parseMarkedText(example.split(' => ')[0] ?? '').text,
    })),
  );
}
