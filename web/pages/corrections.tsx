import { useSignal } from '@preact/signals';
import { ApiError, send, useAnswer } from '../api.js';
import { moment } from '../format.js';
import { Answered, Empty, Failed } from '../parts/state.js';
import type { LedgerCorrection } from '../records.js';
import { parameters } from '../router.js';

/** What people changed, whether it is applied, and how to take it back. */
export function CorrectionsPage() {
  document.title = 'Corrections · Chancery';
  const again = useSignal(0);
  const problem = useSignal<string | null>(null);
  const about = parameters.value.get('document');
  const query = about === null ? '' : `?document=${encodeURIComponent(about)}`;
  const resource = useAnswer<{ readonly items: readonly LedgerCorrection[] }>(`/api/corrections${query}`, again.value);
  const undo = async (id: string): Promise<void> => {
    problem.value = null;
    try {
      await send(`/api/corrections/${encodeURIComponent(id)}/undo`, {});
      again.value += 1;
    } catch (error) {
      problem.value = error instanceof ApiError ? error.message : String(error);
    }
  };
  return (
    <>
      <div class="head">
        <h1>Corrections</h1>
        <p class="basis">Made by people; applied again after every re-coding.</p>
      </div>
      {problem.value !== null && <Failed message={problem.value} />}
      <Answered resource={resource}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>Nobody has corrected anything yet. Open a document, choose an event and “correct”.</Empty>
          ) : (
            <table>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Who</th>
                  <th scope="col">Field</th>
                  <th scope="col">Old</th>
                  <th scope="col">New</th>
                  <th scope="col">Why</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                {items.map((each) => (
                  <tr key={each.id}>
                    <td>{moment(each.time)}</td>
                    <td>
                      <bdi>{each.author}</bdi>
                    </td>
                    <td>
                      <a href={`/document/${encodeURIComponent(each.document)}`}>
                        {each.type} {each.field}
                      </a>
                    </td>
                    <td>{shown(each.old)}</td>
                    <td>{shown(each.new)}</td>
                    <td>
                      <bdi>{each.reason}</bdi>
                    </td>
                    <td>
                      {each.undone !== null
                        ? `taken back ${moment(each.undone)}`
                        : each.applied
                          ? 'applied'
                          : 'no event fits it now'}{' '}
                      {each.undone === null && (
                        <button type="button" class="quiet small" onClick={() => undo(each.id)}>
                          Take back
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answered>
    </>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
