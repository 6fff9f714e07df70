import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { rawOffset } from '../../src/read/normalize-text.js';
import { readText } from '../../src/read/read-text.js';
import { tableRows } from '../../src/read/table-rows.js';
import { asideCuts } from '../../src/records/document.js';

const kindsOf = (text: string): readonly string[] => (readText(text).doc.asides ?? []).map((aside) => aside.kind);

describe('rules of data/read', () => {
  const rows = tableRows('asides.tsv', ['kind', 'case', 'pattern', 'example', 'counterexample']);
  it.each(rows.filter((row) => row.example !== '').map((row) => [row.kind, row.example] as const))(
    '%s: %s',
    (kind, example) =>
      expect(
        kindsOf(
          `The story goes on here for a while, as it did.\n\n${example}\n\nThe end of it is not known to anyone.`,
        ),
      ).toContain(kind),
  );
  it.each(rows.filter((row) => row.counterexample !== '').map((row) => [row.kind, row, row.counterexample] as const))(
    'not %s: %#',
    (_, row, text) => expect(new RegExp(row.pattern, row.case === 'any' ? 'iu' : 'u').test(text)).toBe(false),
  );
  const datelines = tableRows('datelines.tsv', ['case', 'pattern', 'example', 'counterexample']);
  it.each(datelines.map((row) => [row.example, row.counterexample] as const))('%s', (example, counterexample) => {
    expect(readText(example).doc.datelinePlace).toBeTruthy();
    expect(readText(counterexample).doc.datelinePlace).toBeFalsy();
  });
});

describe('notes of the publisher', () => {
  const rows = tableRows('publisher-notes.tsv', ['note', 'pattern', 'example', 'counterexample']);
  it.each(rows.map((row) => [row.note, row.example, row.counterexample] as const))('%s: %s', (note, example, other) => {
    const story = 'Farmers met in the town hall on Monday.';
    expect(readText(`${example}\n\n${story}`).doc.notices).toContain(`${note} by the publisher`);
    expect(readText(`${other}\n\n${story}`).doc.notices).toBeUndefined();
  });
});

describe('plain text', () => {
  it('takes the dateline for place and date, and lets the first sentence begin after it', () => {
    const { doc } = readText('BEIJING, March 3, 2024 (Xinhua) -- China said it would talk.\n\nMore followed.');
    expect(doc).toMatchObject({
      published: '2024-03-03',
      publishedFrom: 'dateline',
      datelinePlace: { text: 'BEIJING' },
    });
    expect(asideCuts(doc)).toEqual([0, 'BEIJING, March 3, 2024 (Xinhua) --'.length]);
  });

  it('joins hard-wrapped lines, keeps paragraphs, mends hyphens and ligatures', () => {
    const raw =
      'The of\ufb01cers of the north\u00adern com-\nmand met in the town hall and spoke for long\nof the commands that they had had.\r\n\r\nNobody\u00a0left.';
    const { doc } = readText(raw);
    expect(doc.text).toBe(
      'The officers of the northern com-mand met in the town hall and spoke for long of the commands that they had had.\n\nNobody left.',
    );
  });

  it('does not join a byline, a date, buttons or a dateline to what stands above or below', () => {
    const { doc } = readText(
      'Junta leader visits the capital for talks on defence\nBy Ana Ruiz and Per Lund\nPublished 14 August 2026, 09:15 GMT\nShare\nANKARA (Agency) - The leader met the president and spoke of co-\noperation for long, two officials said.',
    );
    expect(doc.text.split('\n\n')).toEqual([
      'Junta leader visits the capital for talks on defence',
      'By Ana Ruiz and Per Lund',
      'Published 14 August 2026, 09:15 GMT',
      'Share',
      'ANKARA (Agency) - The leader met the president and spoke of co-operation for long, two officials said.',
    ]);
    expect(doc.asides?.map((aside) => aside.kind)).toEqual(['byline', 'byline', 'share', 'dateline']);
    expect([doc.published, doc.publishedFrom]).toEqual(['2026-08-14T09:15:00Z', 'visible']);
  });

  it('maps each word back to the raw text', () => {
    const raw = '  One\u00ad two  three\nfour five six seven eight nine ten eleven\n\n\n twelve \ufb01ve';
    const { doc, map } = readText(raw);
    for (const word of ['two', 'three', 'four', 'eleven', 'twelve']) {
      const at = rawOffset(map, doc.text.indexOf(word));
      expect(raw.slice(at, at + word.length)).toBe(word);
    }
  });

  it('holds the span invariant in whatever it finds', () => {
    const { doc } = readText(
      'By Ana Ruiz\n\n𝒳 LIMA: 𝒴 said so, and that was all.\n\nShare on Facebook | Tweet\n\n© 2024 Example',
    );
    for (const { span } of doc.asides ?? []) expect(doc.text.slice(span.start, span.end)).toBe(span.text);
  });
});

const article = join(packageRoot(), '..', 'shared', 'articles', 'sahel-talks.txt');
describe.skipIf(!existsSync(article))('the article on the Sahel (skipped without ../shared)', () => {
  it('keeps caption, credit and the two-sentence link apart from the story', () => {
    const { doc } = readText(readFileSync(article, 'utf8'));
    expect(doc.asides?.map((aside) => aside.kind)).toEqual(['caption', 'credit', 'related']);
    expect(doc.asides?.[1]?.span.text).toBe('Russian Defense Ministry');
    expect(doc.asides?.[2]?.span.text).toMatch(/^Related article: [\s\S]*Leaving Mali\. [\s\S]*Anywhere\.$/);
    expect(doc.text.split('\n\n').length).toBe(12);
  });
});
