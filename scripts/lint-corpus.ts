import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCoding } from '../src/evaluate/check-coding.js';
import { type CodedFile, parseCodedText } from '../src/evaluate/coded-text.js';
import { packageRoot } from '../src/package-root.js';

export const corpusFolder = join(packageRoot(), 'training', 'corpus');

/** The batches of the corpus, by name; the second codings are in a folder of their own. */
export function corpusFiles(): readonly string[] {
  if (!existsSync(corpusFolder)) return [];
  const names = readdirSync(corpusFolder).filter((name) => name.endsWith('.cev'));
  return names.toSorted().map((name) => join(corpusFolder, name));
}

export function readCoded(files: readonly string[]): readonly CodedFile[] {
  return files.map((file) => parseCodedText(readFileSync(file, 'utf8'), file));
}

/** Lints coded files; `file:line: cause`, errors apart from warnings. */
export function lintCoded(files: readonly CodedFile[]): { readonly errors: string[]; readonly warnings: string[] } {
  const errors: string[] = [];
  const warnings: string[] = [];
  const seen = new Map<string, string>();
  for (const coded of files) {
    for (const { severity, line, cause } of checkCoding(coded)) {
      (severity === 'error' ? errors : warnings).push(`${coded.file}:${line}: ${cause}`);
    }
    for (const { id, line } of coded.items) {
      const other = seen.get(id);
      if (other !== undefined && other !== coded.file) errors.push(`${coded.file}:${line}: ${id}: id also in ${other}`);
      seen.set(id, coded.file);
    }
  }
  return { errors, warnings };
}

if (process.argv[1] === import.meta.filename) {
  const given = process.argv.slice(2);
  const files = readCoded(given.length > 0 ? given : corpusFiles());
  const { errors, warnings } = lintCoded(files);
  for (const warning of warnings) console.log(`warning: ${warning}`);
  for (const error of errors) console.log(`error: ${error}`);
  const items = files.reduce((sum, { items }) => sum + items.length, 0);
  console.log(`${files.length} files, ${items} items: ${errors.length} errors, ${warnings.length} warnings`);
  if (errors.length > 0) process.exit(1);
}
