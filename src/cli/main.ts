#!/usr/bin/env node
import { Command } from 'commander';
import { ChanceryError, errorKinds, messageOf } from '../errors.js';
import { packageVersion } from '../package-root.js';
import { applySettings, dictionarySetting } from './apply-settings.js';
import { commands } from './commands.js';

const program = new Command('chancery')
  .description('Reads news and keeps the record: who did what to whom, when, where, and on whose word.')
  .version(packageVersion())
  .showSuggestionAfterError()
  .showHelpAfterError('(add --help for the options)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

for (const add of commands) await add(program);
program.hook('preAction', (_, action) => {
  const sources = { folder: process.cwd(), environment: process.env };
  applySettings(program, action, sources);
  const dictionaries = dictionarySetting(sources);
  if (dictionaries !== null) process.env.CHANCERY_ACTORS = dictionaries;
});

try {
  await program.parseAsync(joined(process.argv));
} catch (error) {
  process.stderr.write(`chancery: ${messageOf(error)}\n`);
  if (process.env.CHANCERY_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = error instanceof ChanceryError ? errorKinds[error.code].exit : 1;
}

/** `import events` is the command `import-events`. */
function joined(words: readonly string[]): readonly string[] {
  const [node = '', script = '', first, second, ...rest] = words;
  return first === 'import' && second === 'events' ? [node, script, 'import-events', ...rest] : words;
}
