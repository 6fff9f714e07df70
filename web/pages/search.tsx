import { useAnswer } from '../api.js';
import { count, day } from '../format.js';
import { Answered, Empty } from '../parts/state.js';
import type { SearchHit } from '../records.js';
import { parameters, setParameters } from '../router.js';

/** Full text. */
export function SearchPage() {
  const words = parameters.value.get('words') ?? '';
  document.title = `${words} · Chancery`;
  const query = new URLSearchParams({ words });
  for (const name of ['from', 'to', 'publisher', 'knownOn']) {
    const value = parameters.value.get(name);
    if (value) query.set(name, value);
  }
  const resource = useAnswer<{ readonly items: readonly SearchHit[]; readonly cut: boolean }>(
    words === '' ? null : `/api/search?${query}`,
  );
  return (
    <>
      <div class="head">
        <h1>Search</h1>
        <p class="basis">
          Words must all occur; “…” is a phrase; -word leaves out; title:, publisher:, type:, actor:, country:, after:,
          before: ask by field.
        </p>
      </div>
      <search class="filters" aria-label="Filters">
        {(['from', 'to', 'knownOn'] as const).map((name) => (
          <label key={name}>
            {name === 'from' ? 'From' : name === 'to' ? 'To' : 'As known on'}
            <input
              type="date"
              value={parameters.value.get(name) ?? ''}
              onChange={(event) => setParameters({ [name]: event.currentTarget.value })}
            />
          </label>
        ))}
        <a href={`/events?words=${encodeURIComponent(words)}`}>Events of these documents</a>
      </search>
      <Answered resource={resource}>
        {({ items, cut }) =>
          items.length === 0 ? (
            <Empty>No document holds these words.</Empty>
          ) : (
            <>
              <p class="basis">
                {count(items.length, 'document')}
                {cut && ', the best; there may be more'}
              </p>
              <ol>
                {items.map((hit) => (
                  <li key={hit.document.id} class="line">
                    <div class="when">{day(hit.document.published)}</div>
                    <div>
                      <h2>
                        <a href={`/document/${encodeURIComponent(hit.document.id)}`}>
                          <bdi dir="auto">{hit.document.title ?? 'Untitled document'}</bdi>
                        </a>
                      </h2>
                      <p class="words">
                        <Snippet hit={hit} />
                      </p>
                      <p class="meta">
                        <bdi>{hit.document.publisher}</bdi> {count(hit.events, 'event')}
                      </p>
                    </div>
                  </li>
                ))}
              </ol>
            </>
          )
        }
      </Answered>
    </>
  );
}

function Snippet({ hit: { snippet, marks } }: { readonly hit: SearchHit }) {
  const parts: preact.ComponentChild[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at) continue;
    parts.push(snippet.slice(at, start), <mark class="trigger">{snippet.slice(start, end)}</mark>);
    at = end;
  }
  parts.push(snippet.slice(at));
  return <bdi dir="auto">{parts}</bdi>;
}
