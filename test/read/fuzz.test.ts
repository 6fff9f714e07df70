import { expect, it } from 'vitest';
import { ChanceryError } from '../../src/errors.js';
import { readBytes } from '../../src/read/read-bytes.js';
import { readPage } from '../../src/read/read-page.js';
import { mutated, seeded } from './mutate.js';
import { shapes, stories } from './page-shapes.js';
import { soundInputs } from './samples.js';

/** A tenth of what `npm run soak` runs is enough here: every input ends in documents or in a named failure. */
const rounds = 4000;

it(`reads or refuses ${rounds} mutated inputs, with spans that hold`, async () => {
  const random = seeded(20_251_123);
  const sound = soundInputs();
  for (let round = 0; round < rounds; round += 1) {
    const bytes = mutated(sound[round % sound.length] ?? new Uint8Array(), random);
    try {
      for await (const item of readBytes({ from: `${round}`, address: null, bytes }, {})) {
        if (item.kind !== 'document') continue;
        for (const { span } of item.doc.asides ?? []) expect(item.doc.text.slice(span.start, span.end)).toBe(span.text);
      }
    } catch (error) {
      expect(error, String((error as Error).stack)).toBeInstanceOf(ChanceryError);
    }
  }
}, 120_000);

it('reads 150 mutated pages', () => {
  const random = seeded(7);
  const pages = Object.values(shapes).flatMap((shape) => stories.slice(0, 1).map((story) => Buffer.from(shape(story))));
  for (let round = 0; round < 150; round += 1) {
    const html = Buffer.from(mutated(pages[round % pages.length] ?? Buffer.alloc(0), random)).toString('utf8');
    expect(typeof readPage(html, null).text).toBe('string');
  }
}, 60_000);
