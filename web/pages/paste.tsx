import { useSignal } from '@preact/signals';
import { ApiError, send } from '../api.js';
import { count, number } from '../format.js';
import { CodedText } from '../parts/coded-text.js';
import { EventWhy } from '../parts/event-why.js';
import { Side, TypeName } from '../parts/party.js';
import { Section } from '../parts/section.js';
import { Empty, Failed } from '../parts/state.js';
import type { Document, Event } from '../records.js';
import { go } from '../router.js';

interface Coded {
  readonly document: Document;
  readonly events: readonly Event[];
  readonly seconds: number;
}

/** Put in a text or drop a file, see it coded, keep it. */
export function PastePage() {
  document.title = 'Code a text · Chancery';
  const text = useSignal('');
  const facts = useSignal({ published: '', title: '', publisher: '' });
  const coded = useSignal<Coded | null>(null);
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const over = useSignal(false);
  const body = () => {
    const given = Object.entries(facts.value).filter(([, value]) => value.trim() !== '');
    return { text: text.value, ...Object.fromEntries(given) };
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    busy.value = true;
    problem.value = null;
    try {
      await work();
    } catch (error) {
      problem.value = error instanceof ApiError ? error.message : String(error);
    } finally {
      busy.value = false;
    }
  };
  const code = (): Promise<void> =>
    attempt(async () => {
      coded.value = await send<Coded>('/api/code', body());
    });
  const keep = (): Promise<void> =>
    attempt(async () => {
      const answer = await fetch('/api/ingest', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-ndjson' },
        body: JSON.stringify(body()),
      });
      const [line = '{}'] = (await answer.text()).split('\n');
      const receipt = JSON.parse(line) as { readonly document?: string; readonly error?: { readonly message: string } };
      if (receipt.error || !receipt.document)
        throw new ApiError(answer.status, 'failed', receipt.error?.message ?? 'not kept');
      go(`/document/${encodeURIComponent(receipt.document)}`);
    });
  const set = (name: 'published' | 'title' | 'publisher') => (event: { readonly currentTarget: HTMLInputElement }) => {
    facts.value = { ...facts.value, [name]: event.currentTarget.value };
  };
  return (
    <>
      <div class="head">
        <h1>Code a text</h1>
        <p class="basis">
          The text stays on the machine that runs Chancery. Nothing is kept until you add it to the ledger.
        </p>
      </div>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void code();
        }}
      >
        <div class="row">
          <label class="field">
            Published
            <input type="date" value={facts.value.published} onInput={set('published')} />
          </label>
          <label class="field">
            Publisher
            <input value={facts.value.publisher} maxLength={300} onInput={set('publisher')} />
          </label>
          <label class="field">
            Title
            <input size={40} value={facts.value.title} maxLength={1000} onInput={set('title')} />
          </label>
          <label class="field">
            From a file
            <input
              type="file"
              accept=".txt,.md,text/plain"
              onChange={async (event) => {
                const [file] = event.currentTarget.files ?? [];
                if (file) text.value = await file.text();
              }}
            />
          </label>
        </div>
        <textarea
          class={over.value ? 'paste over' : 'paste'}
          dir="auto"
          aria-label="Text"
          placeholder="Paste an article, or drop a text file here."
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void code();
          }}
          onDragOver={(event) => {
            event.preventDefault();
            over.value = true;
          }}
          onDragLeave={() => {
            over.value = false;
          }}
          onDrop={async (event) => {
            event.preventDefault();
            over.value = false;
            const [file] = event.dataTransfer?.files ?? [];
            if (file) text.value = await file.text();
          }}
        />
        <div class="row">
          <button type="submit" class="primary" disabled={busy.value || text.value.trim() === ''}>
            {busy.value ? 'Coding…' : 'Code'}
          </button>
          <button type="button" disabled={busy.value || text.value.trim() === ''} onClick={keep}>
            Add to the ledger
          </button>
          <span class="soft small">{count(text.value.length, 'character')}; Ctrl-Enter codes</span>
        </div>
      </form>
      {problem.value !== null && <Failed message={problem.value} />}
      {coded.value && <Result coded={coded.value} />}
    </>
  );
}

function Result({ coded }: { readonly coded: Coded }) {
  const picked = useSignal<string | null>(null);
  const { document: doc, events } = coded;
  const event = events.find((each) => each.id === picked.value);
  const pick = (id: string | null): void => {
    picked.value = id;
  };
  return (
    <div class="two" role="status">
      <div>
        <CodedText text={doc.text} events={events} picked={picked.value} onPick={pick} />
      </div>
      <div class="beside stack">
        {event && <EventWhy event={event} close={() => pick(null)} />}
        <Section
          title={count(events.length, 'event')}
          note={`coded in ${number(Math.round(coded.seconds * 100) / 100)} s`}
        >
          {events.length === 0 && <Empty>The coder found no event in this text.</Empty>}
          <ol>
            {events.map((each) => (
              <li key={each.id} class="who">
                <button
                  type="button"
                  class="quiet"
                  aria-pressed={each.id === picked.value}
                  onClick={() => pick(each.id === picked.value ? null : each.id)}
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
              </li>
            ))}
          </ol>
        </Section>
      </div>
    </div>
  );
}
