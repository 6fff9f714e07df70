import { type Span, spanOf } from '../../records/span.js';
import { eventWords } from '../event-words.js';

/** Words between quotation marks of at least `words` words, in order; a quotation ends with its paragraph at the latest. */
export function quotationsOf(text: string, words = 3): readonly Span[] {
  const { openQuotes, closeQuotes } = eventWords();
  const found: Span[] = [];
  let open = -1;
  for (let at = 0; at <= text.length; at++) {
    const mark = text[at] ?? '\n';
    const paragraphEnds = at === text.length || (mark === '\n' && /^\n[ \t]*\n/.test(text.slice(at, at + 40)));
    if (paragraphEnds) {
      if (open >= 0) pushQuotation(found, text, open, at, words);
      open = -1;
    } else if (open >= 0 && closeQuotes.includes(mark)) {
      pushQuotation(found, text, open, at, words);
      open = -1;
    } else if (open < 0 && openQuotes.includes(mark) && !/[\p{L}\d]/u.test(text[at - 1] ?? ' ')) {
      open = at + 1;
    }
  }
  return found;
}

function pushQuotation(found: Span[], text: string, start: number, end: number, least: number): void {
  const quoted = text.slice(start, end).trim();
  if (quoted.split(/\s+/).length < least) return;
  const lead = text.slice(start, end).length - text.slice(start, end).trimStart().length;
  found.push(spanOf(text, start + lead, start + lead + quoted.length));
}
