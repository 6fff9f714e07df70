import type { Document } from '../../records/document.js';
import type { EventPlace } from '../../records/event.js';
import { spanOf } from '../../records/span.js';
import type { PartyResolver } from '../coder.js';
import type { Gazetteer } from './gazetteer.js';
import { resolvePlace } from './resolve-place.js';

/** The place of the dateline, without the marks around it; null when no list has it. */
export function datelineOf(
  gazetteer: Gazetteer,
  doc: Document,
  actors: PartyResolver,
  everybody: () => ReadonlySet<string>,
): EventPlace | null {
  const span = doc.datelinePlace;
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
