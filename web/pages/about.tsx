import { useAnswer } from '../api.js';
import { days, moment, number } from '../format.js';
import { Section } from '../parts/section.js';
import { Answered, Empty } from '../parts/state.js';
import type { LedgerStatus } from '../records.js';

interface Measured {
  readonly results: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[];
}

/** What the ledger holds, who coded it, and how often the coder is wrong. */
export function AboutPage() {
  document.title = 'About · Chancery';
  const status = useAnswer<LedgerStatus & { readonly version: string }>('/api/status');
  const accuracy = useAnswer<Measured>('/api/accuracy');
  return (
    <>
      <div class="head">
        <h1>About this ledger</h1>
      </div>
      <div class="stack">
        <Section title="Holdings">
          <Answered resource={status}>
            {(held) => (
              <>
                <dl class="facts">
                  <dt>Documents</dt>
                  <dd>{number(held.documents)}</dd>
                  <dt>Events</dt>
                  <dd>{number(held.events)}</dd>
                  <dt>Stories</dt>
                  <dd>{number(held.stories)}</dd>
                  <dt>Corrections by people</dt>
                  <dd>{number(held.corrections)}</dd>
                  <dt>Days</dt>
                  <dd>{days(held.firstDay, held.lastDay)}</dd>
                  <dt>Last added</dt>
                  <dd>{moment(held.lastKnown)}</dd>
                  <dt>Program</dt>
                  <dd>{held.version}</dd>
                </dl>
                <h3>Runs</h3>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Begun</th>
                      <th scope="col">Kind</th>
                      <th scope="col">Coder</th>
                      <th scope="col">Model</th>
                      <th scope="col">Data</th>
                      <th scope="col" class="number">
                        Documents
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {held.runs.slice(0, 50).map((run) => (
                      <tr key={run.id}>
                        <td>{moment(run.started)}</td>
                        <td>{run.kind}</td>
                        <td>{run.coder}</td>
                        <td>{run.model}</td>
                        <td class="mono">{run.data}</td>
                        <td class="number">{number(run.documents)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                {held.runs.length > 50 && <p class="soft small">Cut to 50 of {held.runs.length}.</p>}
              </>
            )}
          </Answered>
        </Section>
        <Section
          title="How often the coder is wrong"
          note="measured on hand-coded texts; the commands stand in the README"
        >
          <Answered resource={accuracy}>
            {({ results }) =>
              results.length === 0 ? (
                <Empty>No measurement is shipped with this version.</Empty>
              ) : (
                <div class="columns">
                  {results.map((result) => (
                    <article key={result.name} class="column">
                      <h3>{result.name}</h3>
                      <Scores value={result} />
                    </article>
                  ))}
                </div>
              )
            }
          </Answered>
        </Section>
      </div>
    </>
  );
}

const deepest = 4;

/** Figures of a result file as nested terms; long lists are cut. */
function Scores({ value, depth = 0 }: { readonly value: unknown; readonly depth?: number }) {
  if (value === null || typeof value !== 'object')
    return <>{typeof value === 'number' ? number(value) : String(value)}</>;
  if (depth > deepest) return <>…</>;
  const entries = Object.entries(value).filter(([name]) => name !== 'name');
  return (
    <dl class="facts small">
      {entries.slice(0, 24).flatMap(([name, each]) => [
        <dt key={`${name} name`}>{name}</dt>,
        <dd key={name}>
          <Scores value={each} depth={depth + 1} />
        </dd>,
      ])}
      {entries.length > 24 && <dt>and {entries.length - 24} more</dt>}
    </dl>
  );
}
