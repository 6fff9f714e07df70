import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headsOf } from '../../src/language/heads.js';
import { type LanguageModel, openLanguageModel } from '../../src/language/language-model.js';
import { modelPath } from '../../src/package-root.js';

const words = ['Mali', 'recalled', 'its', 'ambassador', 'to', 'Algeria', '.'];
const marks = [1, 3, 0, 0, 0, 2, 0];

describe.skipIf(!existsSync(modelPath('en', 'encoder.onnx')))('openLanguageModel (skipped without models/en)', () => {
  let model: LanguageModel;
  beforeAll(async () => {
    model = await openLanguageModel();
  });
  afterAll(() => model.close());

  it('gives only the outputs that are asked for, the same as when all are', async () => {
    const all = await model.run(words, { heads: ['language', 'events', 'pairs'], marks });
    for (const heads of [['language'], ['pairs'], ['language', 'events']] as const) {
      const some = await model.run(words, { heads, marks });
      expect(Object.keys(some)).toEqual(
        Object.keys(all).filter((name) => heads.some((each) => headsOf(name) === each)),
      );
      for (const [name, output] of Object.entries(some)) {
        expect(output.data.length).toBeGreaterThan(0);
        expect(output).toEqual(all[name]);
      }
    }
  });
});
