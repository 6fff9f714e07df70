import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../src/package-root.js';
import { secondFiles } from './corpus-agreement.js';
import { lintCoded, readCoded } from './lint-corpus.js';

const goldFolder = join(packageRoot(), 'eval', 'gold');
const reportsFile = join(packageRoot(), 'examples', 'sahel', 'reports.jsonl');
const fewestReports = 80;

const reportSchema = z.strictObject({
  id: z.string().startsWith('sahel-'),
  uri: z.string().startsWith('https://example.org/sahel/'),
  publisher: z.string().min(1),
  title: z.string().min(1),
  published: z.iso.date(),
  language: z.literal('en'),
  text: z.string().min(1),
});

/** What is wrong in the gold reports and in their second codings. */
export function checkGold(): readonly string[] {
  const files = ['dev', 'test'].flatMap((half) =>
    readdirSync(join(goldFolder, half))
      .filter((name) => name.endsWith('.cev'))
      .toSorted()
      .map((name) => join(goldFolder, half, name)),
  );
  const undated = readCoded(files).flatMap(({ file, items }) =>
    items.filter(({ date }) => date === null).map(({ id, line }) => `${file}:${line}: ${id}: no publication date`),
  );
  const second = lintCoded(readCoded(secondFiles(join(goldFolder, 'second')))).errors;
  return [...lintCoded(readCoded(files)).errors, ...undated, ...second];
}

/** What is wrong in the sample reports: a line that is no report, an id used twice, an address of another day, a length out of bounds. */
export function checkSampleReports(): readonly string[] {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const lines = readFileSync(reportsFile, 'utf8').trimEnd().split('\n');
  for (const [index, line] of lines.entries()) {
    const add = (cause: string) => wrong.push(`${reportsFile}:${index + 1}: ${cause}`);
    const parsed = reportSchema.safeParse(JSON.parse(line));
    if (!parsed.success) {
      add(z.prettifyError(parsed.error));
      continue;
    }
    const { id, uri, published, text } = parsed.data;
    const words = text.split(/\s+/).length;
    if (seen.has(id)) add(`id used twice: ${id}`);
    seen.add(id);
    if (!uri.includes(`/${published}-`)) add(`address and date differ: ${uri}, ${published}`);
    if (words < 60 || words > 180) add(`${words} words, 60 to 180 asked`);
  }
  if (lines.length < fewestReports) wrong.push(`${reportsFile}: ${lines.length} reports of ${fewestReports}`);
  return wrong;
}
