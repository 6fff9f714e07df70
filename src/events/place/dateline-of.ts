import type { Document } from '../../records/document.js';
import type { EventPlace } from '../../records/event.js';
import { type Span, spanOf } from '../../records/span.js';
import type { PartyResolver } from '../coder.js';
import type { Gazetteer } from './gazetteer.js';
import { resolvePlace } from './resolve-place.js';

/** The place of the dateline, or else of the byline, without the marks around it; null when no list has it. */
export function datelineOf(
  gazetteer: Gazetteer,
  doc: Document,
  actors: PartyResolver,
  everybody: () => ReadonlySet<string>,
): EventPlace | null {
  const span = doc.datelinePlace ?? bylinePlace(doc);
  if (!span) return null;
  const name = span.text.split('/')[0]?.replace(/[\s.,:–—-]+$/u, '') ?? '';
  if (name === '') return null;
  const place = resolvePlace(gazetteer, spanOf(doc.text, span.start, span.start + name.length), {
    countries: new Set(),
    nearby: new Set(),
    everybody,
    stateOf: (phrase) => actors.party(phrase).country,
  });
  return place.id === null ? null : place;
}

/** Characters of a text within which the byline stands above the story. */
const top = 400;
const afterName = /(?:,| in) (?<place>\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+){0,2})$/u;

/** The place at the end of a byline: "By Ana Ruiz **in Quito**", "By Ana Ruiz, **Quito**". */
function bylinePlace(doc: Document): Span | null {
  for (const { kind, span } of doc.asides ?? []) {
    const place = kind === 'byline' && span.start < top ? afterName.exec(span.text)?.groups?.place : undefined;
    if (place !== undefined) return spanOf(doc.text, span.end - place.length, span.end);
  }
  return null;
}
