import { type CodedItem, spanLabelled } from '../../src/evaluate/coded-item.js';
import { openLanguage } from '../../src/language/open-language.js';
import type { Sentence } from '../../src/records/sentence.js';

/** How often triggers stand in each syntactic place ("VERB root", "NOUN obl"), commonest first, by the parser of `model`. */
export async function triggerPositions(
  items: readonly CodedItem[],
  model?: string,
): Promise<readonly (readonly [string, number])[]> {
  const language = await openLanguage({ model });
  const counts = new Map<string, number>();
  for (const item of items) {
    if (item.events.length === 0) continue;
    const sentences = await language.parse(item.text);
    for (const event of item.events) {
      const span = spanLabelled(item, event.trigger);
      const place = span === undefined ? 'unknown' : placeOf(sentences, span.start, span.end);
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
  }
  await language.close();
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}

function placeOf(sentences: readonly Sentence[], start: number, end: number): string {
  for (const { tokens } of sentences) {
    const inside = tokens.flatMap((token, at) => (token.start < end && token.end > start ? [at] : []));
    const head = inside.find((at) => !inside.includes(tokens[at]?.head ?? -1));
    const token = head === undefined ? undefined : tokens[head];
    if (token !== undefined) return `${token.upos} ${token.deprel}`;
  }
  return 'unknown';
}
