import { useAnswer } from '../api.js';
import { day } from '../format.js';
import { StoryLine } from '../parts/event-line.js';
import { RelationList } from '../parts/relation-line.js';
import { Section } from '../parts/section.js';
import { Answered, Empty } from '../parts/state.js';
import type { LedgerDiff } from '../records.js';
import { parameters, setParameters } from '../router.js';

/** What changed between two days. */
export function ChangesPage() {
  document.title = 'Changes · Chancery';
  const to = parameters.value.get('to') ?? new Date().toISOString().slice(0, 10);
  const from = parameters.value.get('from') ?? `${Number(to.slice(0, 4)) - 2}${to.slice(4, 8)}01`;
  const resource = useAnswer<LedgerDiff>(`/api/diff?from=${from}&to=${to}`);
  return (
    <>
      <div class="head">
        <h1>What changed</h1>
        <p class="basis">
          From {day(from)} to {day(to)}.
        </p>
      </div>
      <search class="filters" aria-label="Days">
        <label>
          From
          <input type="date" value={from} onChange={(event) => setParameters({ from: event.currentTarget.value })} />
        </label>
        <label>
          To
          <input type="date" value={to} onChange={(event) => setParameters({ to: event.currentTarget.value })} />
        </label>
      </search>
      <Answered resource={resource}>
        {(diff) => (
          <div class="front">
            <div class="stack">
              <Section title="Relations begun" note={String(diff.opened.length)}>
                <RelationList relations={diff.opened} empty="None." />
              </Section>
              <Section title="Relations ended" note={String(diff.closed.length)}>
                <RelationList relations={diff.closed} empty="None." />
              </Section>
              <Section title="Relations changed" note={String(diff.changed.length)}>
                <RelationList relations={diff.changed} empty="None." />
              </Section>
            </div>
            <Section
              title="New stories"
              note={diff.stories.length > 100 ? `the first 100 of ${diff.stories.length}` : String(diff.stories.length)}
            >
              {diff.stories.length === 0 && <Empty>None.</Empty>}
              <ol>
                {diff.stories.slice(0, 100).map((story) => (
                  <StoryLine key={story.id} story={story} />
                ))}
              </ol>
            </Section>
          </div>
        )}
      </Answered>
    </>
  );
}
