import { useAnswer } from '../api.js';
import { filterQuery } from '../filters.js';
import { count, days, number } from '../format.js';
import { BalanceChart } from '../parts/balance-chart.js';
import { StoryLine } from '../parts/event-line.js';
import { Happened, pointOf } from '../parts/happened.js';
import { Picture } from '../parts/picture.js';
import { RelationList } from '../parts/relation-line.js';
import { Section } from '../parts/section.js';
import { Answered, Empty } from '../parts/state.js';
import type { ActorProfile } from '../records.js';
import { parameters, setParameters } from '../router.js';

/** Who an actor is and what is on record of it. */
export function ActorPage() {
  const id = parameters.value.get('id') ?? '';
  const resource = useAnswer<ActorProfile>(
    `/api/actor?${filterQuery(['actor'], { id, asOf: parameters.value.get('asOf') })}`,
  );
  return <Answered resource={resource}>{(actor) => <Profile actor={actor} />}</Answered>;
}

function Profile({ actor }: { readonly actor: ActorProfile }) {
  document.title = `${actor.name} · Chancery`;
  const point = pointOf(parameters.value.get('at'));
  const most = Math.max(1, ...actor.counterparts.map((each) => each.events));
  return (
    <>
      <div class="head">
        <h1>
          <bdi>{actor.name}</bdi>
        </h1>
        <span class="mono soft">{actor.id}</span>
        {actor.kind !== 'unlisted' && <span class="tag">{actor.kind}</span>}
        {actor.country !== null && <span class="tag">{actor.country}</span>}
        <p class="basis">
          {count(actor.events, 'event')}, {days(actor.first, actor.last)}. Machine codings.{' '}
          <a href={`/events?actor=${encodeURIComponent(actor.id)}`}>All events</a>{' '}
          <a href={`/relations?actor=${encodeURIComponent(actor.id)}`}>Its relations over time</a>
        </p>
        <p class="row">
          <label class="field">
            As of
            <input
              type="date"
              value={parameters.value.get('asOf') ?? ''}
              onChange={(event) => setParameters({ asOf: event.currentTarget.value })}
            />
          </label>
        </p>
      </div>
      <div class="front">
        <div class="wide">
          {actor.balance.length === 0 ? (
            <Empty>No event of this actor is on record.</Empty>
          ) : (
            <BalanceChart
              title="Over time"
              balance={actor.balance}
              onPick={(first, last) => setParameters({ at: `days:${first}:${last}` })}
            />
          )}
        </div>
        {point && <Happened point={{ ...point, query: { ...point.query, actor: actor.id } }} />}
        <Picture
          title="Counterparts"
          summary={`Counterparts of ${actor.name}: ${actor.counterparts
            .slice(0, 3)
            .map((each) => `${each.name} ${each.events}`)
            .join(', ')}`}
          twin={{
            columns: ['actor', 'events', 'cooperation', 'conflict'],
            rows: actor.counterparts.map((each) => [each.name, each.events, each.cooperation, each.conflict]),
          }}
        >
          <table class="pairs">
            <thead>
              <tr>
                <th scope="col">Actor</th>
                <th scope="col">Balance</th>
                <th scope="col" class="number">
                  Events
                </th>
              </tr>
            </thead>
            <tbody>
              {actor.counterparts.slice(0, 25).map((each) => (
                <tr key={each.actor}>
                  <td>
                    <a href={`/pair?a=${encodeURIComponent(actor.id)}&b=${encodeURIComponent(each.actor)}`}>
                      <bdi>{each.name}</bdi>
                    </a>
                  </td>
                  <td>
                    <span class="balance" aria-hidden="true">
                      <i class="quad-2" style={{ width: `${(100 * each.cooperation) / most}%` }} />
                      <i class="quad-4" style={{ width: `${(100 * each.conflict) / most}%` }} />
                    </span>
                  </td>
                  <td class="number">{number(each.events)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {actor.counterparts.length > 25 && <p class="soft small">Cut to 25 of {actor.counterparts.length}.</p>}
        </Picture>
        <Section title="What it did, and what was done to it">
          <table>
            <thead>
              <tr>
                <th scope="col">Type</th>
                <th scope="col" class="number">
                  as source
                </th>
                <th scope="col" class="number">
                  as target
                </th>
              </tr>
            </thead>
            <tbody>
              {actor.types.map((each) => (
                <tr key={each.type}>
                  <td>{each.type}</td>
                  <td class="number">
                    <a href={`/events?source=${encodeURIComponent(actor.id)}&type=${each.type}`}>
                      {number(each.asSource)}
                    </a>
                  </td>
                  <td class="number">
                    <a href={`/events?target=${encodeURIComponent(actor.id)}&type=${each.type}`}>
                      {number(each.asTarget)}
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
        <Section title="Latest stories">
          {actor.latest.length === 0 ? (
            <Empty>No story.</Empty>
          ) : (
            <ol>
              {actor.latest.map((story) => (
                <StoryLine key={story.id} story={story} />
              ))}
            </ol>
          )}
        </Section>
        <div class="stack">
          {actor.offices.length > 0 && (
            <Section title="Offices">
              <RelationList relations={actor.offices} empty="None known." />
            </Section>
          )}
          <Section title="Agreements">
            <RelationList relations={actor.agreements} empty="None known." />
          </Section>
          <Section title="Memberships">
            <RelationList relations={actor.memberships} empty="None known." />
          </Section>
          {actor.relations.length > 0 && (
            <Section title="Further relations">
              <RelationList relations={actor.relations} empty="None known." />
            </Section>
          )}
        </div>
      </div>
    </>
  );
}
