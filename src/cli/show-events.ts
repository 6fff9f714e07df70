import type { Document } from '../records/document.js';
import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { Span } from '../records/span.js';
import type { Colour, Paint } from './colours.js';

/** The events of a document for reading: each sentence with its parties, trigger, place and time in colour, the coded lines under it. */
export function showEvents(
  doc: Document,
  events: readonly Event[],
  options: { readonly paint: Paint; readonly explain: boolean },
): string {
  const { paint, explain } = options;
  const lines: string[] = [];
  const bySentence = new Map<number, Event[]>();
  for (const event of events)
    bySentence.set(event.sentence.start, [...(bySentence.get(event.sentence.start) ?? []), event]);
  for (const group of [...bySentence.values()].sort(
    (a, b) => (a[0]?.sentence.start ?? 0) - (b[0]?.sentence.start ?? 0),
  )) {
    const first = group[0];
    if (!first) continue;
    lines.push(coloured(doc.text, first.sentence, group, paint));
    for (const event of group) {
      lines.push(`  ${eventLine(event, paint)}`);
      if (explain)
        for (const reason of event.explanation)
          lines.push(
            paint(
              `      ${reason.field}: ${reason.by}${reason.score === null ? '' : ` ${reason.score}`} ${reason.note}`,
              'dim',
            ),
          );
    }
    lines.push('');
  }
  return lines.join('\n');
}

/** One event on one line: type and modes, source → target, status, when, where, on whose word, confidence. */
export function eventLine(event: Event, paint: Paint): string {
  const type = [event.type, ...event.modes].join('-');
  const parties = `${event.sources.map(partyName).join(', ') || '?'} → ${event.targets.map(partyName).join(', ') || '–'}`;
  const time = event.time
    ? event.time.first === event.time.last
      ? event.time.first
      : `${event.time.first}…${event.time.last}`
    : 'no date';
  const by =
    event.claim.how === 'stated'
      ? ''
      : `${event.claim.how} by ${event.claim.by ? partyName(event.claim.by) : 'unnamed'}`;
  const parts = [
    paint(type, 'bold'),
    parties,
    event.status,
    time,
    event.place?.name ?? '',
    by,
    event.object ? `“${squeeze(event.object.span.text)}”` : '',
    event.mentions.length > 0 ? `told ${event.mentions.length + 1} times` : '',
  ];
  return `${parts.filter(Boolean).join(paint(' · ', 'dim'))} ${paint(event.confidence.toFixed(2), 'dim')}`;
}

export function partyName(party: Party): string {
  const name =
    party.members.length > 0
      ? party.members.map((member) => member.name ?? member.country ?? squeeze(member.span.text)).join(' + ')
      : (party.name ?? squeeze(party.span.text));
  const codes = [party.country, ...party.sectors].filter(Boolean).join(' ');
  return codes ? `${name} [${codes}]` : name;
}

export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function coloured(text: string, sentence: Span, events: readonly Event[], paint: Paint): string {
  const marks: { readonly span: Span; readonly colours: readonly Colour[] }[] = [];
  for (const event of events) {
    marks.push({ span: event.trigger, colours: ['bold', 'yellow'] });
    for (const party of event.sources) marks.push({ span: party.span, colours: ['green'] });
    for (const party of event.targets) marks.push({ span: party.span, colours: ['cyan'] });
    if (event.place) marks.push({ span: event.place.span, colours: ['magenta'] });
    if (event.time?.span) marks.push({ span: event.time.span, colours: ['blue'] });
  }
  marks.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  let at = sentence.start;
  let line = '';
  for (const { span, colours } of marks) {
    if (span.start < at || span.end > sentence.end) continue;
    line += text.slice(at, span.start) + paint(text.slice(span.start, span.end), ...colours);
    at = span.end;
  }
  return squeeze(line + text.slice(at, sentence.end));
}
