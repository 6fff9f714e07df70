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
  const event = events.find((each) => each.id === picked);
  return (
    <>
      <WordsKey />
      <div class={event ? 'text faded' : 'text'}>
        {paragraphs.map((paragraph) => (
          <p key={paragraph.start} dir="auto">
            {segmentsOf(
              paragraph.start,
              paragraph.end,
              event ? [...paragraph.marks, edgesOf(event)] : paragraph.marks,
            ).map((segment) => {
              const words = text.slice(segment.start, segment.end);
              const named = segment.marks.filter((mark) => mark.event !== '');
              const marks = event ? named.filter((mark) => mark.event === event.id) : named;
              const own = [...marks, ...named].find((mark) => mark.role === 'trigger');
              if (own) {
                const name = types.get(own.event) ?? 'event';
                return (
                  <button
                    key={segment.start}
                    type="button"
                    class="trigger"
                    aria-pressed={own.event === picked}
                    aria-label={`${words}: ${name}, show why`}
                    onClick={() => onPick(own.event === picked ? null : own.event)}
                  >
                    {words}
                  </button>
                );
              }
              const roles = [...new Set(marks.map((mark) => mark.role))].join(' ');
              const lit = event && segment.start >= event.sentence.start && segment.end <= event.sentence.end;
              if (roles === '' && !lit) return words;
              return (
                <mark key={segment.start} class={lit ? `${roles} lit` : roles}>
                  {words}
                </mark>
              );
            })}
          </p>
        ))}
      </div>
    </>
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
  for (const match of text.matchAll(/[^\n]+/g)) {
    const start = match.index;
    const end = start + match[0].length;
    open = open.filter((mark) => mark.end > start);
    for (let mark = marks[next]; mark && mark.start < end; mark = marks[++next]) open.push(mark);
    paragraphs.push({ start, end, marks: open });
    open = [...open];
  }
  return paragraphs;
}
