import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rebuildText } from '../../src/ledger/rebuild-text.js';
import type { Event } from '../../src/records/event.js';
import type { Span } from '../../src/records/span.js';
import { madeDocument, madeEvent } from './made-events.js';

const doc = madeDocument('Mali met Russia. Niger accused France of theft.');
const event = madeEvent(doc, { trigger: 'met', sources: [['Mali', 'MLI']], targets: [['Russia', 'RUS']] });
const nowhere = (text: string): Span => ({ start: -1, end: -1, text });

test('sentences stand at their offsets with spaces between them', () => {
  const later = madeEvent(doc, { type: 'ACCUSE', trigger: 'accused', sources: [['Niger', 'NER']] });
  expect(rebuildText([later]).text).toBe(`${' '.repeat(17)}Niger accused France of theft.`);
  expect(rebuildText([later, event])).toEqual({ text: doc.text, events: [later, event] });
});

test('words without a place are sought in their sentence, else written at the end', () => {
  const [source] = event.sources;
  const sources = source
    ? [
        { ...source, span: nowhere('Russia') },
        { ...source, span: nowhere('the junta') },
      ]
    : [];
  const rebuilt = rebuildText([{ ...event, sources }]);
  expect(rebuilt.text).toBe('Mali met Russia.\nthe junta');
  expect(rebuilt.events[0]?.sources.map(({ span }) => span.start)).toEqual([9, 17]);
});

test('events without sentences make no text and keep their words', () => {
  const rebuilt = rebuildText([{ ...event, sentence: { ...event.sentence, text: '' }, trigger: nowhere('met') }]);
  expect(rebuilt.text).toBe(null);
  expect(rebuilt.events[0]?.trigger).toEqual({ start: 0, end: 3, text: 'met' });
});

test('every span is a slice of the text, whatever the file says', () => {
  const words = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' });
  const span = fc
    .tuple(words, fc.integer({ min: -3, max: 60 }), fc.integer({ min: -1, max: 1 }))
    .map(([text, start, wrong]): Span => ({ start, end: start + text.length + wrong, text }));
  fc.assert(
    fc.property(fc.array(fc.tuple(span, span), { minLength: 1, maxLength: 5 }), (pairs) => {
      const events = pairs.map(
        ([sentence, trigger]): Event => ({ ...event, sentence, trigger, sources: [], targets: [] }),
      );
      const rebuilt = rebuildText(events);
      for (const [at, { sentence, trigger }] of rebuilt.events.entries()) {
        for (const each of [sentence, trigger]) expect(rebuilt.text?.slice(each.start, each.end)).toBe(each.text);
        expect([sentence.text, trigger.text]).toEqual(pairs[at]?.map(({ text }) => text));
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});
