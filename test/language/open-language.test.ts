import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toConllu } from '../../src/language/conllu.js';
import { isTree } from '../../src/language/dependency-tree.js';
import { openLanguagePool } from '../../src/language/language-pool.js';
import { type Language, openLanguage } from '../../src/language/open-language.js';
import { drawSentence } from '../../src/language/parse-page.js';
import { modelPath } from '../../src/package-root.js';
import type { Sentence } from '../../src/records/sentence.js';
import { assertSpan } from '../../src/records/span.js';
import { anyText, invisible } from './any-text.js';

const article = new URL('../../../shared/articles/sahel-talks.txt', import.meta.url);
const news =
  'Mali recalled its ambassador to Algeria on Monday, a day after drones crossed the border. ' +
  '"We will not accept this," Foreign Minister Abdoulaye Diop said. Protesters marched in Bamako.';

const shape = (sentences: readonly Sentence[]) =>
  sentences.map(({ tokens, entities, span }) => ({
    span,
    entities,
    tokens: tokens.map(({ text, head, deprel, upos, lemma }) => [text, head, deprel, upos, lemma]),
  }));

describe.skipIf(!existsSync(modelPath('en', 'encoder.onnx')))('openLanguage (skipped without models/en)', () => {
  let language: Language;
  beforeAll(async () => {
    language = await openLanguage();
  });
  afterAll(() => language.close());

  it('reads plain news as a linguist would', async () => {
    const [first, second, third] = await language.parse(news);
    const word = (sentence: Sentence | undefined, text: string) =>
      sentence?.tokens.find((token) => token.text === text);
    expect(word(first, 'recalled')).toMatchObject({
      lemma: 'recall',
      upos: 'VERB',
      head: -1,
      feats: { Tense: 'Past' },
    });
    expect(word(first, 'Mali')).toMatchObject({ deprel: 'nsubj', upos: 'PROPN' });
    expect(word(second, 'said')).toMatchObject({ head: -1 });
    expect(third?.tokens.at(-1)?.text).toBe('.');
    const names = first?.entities
      .filter((entity) => entity.layer === 'names')
      .map((entity) => [entity.kind, first.tokens[entity.first]?.text]);
    expect(names).toContainEqual(['place', 'Mali']);
    expect(third?.entities.some((entity) => entity.kind === 'group' && entity.first === 0)).toBe(true);
  });

  it('keeps order, offsets, trees and every visible character of any text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        let at = 0;
        for (const sentence of await language.parse(text)) {
          assertSpan(text, sentence.span, 'sentence');
          expect(isTree(sentence.tokens.map((token) => token.head))).toBe(true);
          for (const token of sentence.tokens) {
            expect(token.start).toBeGreaterThanOrEqual(at);
            expect(text.slice(at, token.start)).toMatch(invisible);
            expect(text.slice(token.start, token.end)).toBe(token.text);
            at = token.end;
          }
          for (const entity of sentence.entities) expect(entity.last).toBeLessThan(sentence.tokens.length);
          expect(
            toConllu(sentence, text, '1')
              .split('\n')
              .every((line) => line === '' || line.startsWith('#') || line.split('\t').length === 10),
          ).toBe(true);
        }
        expect(text.slice(at)).toMatch(invisible);
      }),
      { numRuns: 150, seed: 13 },
    );
  }, 60_000);

  it('gives the same for the same text, whatever was read before and however it is grouped', async () => {
    const alone = shape(await language.parse(news));
    await language.parse('Something else entirely! '.repeat(5));
    expect(shape(await language.parse(news))).toEqual(alone);
    const pool = openLanguagePool({ workers: 2 });
    const read = async (text: string): Promise<Sentence[]> => {
      const found: Sentence[] = [];
      for await (const sentence of pool.sentences(text)) found.push(sentence);
      return found;
    };
    const grouped = await Promise.all([news, 'x', news, '', news].map(read));
    await pool.close();
    for (const index of [0, 2, 4]) expect(shape(grouped[index] ?? [])).toEqual(alone);
    expect(grouped[3]).toEqual([]);
  }, 30_000);

  it('reads a sentence longer than one run as one tree and says so', async () => {
    const notices: string[] = [];
    const sentences = await language.parse(`The army ${'and the police, '.repeat(150)}left.`, {
      notice: (message) => notices.push(message),
    });
    expect(sentences.length).toBe(1);
    expect(isTree(sentences[0]?.tokens.map((token) => token.head) ?? [])).toBe(true);
    expect(notices[0]).toMatch(/^sentence too long for one run was read in \d+/);
  });

  it('refuses a run that the encoder has no positions for', async () => {
    await expect(language.run(new Array(600).fill('army'), [])).rejects.toMatchObject({ code: 'too_large' });
  });

  it('escapes what it draws', async () => {
    const [sentence] = await language.parse('He wrote <script>alert(1)</script> & left.');
    const page = sentence ? drawSentence(sentence, '1') : '';
    expect(page).not.toContain('<script');
    expect(page).toContain('&#60;');
  });

  it('fails in words when the model is missing', async () => {
    await expect(openLanguage({ model: '/nonexistent' })).rejects.toMatchObject({ code: 'environment' });
    const pool = openLanguagePool({ workers: 1, model: '/nonexistent' });
    await expect(pool.sentences('x').next()).rejects.toMatchObject({
      message: expect.stringContaining('language model not found'),
    });
    await pool.close();
  });

  it.skipIf(!existsSync(article))(
    'keeps caption, related link and quotations of the article apart (skipped without ../shared)',
    async () => {
      const sentences = await language.parse(readFileSync(article, 'utf8'));
      const starts = sentences.map((sentence) => sentence.span.text.slice(0, 16));
      expect(starts.slice(0, 3)).toEqual(['Defense Minister', 'Russian Defense ', 'Russia hosted it']);
      expect(starts).toContain('"Today we are ho');
      expect(starts).toContain('Related article:');
      expect(starts).toContain('Niger and Burkin');
      expect(sentences.length).toBe(14);
    },
  );
});
