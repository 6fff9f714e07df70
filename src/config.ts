import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { ChanceryError, messageOf } from './errors.js';

/** Name of the settings file, looked for in the working folder. */
export const settingsFile = 'chancery.toml';

export type SettingValue = string | boolean | readonly string[];
type Table = Readonly<Record<string, unknown>>;

/** What an option may be set by: its command and long name (`min-confidence`). */
export interface OptionName {
  readonly command: string;
  readonly option: string;
}

/** Values of options from the environment and from `chancery.toml`; the environment wins. */
export interface Settings {
  /** The value of an option that was not given as a flag; null when nothing sets it. */
  readonly valueOf: (name: OptionName) => { readonly value: SettingValue; readonly from: 'env' | 'config' } | null;
  /** Keys of the file, as `option` or `command.option`. */
  readonly keys: readonly string[];
}

export interface SettingsSources {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Settings of a folder and an environment. An option `--min-confidence` of `code` is set by `CHANCERY_CODE_MIN_CONFIDENCE`,
 * else `CHANCERY_MIN_CONFIDENCE`, else `min-confidence` in the file's table `[code]`, else at its top.
 * Throws `usage` when the file cannot be read.
 */
export function readSettings({ folder, environment }: SettingsSources): Settings {
  const file = readFile(join(folder, settingsFile));
  return {
    valueOf: ({ command, option }) => {
      const env = environment[envName(`${command}-${option}`)] ?? environment[envName(option)];
      if (env !== undefined && env !== '') return { value: valueOfEnv(env), from: 'env' };
      const table = file[command];
      const value = (isTable(table) ? table[option] : undefined) ?? file[option];
      if (value === undefined || isTable(value)) return null;
      return { value: valueOfToml(value), from: 'config' };
    },
    keys: Object.entries(file).flatMap(([key, value]) =>
      isTable(value) ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key],
    ),
  };
}

/** `CHANCERY_MIN_CONFIDENCE` of `min-confidence`. */
export function envName(option: string): string {
  return `CHANCERY_${option.toUpperCase().replace(/-/g, '_')}`;
}

function readFile(path: string): Table {
  if (!existsSync(path)) return {};
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new ChanceryError('usage', `cannot read ${settingsFile}: ${messageOf(cause)}`, { cause });
  }
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function valueOfEnv(value: string): SettingValue {
  if (value === 'true' || value === 'false') return value === 'true';
  return value;
}

function valueOfToml(value: unknown): SettingValue {
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(String);
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}
