import { useAnswer } from '../api.js';
import { filterQuery } from '../filters.js';
import { EventLine } from '../parts/event-line.js';
import { FilterBar, FilterWords } from '../parts/filter-bar.js';
import { Answered, Empty } from '../parts/state.js';
import type { LedgerEvent, Page } from '../records.js';
import { parameters, withParameters } from '../router.js';

/** Events in a list, a page at a time. */
export function EventsPage() {
  document.title = 'Events · Chancery';
  const cursor = parameters.value.get('cursor');
  const resource = useAnswer<Page<LedgerEvent>>(`/api/events?${filterQuery([], { cursor, limit: '50' })}`);
  return (
    <>
      <div class="head">
        <h1>Events</h1>
        <FilterWords />
      </div>
      <FilterBar />
      <Answered resource={resource}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty>No event under these filters.</Empty>
          ) : (
            <>
              <ol>
                {items.map((event) => (
                  <EventLine key={event.id} event={event} />
                ))}
              </ol>
              <p class="row">
                {cursor !== null && <a href={withParameters({ cursor: null })}>To the newest</a>}
                {next === null ? (
                  <span class="soft">That is all.</span>
                ) : (
                  <a href={withParameters({ cursor: next })}>Older ones</a>
                )}
              </p>
            </>
          )
        }
      </Answered>
    </>
  );
}
