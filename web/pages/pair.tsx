import { useAnswer } from '../api.js';
import { filterQuery } from '../filters.js';
import { count, number } from '../format.js';
import { BalanceChart } from '../parts/balance-chart.js';
import { EventLine, StoryLine } from '../parts/event-line.js';
import { FilterWords } from '../parts/filter-bar.js';
import { ActorLink } from '../parts/party.js';
import { RelationList } from '../parts/relation-line.js';
import { Section } from '../parts/section.js';
import { Answered, Empty } from '../parts/state.js';
import type { LedgerEvent, Page, PairProfile } from '../records.js';
import { parameters } from '../router.js';

/** Two actors over time, both directions, and what opened and closed between them. */
export function PairPage() {
  const a = parameters.value.get('a') ?? '';
  const b = parameters.value.get('b') ?? '';
  const resource = useAnswer<PairProfile>(`/api/pair?${filterQuery(['source', 'target', 'actor'], { a, b })}`);
  return <Answered resource={resource}>{(pair) => <Pair pair={pair} a={a} b={b} />}</Answered>;
}

function Pair({ pair, a, b }: { readonly pair: PairProfile; readonly a: string; readonly b: string }) {
  document.title = `${pair.a.name} and ${pair.b.name} · Chancery`;
  return (
    <>
      <div class="head">
        <h1>
          <ActorLink id={a} name={pair.a.name} /> and <ActorLink id={b} name={pair.b.name} />
        </h1>
        <p class="basis">{count(pair.events, 'event')} between them. Machine codings.</p>
        <FilterWords />
      </div>
      {pair.events === 0 && <Empty>No event between these two under these filters.</Empty>}
      <div class="front">
        <div class="wide">{pair.balance.length > 0 && <BalanceChart title="Over time" balance={pair.balance} />}</div>
        <Told title={`${pair.a.name} to ${pair.b.name}`} source={a} target={b} />
        <Told title={`${pair.b.name} to ${pair.a.name}`} source={b} target={a} />
        <Section title="Opened and closed between them">
          <RelationList relations={pair.relations} empty="No standing relation is known." />
        </Section>
        <Section title="By type">
          <table>
            <thead>
              <tr>
                <th scope="col">Type</th>
                <th scope="col" class="number">
                  <bdi>{pair.a.name}</bdi> →
                </th>
                <th scope="col" class="number">
                  ← <bdi>{pair.b.name}</bdi>
                </th>
              </tr>
            </thead>
            <tbody>
              {pair.types.map((each) => (
                <tr key={each.type}>
                  <td>{each.type}</td>
                  <td class="number">{number(each.there)}</td>
                  <td class="number">{number(each.back)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
        <div class="wide">
          <Section title="Latest stories">
            <ol>
              {pair.latest.map((story) => (
                <StoryLine key={story.id} story={story} />
              ))}
            </ol>
          </Section>
        </div>
      </div>
    </>
  );
}

const shown = 12;

function Told({ title, source, target }: { readonly title: string; readonly source: string; readonly target: string }) {
  const query = filterQuery(['source', 'target', 'actor'], { source, target });
  const resource = useAnswer<Page<LedgerEvent>>(`/api/events?${query}&limit=${shown}`);
  return (
    <Section
      title={title}
      tools={
        <a class="small" href={`/events?${query}`}>
          All
        </a>
      }
    >
      <Answered resource={resource}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty>Nothing on record.</Empty>
          ) : (
            <>
              <ol>
                {items.map((event) => (
                  <EventLine key={event.id} event={event} />
                ))}
              </ol>
              {next !== null && <p class="soft small">The latest {items.length}.</p>}
            </>
          )
        }
      </Answered>
    </Section>
  );
}
