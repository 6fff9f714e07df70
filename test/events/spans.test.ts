import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCodedText } from '../../src/evaluate/coded-text.js';
import { type Coder, openCoder } from '../../src/events/open-coder.js';
import { packageRoot } from '../../src/package-root.js';
import { findAsides } from '../../src/read/find-asides.js';
import { makeDocument } from '../../src/read/make-document.js';
import type { Document } from '../../src/records/document.js';
import type { Event } from '../../src/records/event.js';

let coder: Coder;
beforeAll(async () => {
  coder = await openCoder({ minConfidence: 0 });
}, 60_000);
afterAll(() => coder.close());

const shared = join(packageRoot(), '..', 'shared', 'data');
const documentOf = (text: string): Document => ({
  ...makeDocument(text, { published: '2016-10-14' }),
  ...findAsides(text),
});

/** Everything in a record that looks like a span, with its path. */
function spansIn(
  value: unknown,
  path = '',
): readonly (readonly [string, { start: number; end: number; text: string }])[] {
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'start' in value && 'end' in value && 'text' in value
      ? [[path, value as { start: number; end: number; text: string }] as const]
      : [];
  return [...own, ...Object.entries(value).flatMap(([key, each]) => spansIn(each, `${path}.${key}`))];
}

function wrongSpans(doc: Document, events: readonly Event[]): readonly string[] {
  return events.flatMap((event) =>
    spansIn(event)
      .filter(([, { start, end, text }]) => start < 0 || start >= end || doc.text.slice(start, end) !== text)
      .map(([path, { text }]) => `${event.type}${path}: "${text}"`),
  );
}

async function checkAll(texts: readonly string[]): Promise<number> {
  let spans = 0;
  for (const text of texts) {
    const doc = documentOf(text);
    const events = await coder.code(doc);
    expect(wrongSpans(doc, events)).toEqual([]);
    spans += events.flatMap((event) => spansIn(event)).length;
  }
  return spans;
}

const goldTexts = (): readonly string[] => {
  const folder = join(packageRoot(), 'eval', 'gold', 'dev');
  return readdirSync(folder).flatMap((file) =>
    readCodedText(readFileSync(join(folder, file), 'utf8'), file).items.map(({ text }) => text),
  );
};

/** Every nth document of GUM, its sentences as their comments give them. */
function gumTexts(file: string, step: number): readonly string[] {
  const texts = readFileSync(file, 'utf8')
    .split('# newdoc id')
    .slice(1)
    .map((doc) =>
      [...doc.matchAll(/^# text = (.*)$/gm)]
        .map((match) => match[1] ?? '')
        .slice(0, 30)
        .join(' '),
    );
  return texts.filter((_, index) => index % step === 0);
}

describe('the words of every span', { timeout: 120_000 }, () => {
  it('are the slice of the text in the gold reports', async () => {
    expect(await checkAll(goldTexts())).toBeGreaterThan(1000);
  });

  const re3d = join(shared, 'entities', 're3d-dev.json');
  it.skipIf(!existsSync(re3d))('are the slice of the text in re3d (skipped where ../shared is absent)', async () => {
    const docs = JSON.parse(readFileSync(re3d, 'utf8')) as readonly { readonly text: string }[];
    expect(await checkAll(docs.map(({ text }) => text).filter((_, index) => index % 2 === 0))).toBeGreaterThan(500);
  });

  const gum = join(shared, 'treebanks', 'gum', 'dev.conllu');
  it.skipIf(!existsSync(gum))('are the slice of the text in GUM (skipped where ../shared is absent)', async () => {
    expect(await checkAll(gumTexts(gum, 2))).toBeGreaterThan(100);
  });

  it('are the slice of the text whatever characters stand around them', async () => {
    const sentence = 'Japan accused Norway of spying on Monday, officials in Oslo said.';
    const around = fc.string({ unit: 'grapheme', maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(around, around, async (before, after) => {
        const doc = makeDocument(`${before} 🕊️\n\n${sentence}\n\n${after}`, { published: '2016-10-14' });
        expect(wrongSpans(doc, await coder.code(doc))).toEqual([]);
      }),
      { numRuns: 25, seed: 5 },
    );
  });
});

describe('the same document', { timeout: 120_000 }, () => {
  it('gives the same bytes in any order and beside any other', async () => {
    const docs = goldTexts().slice(0, 8).map(documentOf);
    const code = async (doc: Document): Promise<string> => JSON.stringify(await coder.code(doc));
    const alone: string[] = [];
    for (const doc of docs) alone.push(await code(doc));
    const fresh = await openCoder({ minConfidence: 0 });
    for (const [index, doc] of [...docs.entries()].reverse())
      expect(JSON.stringify(await fresh.code(doc))).toBe(alone[index]);
    expect(await Promise.all(docs.map((doc) => fresh.code(doc).then((events) => JSON.stringify(events))))).toEqual(
      alone,
    );
    await fresh.close();
  });
});
