import { useSignal } from '@preact/signals';
import { useAnswer } from '../api.js';
import { count, day, days } from '../format.js';
import { CorrectField } from '../parts/correct-field.js';
import { documentAddress } from '../parts/event-line.js';
import { MarkedSentence } from '../parts/marked-words.js';
import { Side, TypeName } from '../parts/party.js';
import { Section } from '../parts/section.js';
import { Answered } from '../parts/state.js';
import type { LedgerEvent, StoryDetail } from '../records.js';
import { path } from '../router.js';

/** One happening: its mentions side by side, why they are one, and where they disagree. */
export function StoryPage() {
  const again = useSignal(0);
  const id = decodeURIComponent(path.value.slice('/story/'.length));
  const resource = useAnswer<StoryDetail>(`/api/stories/${encodeURIComponent(id)}`, again.value);
  return (
    <Answered resource={resource}>{(story) => <Told story={story} changed={() => (again.value += 1)} />}</Answered>
  );
}

function Told({ story, changed }: { readonly story: StoryDetail; readonly changed: () => void }) {
  document.title = `${story.type} · Chancery`;
  const asked = useSignal<{ readonly event: LedgerEvent; readonly field: 'merge' | 'split' } | null>(null);
  const [first] = story.events;
  const number = new Map(story.events.map((event, index) => [event.id, index + 1]));
  return (
    <>
      <div class="head">
        <h1 class="who">
          <Side parties={story.sources} /> <TypeName type={story.type} modes={story.modes} quad={story.quad} />{' '}
          {story.targets.length > 0 && <Side parties={story.targets} />}
        </h1>
        <p class="basis">
          {days(story.first, story.last)}
          {story.place && `, ${story.place.name}`}; {count(story.mentions, 'mention')} in{' '}
          {count(story.documents, 'document')}
          {story.publishers.length > 0 && ` of ${story.publishers.join(', ')}`}
        </p>
      </div>
      <div class="stack">
        {story.disagreements.length > 0 && (
          <Section title="Where they disagree">
            <dl class="facts">
              {story.disagreements.flatMap((each) => [
                <dt key={`${each.field} name`}>{each.field}</dt>,
                <dd key={each.field}>
                  {each.values.map((value) => (
                    <p key={value.value}>
                      <bdi>{value.value}</bdi>{' '}
                      <span class="soft">
                        by {value.events.map((id) => `mention ${number.get(id) ?? '?'}`).join(', ')}
                      </span>
                    </p>
                  ))}
                </dd>,
              ])}
            </dl>
          </Section>
        )}
        <Section title="Mentions">
          <div class="columns">
            {story.events.map((event, index) => (
              <article key={event.id} class="column">
                <h3>
                  {index + 1}. <bdi>{event.document.publisher ?? 'no publisher'}</bdi>
                </h3>
                <p class="soft small">
                  <bdi dir="auto">{event.document.title}</bdi>, {day(event.document.published)}
                </p>
                <p class="text">
                  <a href={documentAddress(event)}>
                    <MarkedSentence event={event} />
                  </a>
                </p>
                <p class="small soft">
                  {event.status}; {days(event.time?.first ?? null, event.time?.last ?? null)}
                  {event.place && `; ${event.place.name}`}
                  {event.corrections.length > 0 && <span class="tag person">checked by a person</span>}
                </p>
                <p class="row">
                  {index > 0 && (
                    <button type="button" class="quiet small" onClick={() => (asked.value = { event, field: 'split' })}>
                      Split off
                    </button>
                  )}
                  {story.events.length === 1 && (
                    <button type="button" class="quiet small" onClick={() => (asked.value = { event, field: 'merge' })}>
                      Merge with another
                    </button>
                  )}
                </p>
              </article>
            ))}
          </div>
          {asked.value && (
            <CorrectField
              key={asked.value.event.id}
              event={asked.value.event}
              field={asked.value.field}
              {...(asked.value.field === 'split' && first ? { value: first.id } : {})}
              done={changed}
              close={() => (asked.value = null)}
            />
          )}
        </Section>
        {story.merges.length > 0 && (
          <Section title="Why they are one">
            <table>
              <thead>
                <tr>
                  <th scope="col">Mention</th>
                  <th scope="col">with</th>
                  <th scope="col">because</th>
                  <th scope="col" class="number">
                    score
                  </th>
                </tr>
              </thead>
              <tbody>
                {story.merges.map((merge) => (
                  <tr key={`${merge.event} ${merge.into}`}>
                    <td>{number.get(merge.event) ?? merge.event}</td>
                    <td>{number.get(merge.into) ?? merge.into}</td>
                    <td>{merge.because.join('; ')}</td>
                    <td class="number">{merge.score.toFixed(2)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
        )}
      </div>
    </>
  );
}
