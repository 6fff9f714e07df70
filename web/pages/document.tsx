import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useAnswer } from '../api.js';
import { count, day, moment } from '../format.js';
import { CodedText } from '../parts/coded-text.js';
import { EventWhy } from '../parts/event-why.js';
import { Side, TypeName } from '../parts/party.js';
import { Section } from '../parts/section.js';
import { Answered, Empty } from '../parts/state.js';
import type { LedgerDocument } from '../records.js';
import { parameters, path, setParameters } from '../router.js';

/** A document with its words marked, and beside it why each field of an event is what it is. */
export function DocumentPage() {
  const again = useSignal(0);
  const id = decodeURIComponent(path.value.slice('/document/'.length));
  const known = parameters.value.get('knownOn');
  const query = known === null ? '' : `?knownOn=${known}`;
  const resource = useAnswer<LedgerDocument>(`/api/documents/${encodeURIComponent(id)}${query}`, again.value);
  return <Answered resource={resource}>{(doc) => <Opened doc={doc} changed={() => (again.value += 1)} />}</Answered>;
}

const listed = 200;

function Opened({ doc, changed }: { readonly doc: LedgerDocument; readonly changed: () => void }) {
  document.title = `${doc.title ?? 'Document'} · Chancery`;
  const picked = parameters.value.get('event');
  const event = doc.events.find((each) => each.id === picked) ?? null;
  const pick = (id: string | null): void => setParameters({ event: id }, true);
  useEffect(() => {
    document.querySelector('.text [aria-pressed="true"]')?.scrollIntoView({ block: 'center' });
  }, [picked, doc.id]);
  return (
    <article>
      <div class="head">
        <h1>
          <bdi dir="auto">{doc.title ?? 'Untitled document'}</bdi>
        </h1>
        <p class="basis">
          <bdi>{doc.publisher ?? 'no publisher'}</bdi>, {day(doc.published)}
          {doc.publishedFrom && ` (date from ${doc.publishedFrom})`}; {count(doc.events.length, 'event')}; known to the
          ledger since {moment(doc.known.from)}
          {doc.revisions.length > 1 && `; ${doc.revisions.length} revisions`}
          {doc.uri !== null && (
            <>
              ; <span class="mono">{doc.uri}</span>
            </>
          )}
        </p>
      </div>
      <div class="two">
        <div>
          {doc.text === null ? (
            <Empty>The ledger keeps this document’s events without its text.</Empty>
          ) : (
            <CodedText text={doc.text} events={doc.events} picked={picked} onPick={pick} />
          )}
        </div>
        <div class="beside stack">
          {event && <EventWhy event={event} changed={changed} close={() => pick(null)} />}
          <Section title="Events told here" note={event ? undefined : 'choose one to see why'}>
            {doc.events.length === 0 && <Empty>The coder found no event in this text.</Empty>}
            <ol>
              {doc.events.slice(0, listed).map((each) => (
                <li key={each.id} class="who">
                  <button
                    type="button"
                    class="quiet"
                    aria-pressed={each.id === picked}
                    onClick={() => pick(each.id === picked ? null : each.id)}
                  >
                    <TypeName type={each.type} modes={each.modes} quad={each.quad} />
                  </button>
                  <Side parties={each.sources} />
                  {each.targets.length > 0 && (
                    <>
                      <span class="soft">→</span>
                      <Side parties={each.targets} />
                    </>
                  )}
                  {each.status !== 'actual' && <span class="tag">{each.status}</span>}
                  {each.corrections.length > 0 && <span class="tag person">checked</span>}
                </li>
              ))}
            </ol>
            {doc.events.length > listed && (
              <p class="soft small">
                The first {listed} of {doc.events.length}; the others can be chosen in the text.
              </p>
            )}
          </Section>
        </div>
      </div>
    </article>
  );
}
