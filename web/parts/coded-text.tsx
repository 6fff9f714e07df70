import { useMemo } from 'preact/hooks';
import type { Event } from '../records.js';
import { type Mark, marksOf, segmentsOf } from '../segments.js';

interface CodedTextProps {
  readonly text: string;
  readonly events: readonly Event[];
  readonly picked: string | null;
  readonly onPick: (event: string | null) => void;
}

interface Paragraph {
  readonly start: number;
  readonly end: number;
  readonly marks: readonly Mark[];
}

/** A text in paragraphs; a trigger is a button that picks its event, and a picked event's words stand out. */
export function CodedText({ text, events, picked, onPick }: CodedTextProps) {
  const paragraphs = useMemo(() => paragraphsOf(text, events), [text, events]);
  const types = useMemo(() => new Map(events.map((each) => [each.id, each.type])), [events]);
  const drawn = useMemo(
    () => paragraphs.map((paragraph) => drawParagraph(paragraph, null, { text, types, onPick })),
    [paragraphs, types],
  );
  const event = events.find((each) => each.id === picked);
  const own = event && [edgesOf(event), ...marksOf(event)];
  return (
    <>
      <WordsKey />
      <div class={event ? 'text faded' : 'text'}>
        {paragraphs.map((paragraph, index) =>
          event && own?.some((mark) => mark.start < paragraph.end && mark.end > paragraph.start)
            ? drawParagraph(paragraph, event, { text, types, onPick })
            : drawn[index],
        )}
      </div>
    </>
  );
}

interface Drawing {
  readonly text: string;
  readonly types: ReadonlyMap<string, string>;
  readonly onPick: (event: string | null) => void;
}

/** One paragraph, with the words of all events, or of the picked one. Kept drawings are not drawn again when a pick changes. */
function drawParagraph(paragraph: Paragraph, event: Event | null, { text, types, onPick }: Drawing) {
  const marks = event ? [...paragraph.marks, edgesOf(event)] : paragraph.marks;
  return (
    <p key={paragraph.start} dir="auto" class={event ? 'own' : undefined}>
      {segmentsOf(paragraph.start, paragraph.end, marks).map((segment) => {
        const words = text.slice(segment.start, segment.end);
        const named = segment.marks.filter((mark) => mark.event !== '');
        const shown = event ? named.filter((mark) => mark.event === event.id) : named;
        const own = [...shown, ...named].find((mark) => mark.role === 'trigger');
        if (own) {
          const name = types.get(own.event) ?? 'event';
          const pressed = own.event === event?.id;
          return (
            <button
              key={segment.start}
              type="button"
              class="trigger"
              aria-pressed={pressed}
              aria-label={`${words}: ${name}, show why`}
              onClick={() => onPick(pressed ? null : own.event)}
            >
              {words}
            </button>
          );
        }
        const roles = [...new Set(shown.map((mark) => mark.role))].join(' ');
        const lit = event && segment.start >= event.sentence.start && segment.end <= event.sentence.end;
        if (roles === '' && !lit) return words;
        return (
          <mark key={segment.start} class={lit ? `${roles} lit` : roles}>
            {words}
          </mark>
        );
      })}
    </p>
  );
}

/** The sentence of an event, so that the text is cut at its edges too. */
function edgesOf({ sentence }: Event): Mark {
  return { start: sentence.start, end: sentence.end, role: 'claim', event: '' };
}

export function WordsKey() {
  return (
    <p class="words-key">
      {(['trigger', 'source', 'target', 'place', 'time', 'object', 'claim'] as const).map((role) => (
        <mark key={role} class={role}>
          {role}
        </mark>
      ))}
    </p>
  );
}

function paragraphsOf(text: string, events: readonly Event[]): readonly Paragraph[] {
  const marks = events.flatMap(marksOf).sort((a, b) => a.start - b.start);
  const paragraphs: Paragraph[] = [];
  let next = 0;
  let open: Mark[] = [];
  for (const [start, end] of blocksOf(text)) {
    open = open.filter((mark) => mark.end > start);
    for (let mark = marks[next]; mark && mark.start < end; mark = marks[++next]) open.push(mark);
    paragraphs.push({ start, end, marks: open });
    open = [...open];
  }
  return paragraphs;
}

/** Characters of the longest block; a longer paragraph is cut between words, so that a pick draws little anew. */
const longest = 4000;

function* blocksOf(text: string): Generator<readonly [number, number]> {
  for (const match of text.matchAll(/[^\n]+/g)) {
    const end = match.index + match[0].length;
    for (let start = match.index; start < end; ) {
      const space = end - start > longest ? text.lastIndexOf(' ', start + longest) + 1 : end;
      const cut = Math.min(end, start + longest);
      const next = space > start ? space : cut < end && /[\uD800-\uDBFF]/.test(text.charAt(cut - 1)) ? cut - 1 : cut;
      yield [start, next];
      start = next;
    }
  }
}
