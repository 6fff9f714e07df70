import { describe, expect, it } from 'vitest';
import { findAsides } from '../../src/read/find-asides.js';
import type { DocumentFacts } from '../../src/read/make-document.js';
import { readPage } from '../../src/read/read-page.js';
import { casesOf } from './case-file.js';
import { pageOf } from './page-case.js';
import { shapes, stories } from './page-shapes.js';

interface PageWanted {
  readonly absent?: readonly string[];
  readonly present?: readonly string[];
  readonly f1?: number;
  /** Paragraphs of the story that the page shows. */
  readonly story?: number;
}

/** F1 of the words of two texts, as bags. */
function wordsF1(found: string, wanted: string): number {
  const bag = (text: string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  };
  const a = bag(found);
  const b = bag(wanted);
  const total = (counts: Map<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const common = [...a].reduce((sum, [word, count]) => sum + Math.min(count, b.get(word) ?? 0), 0);
  return common === 0 ? 0 : (2 * common) / (total(a) + total(b));
}

/** The text without the lists of links that are kept apart. */
function withoutLinks(text: string, { asides = [] }: DocumentFacts): string {
  return asides
    .filter((aside) => aside.kind === 'related')
    .reduceRight((rest, { span }) => rest.slice(0, span.start) + rest.slice(span.end), text);
}

describe.each(Object.entries(shapes))('a page: %s', (_, shape) => {
  it.each(stories.map((story) => [story.language, story] as const))('in %s', (_language, story) => {
    const { text, facts } = readPage(shape(story), 'https://news.example/2020/01/02/x');
    expect(wordsF1(withoutLinks(text, facts), story.paragraphs.join(' '))).toBeGreaterThan(0.9);
    expect(facts.title).toBe(story.title);
    expect(facts.published?.slice(0, 10)).toBe(story.published.slice(0, 10));
  });
});

/** The text without anything that is kept apart. */
function storyOf(text: string, { asides = [] }: DocumentFacts): string {
  const cut = [...asides, ...findAsides(text, asides).asides].filter(
    ({ kind }) => !['heading', 'caption'].includes(kind),
  );
  const kept = Array.from(text, (char, index) =>
    cut.some(({ span }) => span.start <= index && index < span.end) ? ' ' : char,
  );
  return kept.join('');
}

describe.each(casesOf('pages.txt').map((each) => [each.name, each] as const))('a page: %s', (_, { wanted, source }) => {
  const { absent = [], present = [], f1 = 0.9, story: shown = 5 } = wanted as PageWanted;
  it.each(stories.slice(0, 1).map((story) => [story.language, story] as const))('in %s', (_language, story) => {
    const { text, facts } = readPage(pageOf(source, story), 'https://news.example/a');
    const found = storyOf(text, facts);
    expect(wordsF1(found, story.paragraphs.slice(0, shown).join(' '))).toBeGreaterThan(f1);
    expect(facts.title).toBe(story.title);
    expect(facts.published?.slice(0, 10)).toBe(story.published.slice(0, 10));
    for (const words of absent) expect(found).not.toContain(words);
    for (const words of present) expect(text.replace(/\s+/g, ' ')).toContain(words);
  });
});

describe('facts of a page', () => {
  const long = `<article>${(stories[0]?.paragraphs ?? []).map((text) => `<p>${text}</p>`).join('')}</article>`;

  it('says where the date was found', () => {
    const of = (head: string, body = '', address = 'https://e.org/a'): readonly (string | null | undefined)[] => {
      const { facts } = readPage(`<html><head>${head}</head><body>${body}${long}</body></html>`, address);
      return [facts.published, facts.publishedFrom];
    };
    expect(of('<script type="application/ld+json">{"datePublished":"2024-01-02"}</script>')).toEqual([
      '2024-01-02',
      'json-ld',
    ]);
    expect(of('<meta name="pubdate" content="20240103">')).toEqual(['2024-01-03', 'meta']);
    expect(of('', '<time datetime="2024-01-04T00:00Z">x</time>')).toEqual(['2024-01-04T00:00:00Z', 'time-element']);
    expect(of('', '<p>Published: 5 January 2024</p>')).toEqual(['2024-01-05', 'visible']);
    expect(of('', '', 'https://e.org/2024/01/06/a')).toEqual(['2024-01-06', 'url']);
    expect(of('')).toEqual([null, null]);
  });

  it('resolves the canonical address', () => {
    const { facts } = readPage(`<head><link rel="canonical" href="/b"></head>${long}`, 'https://e.org/a?utm=1');
    expect(facts.uri).toBe('https://e.org/b');
  });

  it('reads a page without any markup as its text', () => {
    expect(readPage('Just words & more.', null).text).toBe('Just words & more.');
  });

  it('flattens 5,000 nested elements and says so; refuses 100,000', () => {
    expect(() => readPage('<div>'.repeat(100_000), null)).toThrow('nested too deep');
    const { text, facts } = readPage(`${'<div>'.repeat(5000)}deep words`, null);
    expect(text).toBe('deep words');
    expect(facts.notices).toContain('elements nested too deep were flattened');
  });
});
