import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseEventLine } from '../src/evaluate/event-line.js';
import { parseMarkedText } from '../src/evaluate/marked-text.js';
import { ontology } from '../src/ontology/ontology.js';
import { dataPath } from '../src/package-root.js';

const cues = z.strictObject({ verbs: z.array(z.string()), nouns: z.array(z.string()), phrases: z.array(z.string()) });
const entry = z.strictObject({ definition: z.string(), cues, examples: z.string(), counterexamples: z.string() });
const schema = entry.extend({ type: z.string(), modes: z.record(z.string(), entry) });

export const leastExamples = 8;

/** What is wrong in the codebook files, as `file: cause`. */
export function checkCodebook(folder = dataPath('codebook')): readonly string[] {
  const problems: string[] = [];
  const types = ontology().types;
  const missing = new Set(types.map(({ code }) => code));
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
    const parsed = schema.safeParse(parse(readFileSync(join(folder, name), 'utf8')));
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) problems.push(`${name}: ${path.join('.')}: ${message}`);
      continue;
    }
    const { type, modes } = parsed.data;
    missing.delete(type);
    const known = types.find(({ code }) => code === type)?.modes.map(({ code }) => code);
    for (const mode of known ?? []) if (!(mode in modes)) problems.push(`${name}: mode without an entry: ${mode}`);
    for (const mode of Object.keys(modes)) {
      if (known !== undefined && !known.includes(mode)) problems.push(`${name}: no mode of ${type}: ${mode}`);
    }
    for (const [mode, part] of [['', parsed.data] as const, ...Object.entries(modes)]) {
      for (const cause of checkEntry(part)) problems.push(`${name}: ${mode === '' ? type : mode}: ${cause}`);
    }
  }
  for (const type of missing) problems.push(`type without a file: ${type}`);
  return problems;
}

function checkEntry(part: z.infer<typeof entry>): readonly string[] {
  const problems: string[] = [];
  for (const list of Object.values(part.cues)) {
    const twice = list.filter((cue, at) => list.indexOf(cue) !== at);
    for (const cue of twice) problems.push(`cue given twice: ${cue}`);
  }
  const examples = part.examples.trim().split('\n');
  if (examples.length < leastExamples) problems.push(`fewer than ${leastExamples} examples: ${examples.length}`);
  for (const line of examples) {
    const [marked = '', roles = 'a > b'] = line.split(' => ');
    const { spans, problems: causes } = parseMarkedText(marked);
    const labels = new Set(spans.map(({ label }) => label));
    const { event } = parseEventLine(`1 X ${roles}`, 1);
    const given = line.includes(' => ') ? [...(event?.sources ?? []), ...(event?.targets ?? [])] : [];
    for (const cause of causes) problems.push(`${cause}: ${line}`);
    if (!labels.has('1')) problems.push(`example without a trigger: ${line}`);
    if (!labels.has('a') && !labels.has('b')) problems.push(`example without a party: ${line}`);
    for (const label of given) if (!labels.has(label)) problems.push(`label not in the text: ${label}: ${line}`);
  }
  const uses = new Set([...ontology().types.map(({ code }) => code), 'none']);
  for (const line of part.counterexamples.trim().split('\n')) {
    const use = /\s=>\s(\w+)(?::|$)/.exec(line)?.[1];
    if (use === undefined || !uses.has(use)) problems.push(`counterexample without "=> TYPE: why": ${line}`);
  }
  return problems;
}

/** Plain sentences of the codebook's examples. */
export function codebookSentences(
  folder = dataPath('codebook'),
): readonly { readonly id: string; readonly text: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => {
      const { type, examples, modes } = schema.parse(parse(readFileSync(join(folder, name), 'utf8')));
      const all = [examples, ...Object.values(modes).map((mode) => mode.examples)].join('\n').trim().split(/\n+/);
      return all.map((line, at) => ({
        id: `${type} ${at + 1}`,
        text: parseMarkedText(line.split(' => ')[0] ?? '').text,
      }));
    });
}
