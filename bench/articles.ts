import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';

export const wordsOfArticle = 400;

/** Reports of the sample, one after the other, joined to articles of about 400 words. */
export function sampleArticles(count: number): readonly string[] {
  const lines = readFileSync(join(packageRoot(), 'examples', 'sahel', 'reports.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const reports = lines.map((line) => String(JSON.parse(line).text));
  const made: string[] = [];
  let current = '';
  for (let index = 0; made.length < count; index++) {
    current += `${current === '' ? '' : '\n\n'}${reports[index % reports.length]}`;
    if (current.split(/\s+/).length < wordsOfArticle) continue;
    made.push(current);
    current = '';
  }
  return made;
}
