import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Argument, Command } from 'commander';
import { commands } from '../src/cli/commands.js';
import { packageRoot } from '../src/package-root.js';

/** All commands with their options, as they are registered. */
export async function commandTree(): Promise<readonly Command[]> {
  const program = new Command('chancery');
  for (const add of commands) await add(program);
  return program.commands;
}

/** `docs/commands.md`, from the commands themselves. */
export async function commandPage(): Promise<string> {
  const sections = (await commandTree()).map((command) => section(command));
  return `${head}\n${sections.join('\n')}`;
}

const head = `# Commands

Written by \`npm run write:commands\` from the commands themselves; a test compares it.
Every option can also be set in the environment or in \`chancery.toml\`: see [settings](settings.md).
Exit codes: 0 all well, 1 some inputs failed (named at the end), 2 wrong use, 3 something is wrong with the installation.
`;

function section(command: Command, parent = ''): string {
  const name = `${parent}${command.name()}`;
  const usage = [
    'chancery',
    name,
    ...command.registeredArguments.map(argument),
    ...(command.options.length > 0 ? ['[options]'] : []),
  ];
  const rows = command.options.map(
    ({ flags, description, defaultValue }) =>
      `| \`${flags.replace(/\|/g, '\\|')}\` | ${cell(description)}${typeof defaultValue === 'string' ? ` (default: ${cell(defaultValue)})` : ''} |`,
  );
  const table = rows.length > 0 ? ['', '| option | does |', '|---|---|', ...rows] : [];
  const inner = command.commands.map((one) => section(one, `${name} `));
  return [`## ${name}`, '', command.description(), '', '```', usage.join(' '), '```', ...table, '', ...inner].join(
    '\n',
  );
}

function argument(one: Argument): string {
  const word = `${one.name()}${one.variadic ? '...' : ''}`;
  return one.required ? `<${word}>` : `[${word}]`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/</g, '&lt;');
}

if (process.argv[1]?.endsWith('write-commands.js')) {
  writeFileSync(join(packageRoot(), 'docs', 'commands.md'), await commandPage());
}
