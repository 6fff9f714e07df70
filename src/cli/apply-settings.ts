import { delimiter, resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { readSettings, type SettingsSources, type SettingValue, settingsFile } from '../config.js';
import { ChanceryError } from '../errors.js';

/** Gives options that were not typed their values from the environment and `chancery.toml`; an unknown key is an error. */
export function applySettings(program: Command, action: Command, sources: SettingsSources): void {
  const settings = readSettings(sources);
  const known = [...knownKeys(program), ofEveryCommand];
  for (const key of settings.keys) {
    if (!known.includes(key))
      throw new ChanceryError('usage', `unknown setting in ${settingsFile}: ${key}${hint(key, known)}`);
  }
  for (const option of action.options) {
    const typed = action.getOptionValueSource(option.attributeName());
    if (typed !== undefined && typed !== 'default') continue;
    const name = longName(option);
    const found = settings.valueOf({ command: action.name(), option: name });
    if (found !== null)
      action.setOptionValueWithSource(option.attributeName(), shaped(option, found.value, name), found.from);
  }
}

/** The settings that no option gives: `actors`, the dictionary files and folders that hold for every command. */
const ofEveryCommand = 'actors';

/** Dictionary files of the settings file as `CHANCERY_ACTORS` writes them; null where the variable is set or the file names none. */
export function dictionarySetting({ folder, environment }: SettingsSources): string | null {
  if (environment.CHANCERY_ACTORS) return null;
  const found = readSettings({ folder, environment: {} }).valueOf({ command: '', option: ofEveryCommand });
  if (found === null) return null;
  if (typeof found.value === 'boolean')
    throw new ChanceryError('usage', `setting ${ofEveryCommand} takes files and folders: ${found.value}`);
  const list = typeof found.value === 'string' ? [found.value] : found.value;
  return list.map((path) => resolve(folder, path)).join(delimiter);
}

function knownKeys(program: Command): readonly string[] {
  return program.commands.flatMap((command) => [
    ...command.options.flatMap((option) => [longName(option), `${command.name()}.${longName(option)}`]),
    ...knownKeys(command),
  ]);
}

function longName(option: Option): string {
  return (option.long ?? option.flags).replace(/^--(no-)?/, '');
}

function shaped(option: Option, value: SettingValue, name: string): SettingValue {
  const takesValue = option.required || option.optional;
  if (!takesValue && typeof value !== 'boolean')
    throw new ChanceryError('usage', `setting ${name} must be true or false: ${String(value)}`);
  if (option.variadic) return typeof value === 'object' ? value : [String(value)];
  if (typeof value === 'object')
    throw new ChanceryError('usage', `setting ${name} takes one value: ${value.join(', ')}`);
  return takesValue ? String(value) : value;
}

function hint(key: string, known: readonly string[]): string {
  const last = key.split('.').at(-1) ?? key;
  const near = known.find((name) => name === last || (last.length > 3 && name.startsWith(last.slice(0, 4))));
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}
