import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask, useAnswer } from '../api.js';
import { filterQuery, withFilters } from '../filters.js';
import { count, days, moment, number } from '../format.js';
import { actorName } from '../names.js';
import { StoryLine } from '../parts/event-line.js';
import { FilterBar, FilterWords } from '../parts/filter-bar.js';
import { Happened, pointOf } from '../parts/happened.js';
import { PairList } from '../parts/pair-list.js';
import { Section } from '../parts/section.js';
import { Answered, Empty } from '../parts/state.js';
import { Timeline } from '../parts/timeline.js';
import { WorldMap } from '../parts/world-map.js';
import type { Overview } from '../records.js';
import { parameters, setParameters, withParameters } from '../router.js';

/** The record at a glance, under the filters of the address. */
export function FrontPage() {
  document.title = 'Chancery';
  const by = parameters.value.get('by') === 'type' ? 'type' : 'quad';
  const again = useSignal(0);
  const resource = useAnswer<Overview>(`/api/overview?${filterQuery([], { by })}`, again.value);
  const coding = useGrowth(resource.value.data?.ledger.documents ?? null, () => (again.value += 1));
  const publishers = resource.value.data?.publishers.flatMap((row) => row.values[0] ?? []) ?? [];
  return (
    <>
      <h1 class="hidden">The record</h1>
      <FilterBar publishers={publishers} />
      {coding !== null && (
        <p class="notice" role="status">
          Coding: {count(coding, 'document')} so far. The page follows.
        </p>
      )}
      <Answered resource={resource}>{(data) => <Front data={data} by={by} />}</Answered>
    </>
  );
}

const followEvery = 3500;

/** Number of documents while the ledger grows, null when it stands still; calls `grown` when there are more than `shown`. */
function useGrowth(shown: number | null, grown: () => void): number | null {
  const growing = useSignal<number | null>(null);
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(async () => {
      const status = await ask<{ readonly documents: number; readonly waiting: number }>('/api/status').catch(
        () => null,
      );
      if (status === null) return;
      growing.value = status.documents > shown || status.waiting > 0 ? status.documents : null;
      if (status.documents > shown) grown();
    }, followEvery);
    return () => clearTimeout(timer);
  }, [shown, grown, growing]);
  return growing.value;
}

function Front({ data, by }: { readonly data: Overview; readonly by: 'quad' | 'type' }) {
  const { ledger, timeline, places, pairs, stories } = data;
  const point = pointOf(parameters.value.get('at'));
  if (ledger.events === 0) {
    return (
      <Empty>
        This ledger holds {count(ledger.documents, 'document')} and no event yet. <a href="/paste">Code a text</a>, or
        run <code>chancery ingest FILE</code>.
      </Empty>
    );
  }
  return (
    <>
      <div class="head">
        <p class="basis">
          {count(data.events, 'event')} of {number(ledger.events)}, from {count(data.documents, 'document')} of{' '}
          {number(ledger.documents)}, {days(ledger.firstDay, ledger.lastDay)}; last added {moment(ledger.lastKnown)}.
          Machine codings; <a href="/corrections">{count(ledger.corrections, 'correction')} by people</a>.
        </p>
        <FilterWords />
      </div>
      <div class="front">
        <div class="wide">
          <Timeline
            title="When"
            period={timeline.period}
            by={by}
            rows={timeline.rows}
            outside={timeline.outside}
            from={parameters.value.get('from')}
            to={parameters.value.get('to')}
            onRange={(from, to) => setParameters({ from, to, at: null })}
            onPick={(first, last) => setParameters({ at: `days:${first}:${last}` })}
            tools={
              <>
                <button
                  type="button"
                  class="quiet small"
                  onClick={() => setParameters({ by: by === 'quad' ? 'type' : null })}
                >
                  By {by === 'quad' ? 'type' : 'quad'}
                </button>
                <a class="small" href={`/api/export?${filterQuery([], { format: 'csv' })}`} download>
                  Export CSV
                </a>
                <a class="small" href={`/api/export?${filterQuery([], { format: 'jsonl' })}`} download>
                  JSONL
                </a>
              </>
            }
          />
        </div>
        {point && <Happened point={point} />}
        <WorldMap
          places={places}
          pairs={pairs}
          cut={data.cut.places}
          picked={parameters.value.get('at')}
          nameOf={actorName}
          pairAddress={(pair) => withFilters('/pair', { a: pair.a, b: pair.b })}
          onPick={(place) => setParameters({ at: `place:${place.id ?? place.name}\n${place.name}` })}
        />
        <PairList
          pairs={pairs}
          cut={data.cut.pairs}
          address={(pair) => withFilters('/pair', { a: pair.a, b: pair.b })}
        />
        <Section
          title="Latest stories"
          note={data.more === null ? undefined : `the last ${stories.length}`}
          tools={
            <a class="small" href={withFilters('/events')}>
              All events
            </a>
          }
        >
          {stories.length === 0 ? (
            <Empty>No story under these filters.</Empty>
          ) : (
            <ol>
              {stories.map((story) => (
                <StoryLine key={story.id} story={story} />
              ))}
            </ol>
          )}
        </Section>
        <div class="stack">
          <Tally title="Types" name="type" rows={data.types} />
          <Tally title="Publishers" name="publisher" rows={data.publishers} />
        </div>
      </div>
    </>
  );
}

function Tally({
  title,
  name,
  rows,
}: {
  readonly title: string;
  readonly name: 'type' | 'publisher';
  readonly rows: Overview['types'];
}) {
  const most = Math.max(1, ...rows.map((row) => row.events));
  return (
    <Section title={title} note={rows.length > 16 ? `the first 16 of ${rows.length}` : undefined}>
      <table class="pairs">
        <thead class="hidden">
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">share</th>
            <th scope="col">events</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 16).map(({ values: [value], events }) => (
            <tr key={value}>
              <td>
                {value ? (
                  <a href={withParameters({ [name]: value })}>
                    <bdi>{value}</bdi>
                  </a>
                ) : (
                  <span class="soft">none named</span>
                )}
              </td>
              <td>
                <span class="balance" aria-hidden="true">
                  <i style={{ width: `${(100 * events) / most}%`, background: 'var(--strong-rule)' }} />
                </span>
              </td>
              <td class="number">{number(events)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
