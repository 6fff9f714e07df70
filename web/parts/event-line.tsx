import { day, days, share } from '../format.js';
import type { LedgerEvent, StorySummary } from '../records.js';
import { MarkedSentence } from './marked-words.js';
import { Side, TypeName } from './party.js';

export const documentAddress = (event: Pick<LedgerEvent, 'id' | 'document'>): string =>
  `/document/${encodeURIComponent(event.document.id)}?event=${encodeURIComponent(event.id)}`;

/** An event in a list: who did what to whom, the words, and where they stand. */
export function EventLine({ event }: { readonly event: LedgerEvent }) {
  return (
    <li class="line">
      <div class="when">{days(event.time?.first ?? null, event.time?.last ?? null)}</div>
      <div>
        <div class="who">
          <Side parties={event.sources} /> <TypeName type={event.type} modes={event.modes} quad={event.quad} />{' '}
          {event.targets.length > 0 && <Side parties={event.targets} />}
        </div>
        <p class="words">
          <a href={documentAddress(event)}>
            <MarkedSentence event={event} />
          </a>
        </p>
        <div class="meta">
          {event.status !== 'actual' && <span class="tag">{event.status}</span>}
          {event.claim.how !== 'stated' && (
            <span>
              {event.claim.how} by <bdi>{event.claim.by?.name ?? event.claim.by?.span.text ?? 'someone unnamed'}</bdi>
            </span>
          )}
          {event.place && (
            <span>
              <bdi>{event.place.name}</bdi>
            </span>
          )}
          <span>
            <bdi>{event.document.publisher ?? event.document.title ?? 'no publisher'}</bdi>,{' '}
            {day(event.document.published)}
          </span>
          <span title="Confidence of the coder">{share(event.confidence)} sure</span>
          {event.corrections.length > 0 && <span class="tag person">checked by a person</span>}
          {event.elsewhere !== null && <span class="tag">coded elsewhere</span>}
          {event.story !== null && <a href={`/story/${encodeURIComponent(event.story)}`}>story</a>}
        </div>
      </div>
    </li>
  );
}

/** A story in a list. */
export function StoryLine({ story }: { readonly story: StorySummary }) {
  const told = story.statuses.filter((status) => status !== 'actual');
  return (
    <li class="line">
      <div class="when">{days(story.first, story.last)}</div>
      <div>
        <div class="who">
          <Side parties={story.sources} /> <TypeName type={story.type} modes={story.modes} quad={story.quad} />{' '}
          {story.targets.length > 0 && <Side parties={story.targets} />}
        </div>
        <p class="words">
          <a href={`/story/${encodeURIComponent(story.id)}`}>
            <bdi dir="auto">{story.sentence}</bdi>
          </a>
        </p>
        <div class="meta">
          {told.map((status) => (
            <span key={status} class="tag">
              {status}
            </span>
          ))}
          {story.place && <bdi>{story.place.name}</bdi>}
          <span>
            {story.mentions === 1 ? 'one mention' : `${story.mentions} mentions in ${story.documents} documents`}
            {story.publishers.length > 0 && `: ${story.publishers.slice(0, 3).join(', ')}`}
            {story.publishers.length > 3 && ` and ${story.publishers.length - 3} more`}
          </span>
          {story.disagreements.length > 0 && (
            <span class="tag">they disagree on {story.disagreements.map((each) => each.field).join(', ')}</span>
          )}
        </div>
      </div>
    </li>
  );
}
