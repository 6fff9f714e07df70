import { useEffect, useRef } from 'preact/hooks';
import { useAnswer } from '../api.js';
import { filterQuery, withFilters } from '../filters.js';
import { day } from '../format.js';
import { actorName } from '../names.js';
import type { LedgerEvent, Page } from '../records.js';
import { setParameters } from '../router.js';
import { EventLine } from './event-line.js';
import { Section } from './section.js';
import { Answered, Empty } from './state.js';

/** What a point of a picture stands for, as the address holds it: `days:A:B`, `place:ID` or `pair:A B`. */
export interface Point {
  readonly title: string;
  readonly query: Readonly<Record<string, string | null>>;
}

export function pointOf(at: string | null): Point | null {
  const [, kind, rest = ''] = /^(\w+):(.*)$/s.exec(at ?? '') ?? [];
  if (kind === 'days') {
    const [from = '', to = ''] = rest.split(':');
    return { title: `What happened, ${day(from)} to ${day(to)}`, query: { from, to } };
  }
  if (kind === 'place') {
    const [id = '', name] = rest.split('\n');
    return { title: `What happened in ${name ?? id}`, query: { place: id } };
  }
  if (kind === 'pair') {
    const [source = '', target = ''] = rest.split(' ');
    return { title: `${actorName(source)} and ${actorName(target)}`, query: { pair: rest, source, target } };
  }
  return null;
}

const shown = 20;

/** The sentences behind a point of a picture, each a click from its document. */
export function Happened({ point }: { readonly point: Point }) {
  const { pair, ...query } = point.query;
  const narrowed = pair ? { actor: query.source ?? null } : query;
  const address = `/api/events?${filterQuery([], { ...narrowed, limit: String(pair ? 200 : shown), order: 'oldest' })}`;
  const resource = useAnswer<Page<LedgerEvent>>(address);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'nearest' });
    top.current?.focus({ preventScroll: true });
  }, [point.title]);
  return (
    <div ref={top} tabIndex={-1} class="wide">
      <Section
        title={point.title}
        tools={
          <>
            {!pair && (
              <a class="small" href={withFilters('/events', query)}>
                All of them
              </a>
            )}
            <button type="button" class="quiet small" onClick={() => setParameters({ at: null })}>
              Close
            </button>
          </>
        }
      >
        <Answered resource={resource}>
          {({ items, next }) =>
            items.length === 0 ? (
              <Empty>Nothing under these filters.</Empty>
            ) : (
              <>
                <ol>
                  {items.map((event) => (
                    <EventLine key={event.id} event={event} />
                  ))}
                </ol>
                {next !== null && <p class="soft small">Cut to the first {items.length}.</p>}
              </>
            )
          }
        </Answered>
      </Section>
    </div>
  );
}
