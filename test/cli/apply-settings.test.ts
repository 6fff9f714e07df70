import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { applySettings, dictionarySetting } from '../../src/cli/apply-settings.js';

interface Given {
  readonly toml?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

function optionsOf({ toml = '', environment = {}, args = [] }: Given): Record<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-settings-'));
  writeFileSync(join(folder, 'chancery.toml'), toml);
  let options: Record<string, unknown> = {};
  const program = new Command('chancery').hook('preAction', (_, action) =>
    applySettings(program, action, { folder, environment }),
  );
  program
    .command('code')
    .option('--min-confidence <number>')
    .option('--explain')
    .option('--dictionary <file...>')
    .option('--format <name>', '', 'text')
    .action((flags) => {
      options = flags;
    });
  program.parse(['code', ...args], { from: 'user' });
  return options;
}

describe('settings', () => {
  it('come from the flag, then the environment, then the file, then the default', () => {
    const toml = 'format = "c"\n[code]\nformat = "d"\n';
    const environment = { CHANCERY_FORMAT: 'b', CHANCERY_CODE_FORMAT: 'bb' };
    expect(optionsOf({ toml, environment, args: ['--format', 'a'] }).format).toBe('a');
    expect(optionsOf({ toml, environment }).format).toBe('bb');
    expect(optionsOf({ toml, environment: { CHANCERY_FORMAT: 'b' } }).format).toBe('b');
    expect(optionsOf({ toml }).format).toBe('d');
    expect(optionsOf({ toml: 'format = "c"' }).format).toBe('c');
    expect(optionsOf({}).format).toBe('text');
  });

  it('have the shape that the option takes', () => {
    const toml = 'min-confidence = 0.5\nexplain = true\ndictionary = ["a", "b"]\n';
    expect(optionsOf({ toml })).toMatchObject({ minConfidence: '0.5', explain: true, dictionary: ['a', 'b'] });
    expect(() => optionsOf({ toml: 'explain = "yes"' })).toThrow('setting explain must be true or false: yes');
    expect(() => optionsOf({ toml: 'format = ["a"]' })).toThrow('setting format takes one value: a');
  });

  it('name dictionary files for every command, against the folder that the file is in', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chancery-settings-'));
    writeFileSync(join(folder, 'chancery.toml'), 'actors = ["mine.tsv", "/elsewhere"]\n');
    expect(dictionarySetting({ folder, environment: {} })).toBe(
      [join(folder, 'mine.tsv'), '/elsewhere'].join(delimiter),
    );
    expect(dictionarySetting({ folder, environment: { CHANCERY_ACTORS: 'other' } })).toBeNull();
    expect(optionsOf({ toml: 'actors = ["mine.tsv"]' }).format).toBe('text');
    writeFileSync(join(folder, 'chancery.toml'), 'actors = true\n');
    expect(() => dictionarySetting({ folder, environment: {} })).toThrow(
      'setting actors takes files and folders: true',
    );
  });

  it('are refused when unknown or unreadable', () => {
    expect(() => optionsOf({ toml: 'min-confidenc = 1' })).toThrow(
      'unknown setting in chancery.toml: min-confidenc (did you mean min-confidence?)',
    );
    expect(() => optionsOf({ toml: '[cod]\nformat = "x"' })).toThrow('unknown setting in chancery.toml: cod.format');
    expect(() => optionsOf({ toml: '= =' })).toThrow('cannot read chancery.toml');
  });
});
