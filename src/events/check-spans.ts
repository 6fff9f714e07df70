import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import { assertSpan } from '../records/span.js';

/** Throws `invalid_span` unless every span of the event is exactly its slice of the text. */
export function checkSpans(text: string, event: Event): void {
  assertSpan(text, event.trigger, 'trigger');
  assertSpan(text, event.sentence, 'sentence');
  for (const party of [...event.sources, ...event.targets, ...(event.claim.by ? [event.claim.by] : [])])
    checkParty(text, party);
  for (const words of event.claim.words) assertSpan(text, words, 'claim');
  if (event.claim.quotation) assertSpan(text, event.claim.quotation, 'quotation');
  if (event.object) assertSpan(text, event.object.span, 'object');
  if (event.object?.quantity) assertSpan(text, event.object.quantity.span, 'quantity');
  if (event.place) assertSpan(text, event.place.span, 'place');
  if (event.time?.span) assertSpan(text, event.time.span, 'time');
  for (const [kind, count] of Object.entries(event.casualties ?? {})) if (count) assertSpan(text, count.span, kind);
}

function checkParty(text: string, party: Party): void {
  assertSpan(text, party.span, 'party');
  for (const member of party.members) checkParty(text, member);
}
