import { expect, it } from 'vitest';
import { openNearDuplicates } from '../../src/read/near-duplicates.js';
import { openRecentDuplicates } from '../../src/read/recent-duplicates.js';

const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return seed / 2 ** 32;
};
const next = random(7);
const words = Array.from({ length: 4000 }, (_, index) => `w${index.toString(36)}`);
const article = (): string[] => Array.from({ length: 400 }, () => words[Math.floor(next() * next() * 4000)] ?? '');
const edited = (text: readonly string[], share: number): string =>
  text.map((word) => (next() < share ? (words[Math.floor(next() * 4000)] ?? '') : word)).join(' ');

it('ties copies with small edits together and no two different articles', () => {
  const articles = Array.from({ length: 600 }, article);
  const twins = openNearDuplicates();
  const wrong = articles.filter((text, index) => twins.add(`a${index}`, text.join(' ')) !== null);
  expect(wrong.length).toBe(0);
  const found = (share: number): number =>
    articles.filter((text, index) => twins.add(`b${share}-${index}`, edited(text, share))?.key === `a${index}`).length;
  expect(found(0.02)).toBeGreaterThan(594);
  expect(twins.size()).toBe(1200);
});

it('finds short texts only when all their words agree', () => {
  const twins = openNearDuplicates();
  expect(twins.add('1', 'Mali recalls its envoy')).toBeNull();
  expect(twins.add('2', 'Mali recalls its envoys')).toBeNull();
  expect(twins.add('3', 'MALI recalls  its envoy.')).toEqual({ key: '1', likeness: 1 });
});

it('remembers the newest texts in bounded memory', () => {
  const recent = openRecentDuplicates(50);
  const articles = Array.from({ length: 120 }, article);
  for (const [index, text] of articles.entries()) expect(recent.add(`a${index}`, text.join(' '))).toBeNull();
  expect(recent.add('late', edited(articles[119] ?? [], 0.02))?.key).toBe('a119');
  expect(recent.add('later', edited(articles[75] ?? [], 0.02))?.key).toBe('a75');
  expect(recent.add('gone', edited(articles[3] ?? [], 0.02))).toBeNull();
});
