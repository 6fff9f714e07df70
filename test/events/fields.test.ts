import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Coder, openCoder } from '../../src/events/open-coder.js';
import { packageRoot } from '../../src/package-root.js';
import { makeDocument } from '../../src/read/make-document.js';
import type { Event } from '../../src/records/event.js';

let coder: Coder;
beforeAll(async () => {
  coder = await openCoder();
});
afterAll(() => coder.close());

const cases: readonly (readonly string[])[] = readFileSync(join(packageRoot(), 'test/cases/events/fields.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'));

function told(event: Event, field: string): string {
  if (field === 'time') return `${event.time?.first ?? ''}/${event.time?.last ?? ''}`;
  if (field === 'place') return `${event.place?.name ?? ''} ${event.place?.country ?? ''}`.trim();
  if (field === 'object') return event.object?.span.text ?? '';
  return Object.entries(event.casualties ?? {})
    .flatMap(([kind, count]) => (count ? [`${kind} ${count.low}-${count.high}`] : []))
    .join(', ');
}

describe('the fields of an event', () => {
  it.each(cases)('reads from "%s", %s, the %s %s', async (text = '', type = '', field = '', wanted = '') => {
    const events = await coder.code(makeDocument(text, { published: '2024-03-15' }));
    const found = events.filter((event) => event.type === type).map((event) => told(event, field));
    expect(found).toContain(wanted);
  });
});

describe('on whose word an act of speech is told', () => {
  const claims = async (text: string) => {
    const doc = makeDocument(text, { published: '2024-03-15' });
    return (await coder.code(doc)).map(({ type, claim }) => [
      type,
      claim.how,
      claim.by?.span.text,
      claim.quotation?.text,
    ]);
  };

  it('is quoted from its source where the act is done in quoted words', async () => {
    expect(await claims('The Turkish minister called the sanctions "a hostile act by Washington" on Friday.')).toEqual([
      ['ACCUSE', 'quoted', 'The Turkish minister', 'a hostile act by Washington'],
    ]);
  });

  it("is stated where the quoted words are another's or none", async () => {
    expect(await claims('The opposition rejected the appeal of the president to "sit at one table".')).toEqual([
      ['REJECT', 'stated', undefined, undefined],
    ]);
    expect(await claims('The Turkish minister condemned the American sanctions on Friday.')).toEqual([
      ['ACCUSE', 'stated', undefined, undefined],
    ]);
  });
});
