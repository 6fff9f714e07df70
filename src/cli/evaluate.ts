import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import type { LabelScores } from '../evaluate/scores.js';

interface EvaluateFlags {
  readonly predictions?: string;
  readonly format?: string;
  readonly minConfidence?: string;
  readonly codebook?: string;
  readonly worst?: string;
}

/** `chancery evaluate FILE` */
export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description(
      'Score the coder on a hand-coded file: sentences with marked parties, PLOVER records, coded texts, or a filled-in sample sheet.',
    )
    .argument('<file>', 'TSV with a column `marked`, PLOVER JSON, .cev, or the sheet of `chancery sample`')
    .option('--predictions <file>', "write the input's columns with `predicted` appended")
    .option('--format <name>', 'text or json', 'text')
    .option('--min-confidence <number>', 'abstain under this confidence; an abstention counts as a miss')
    .option('--codebook <folder>', 'codebook to use in place of the shipped one')
    .option('--worst <number>', 'how many of the surest errors to print', '10')
    .addHelpText('after', '\nExample:\n  chancery evaluate sentences.tsv --predictions answers.tsv')
    .action(runEvaluate);
}

async function runEvaluate(path: string, flags: EvaluateFlags): Promise<void> {
  const content = await readFile(path, 'utf8').catch((cause) => {
    throw new ChanceryError('not_found', `cannot read: ${path}`, { cause });
  });
  const { isSheet } = await import('../evaluate/sample-sheet.js');
  if (isSheet(content)) return sheet(path, content, flags);
  const { openCoder } = await import('../events/open-coder.js');
  const coder = await openCoder(flags.codebook === undefined ? {} : { codebook: flags.codebook });
  try {
    const header = content.slice(0, content.indexOf('\n'));
    if (header.split('\t').includes('marked')) await pairs(path, content, coder, flags);
    else if (/^##? |^@ /m.test(content.slice(0, 400)) && /\.cev$/.test(path)) await coded(path, content, coder, flags);
    else if (/^\s*[[{]/.test(content)) await records(path, content, coder, flags);
    else
      throw new ChanceryError('bad_input', `${path}: line 1: neither marked sentences, PLOVER records nor coded texts`);
  } finally {
    await coder.close();
  }
}

type Coder = Awaited<ReturnType<typeof import('../events/open-coder.js').openCoder>>;

async function pairs(path: string, content: string, coder: Coder, flags: EvaluateFlags): Promise<void> {
  const { evaluatePairs, predictionsOf } = await import('../evaluate/evaluate-pairs.js');
  const evaluation = await evaluatePairs(content, path, coder, Number(flags.minConfidence ?? 0));
  if (flags.predictions !== undefined) await writeFile(flags.predictions, predictionsOf(evaluation));
  if (flags.format === 'json') {
    print(
      JSON.stringify(
        {
          scheme: evaluation.scheme,
          types: { ...evaluation.types, confusion: undefined },
          quads: { ...evaluation.quads, confusion: undefined },
        },
        null,
        2,
      ),
    );
    return;
  }
  print(
    `${evaluation.file.rows.length} sentences, labels of ${evaluation.scheme === 'table-2021' ? 'the table of 2021' : 'PLOVER 2.0'}`,
  );
  print(table('type', evaluation.types));
  print(table('quad', evaluation.quads));
  print(confusionTable(evaluation.types));
  const worst = evaluation.results
    .filter(({ row, label }) => row.type !== '' && label !== row.type)
    .sort((a, b) => b.answer.confidence - a.answer.confidence)
    .slice(0, Number(flags.worst ?? 10));
  print('Surest errors:');
  for (const { row, label, answer } of worst)
    print(`  ${row.id}: ${row.type} coded ${label || '(abstains)'} ${answer.confidence.toFixed(2)}  ${row.sentence}`);
}

async function records(path: string, content: string, coder: Coder, flags: EvaluateFlags): Promise<void> {
  const { evaluateRecords } = await import('../evaluate/evaluate-records.js');
  const evaluation = await evaluateRecords(content, path, coder);
  if (flags.format === 'json') {
    print(JSON.stringify(evaluation.fields, null, 2));
    return;
  }
  print(`${evaluation.sentences} sentences, ${evaluation.records} records`);
  for (const [field, { precision, recall, f1, gold, answered }] of Object.entries(evaluation.fields)) {
    print(
      `  ${field.padEnd(24)} precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}  F1 ${f1.toFixed(3)}  (${gold} gold, ${answered} coded)`,
    );
  }
  print('Errors:');
  for (const { text, gold, coded } of evaluation.errors.slice(0, Number(flags.worst ?? 10))) {
    print(`  ${text}\n    gold  ${gold.join('; ')}\n    coded ${coded.join('; ') || '(nothing)'}`);
  }
}

async function coded(path: string, content: string, coder: Coder, flags: EvaluateFlags): Promise<void> {
  const { evaluateCoded } = await import('../evaluate/evaluate-coded.js');
  const found = await evaluateCoded(content, path, coder);
  if (flags.format === 'json') {
    print(JSON.stringify({ ...found, types: { ...found.types, confusion: undefined }, errors: undefined }, null, 2));
    return;
  }
  print(`${found.items} texts`);
  for (const [name, score] of [
    ['triggers', found.triggers],
    ['trigger and type', found.typed],
    ['type and both parties', found.events],
  ] as const) {
    print(
      `  ${name.padEnd(24)} precision ${score.precision.toFixed(3)}  recall ${score.recall.toFixed(3)}  F1 ${score.f1.toFixed(3)}  (${score.gold} gold, ${score.answered} coded)`,
    );
  }
  for (const [field, { right, asked }] of Object.entries(found.fields))
    print(`  ${field.padEnd(24)} ${(right / asked).toFixed(3)} of ${asked}`);
  print(table('type', found.types));
  print(confusionTable(found.types));
  print('Errors:');
  for (const { item, cause, sentence } of found.errors.slice(0, Number(flags.worst ?? 10)))
    print(`  ${item}: ${cause}\n    ${sentence}`);
}

async function sheet(path: string, content: string, flags: EvaluateFlags): Promise<void> {
  const { estimateSheet } = await import('../evaluate/sample-sheet.js');
  const found = estimateSheet(content, path);
  if (flags.format === 'json') {
    print(JSON.stringify(found, null, 2));
    return;
  }
  print(`${found.rows} rows; shares right, weighted back to all coded events, with 95 % intervals`);
  for (const [field, { share, low, high, answered }] of Object.entries(found.fields)) {
    print(`  ${field.padEnd(24)} ${share.toFixed(3)}  (${low.toFixed(3)} to ${high.toFixed(3)}, ${answered} judged)`);
  }
  print(
    found.recall === null
      ? '  recall: fill in missed_events to estimate it'
      : `  recall                   ${found.recall.toFixed(3)}`,
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function table(name: string, scores: LabelScores): string {
  const lines = scores.labels.map(
    ({ label, gold, answered, precision, recall, f1 }) =>
      `  ${label.padEnd(12)} ${String(gold).padStart(5)} ${String(answered).padStart(5)}  ${precision.toFixed(3)}  ${recall.toFixed(3)}  ${f1.toFixed(3)}`,
  );
  return [
    `\n  ${name.padEnd(12)}  gold coded  prec.  recall F1`,
    ...lines,
    `  macro-F1 ${scores.macroF1.toFixed(4)}, accuracy ${scores.accuracy.toFixed(4)}`,
  ].join('\n');
}

function confusionTable({ labels, confusion }: LabelScores): string {
  const names = labels.map(({ label }) => label);
  const cell = (text: string): string => text.padStart(5);
  const head = `  gold \\ coded ${names.map((name) => cell(name.slice(0, 4))).join('')}${cell('none')}`;
  const rows = names.map((gold) => {
    const row = confusion.get(gold);
    return `  ${gold.padEnd(12)} ${[...names, ''].map((name) => cell(String(row?.get(name) || '.'))).join('')}`;
  });
  return ['', head, ...rows].join('\n');
}
