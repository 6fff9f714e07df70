import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scorePairs } from '../../eval/stories.js';
import { packageRoot } from '../../src/package-root.js';

test('merging agrees with the hand-labelled pairs', () => {
  const content = readFileSync(join(packageRoot(), 'eval', 'gold', 'stories', 'mentions.tsv'), 'utf8');
  const { pairs, f1, wrong } = scorePairs(content);
  expect(pairs).toBeGreaterThanOrEqual(300);
  expect(f1, wrong.join('\n')).toBeGreaterThanOrEqual(0.85);
});
