import type { Command } from 'commander';
import { painter } from './colours.js';

interface DoctorFlags {
  readonly format?: string;
  readonly ledger?: string;
}

/** One thing looked at: how it is, and, where it is wrong, what mends it. */
export interface Finding {
  readonly name: string;
  readonly state: 'good' | 'poor' | 'bad';
  readonly found: string;
  readonly mend?: string;
}

/** `chancery doctor` */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Look this installation over: versions, model, dictionary, gazetteer, ledger, cores and memory.')
    .option('--ledger <file>', 'ledger to look at')
    .option('--format <name>', 'text or json', 'text')
    .addHelpText('after', '\nExample:\n  chancery doctor --ledger chancery.duckdb')
    .action(runDoctor);
}

async function runDoctor(flags: DoctorFlags): Promise<void> {
  const { ChanceryError } = await import('../errors.js');
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new ChanceryError('usage', `unknown format: ${flags.format} (text or json)`);
  const { examine } = await import('./examine-installation.js');
  const findings = await examine(flags.ledger);
  if (flags.format === 'json') process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else process.stdout.write(findings.map(line).join(''));
  if (findings.some(({ state }) => state === 'bad')) process.exitCode = 3;
}

const marks = { good: '✓', poor: '!', bad: '✗' } as const;
const colours = { good: 'green', poor: 'yellow', bad: 'red' } as const;

function line({ name, state, found, mend }: Finding): string {
  const paint = painter(process.stdout);
  const head = `${paint(marks[state], colours[state])} ${name.padEnd(11)} ${found}\n`;
  return mend === undefined || state === 'good'
    ? head
    : `${head}  ${' '.repeat(12)}${paint('mend:', 'bold')} ${mend}\n`;
}
