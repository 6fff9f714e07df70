import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { CodedItem, CodedSpan } from '../src/evaluate/coded-item.js';
import { wordGroups } from '../src/language/text-windows.js';
import { corpusFiles, readCoded } from './lint-corpus.js';

/** Code points before a UTF-16 offset: what Python counts. */
function codePoints(text: string, offset: number): number {
  let count = 0;
  for (const _ of text.slice(0, offset)) count += 1;
  return count;
}

function spanRecord(item: CodedItem, span: CodedSpan) {
  const { label, kind, start, end, text } = span;
  return {
    ...{ label, kind, start: codePoints(item.text, start), end: codePoints(item.text, end) },
    utf16: [start, end],
    text,
  };
}

/** Words of the shipped tokenizer as `[start, end]` in code points, and sentences by rule as `[first, last + 1]` words. */
function wordRecord(text: string) {
  const words: (readonly [number, number])[] = [];
  const sentences: (readonly [number, number])[] = [];
  let first = 0;
  for (const group of wordGroups(text, () => {})) {
    group.words.forEach((word, at) => {
      words.push([codePoints(text, word.start), codePoints(text, word.end)]);
      if (group.ends[at] === 'yes' || at === group.words.length - 1) {
        sentences.push([first, words.length]);
        first = words.length;
      }
    });
  }
  return { words, sentences };
}

/**
 * One item as one JSON object. `start`, `end` and `words` count code points, `utf16` UTF-16 units;
 * the words of a span are those that overlap it.
 */
export function itemRecord(item: CodedItem, batch: string) {
  const { id, style, date, pair, text, references, sets, same } = item;
  const events = item.events.map(({ line: _, ...event }) => event);
  const spans = item.spans.map((span) => spanRecord(item, span));
  return { id, batch, style, date, pair, text, ...wordRecord(text), spans, events, references, sets, same };
}

if (process.argv[1] === import.meta.filename) {
  const [out, ...given] = process.argv.slice(2);
  if (out === undefined) {
    console.error('usage: node dist/scripts/corpus-to-jsonl.js OUT [FILE…]');
    process.exit(2);
  }
  const lines: string[] = [];
  for (const { file, items, problems } of readCoded(given.length > 0 ? given : corpusFiles())) {
    for (const { line, cause } of problems) console.error(`${file}:${line}: ${cause}`);
    for (const item of items) lines.push(JSON.stringify(itemRecord(item, basename(file, '.cev'))));
  }
  writeFileSync(out, `${lines.join('\n')}\n`);
  console.error(`${lines.length} items`);
}
