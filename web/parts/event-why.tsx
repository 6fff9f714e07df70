import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { ApiError, send } from '../api.js';
import { days, number, share } from '../format.js';
import type { Event, LedgerEvent, Party } from '../records.js';
import { CorrectField } from './correct-field.js';
import { ActorLink, TypeName } from './party.js';
import { Section } from './section.js';

interface EventWhyProps {
  readonly event: Event | LedgerEvent;
  /** Called when a correction was made; without it nothing can be corrected here. */
  readonly changed?: () => void;
  readonly close: () => void;
}

/** Each field of an event with its words and the reason for it; and a way to correct it. */
export function EventWhy({ event, changed, close }: EventWhyProps) {
  const field = useSignal<string | null>(null);
  const kept = 'corrections' in event ? event : null;
  const row = (name: string, value: ComponentChildren, words: string | null, correctable: string | null = null) => (
    <tr key={name}>
      <td>{name}</td>
      <td>
        {value}
        {words !== null && (
          <span class="because">
            “<bdi dir="auto">{words}</bdi>”
          </span>
        )}
        {event.explanation
          .filter((reason) => reason.field === name || reason.field === correctable || reason.field === `${name}s`)
          .map((reason) => (
            <span key={`${reason.by} ${reason.note}`} class="because">
              {reason.by}
              {reason.score !== null && ` ${number(Math.round(reason.score * 100) / 100)}`}
              {reason.note !== '' && `: ${reason.note}`}
            </span>
          ))}
      </td>
      <td class="number">
        {changed && kept && correctable !== null && (
          <button
            type="button"
            class="quiet small"
            aria-label={`Correct ${name}`}
            onClick={() => (field.value = field.value === correctable ? null : correctable)}
          >
            correct
          </button>
        )}
      </td>
    </tr>
  );
  const known = new Set([
    'type',
    'modes',
    'contexts',
    'source',
    'sources',
    'target',
    'targets',
    'status',
    'time',
    'place',
    'claim',
    'object',
    'cameo',
  ]);
  const rest = event.explanation.filter((reason) => !known.has(reason.field));
  return (
    <Section
      title="Why"
      class="why"
      tools={
        <button type="button" class="quiet small" onClick={close}>
          Close
        </button>
      }
    >
      <table>
        <thead class="hidden">
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Value and reason</th>
            <th scope="col">Correct</th>
          </tr>
        </thead>
        <tbody>
          {row(
            'type',
            <TypeName type={event.type} modes={event.modes} quad={event.quad} />,
            event.trigger.text,
            'type',
          )}
          {event.sources.map((party, at) =>
            row(
              event.sources.length > 1 ? `source ${at + 1}` : 'source',
              <Who party={party} />,
              party.span.text,
              `sources.${at}.actor`,
            ),
          )}
          {event.targets.map((party, at) =>
            row(
              event.targets.length > 1 ? `target ${at + 1}` : 'target',
              <Who party={party} />,
              party.span.text,
              `targets.${at}.actor`,
            ),
          )}
          {row('status', event.status, null, 'status')}
          {event.time &&
            row(
              'time',
              `${days(event.time.first, event.time.last)} (${event.time.precision}, from ${event.time.basis})`,
              event.time.span?.text ?? null,
            )}
          {event.place && row('place', `${event.place.name} · ${event.place.reason}`, event.place.span.text)}
          {row(
            'claim',
            event.claim.how === 'stated'
              ? 'stated by the document itself'
              : `${event.claim.how} by ${event.claim.by?.name ?? event.claim.by?.span.text ?? 'someone unnamed'}`,
            event.claim.words[0]?.text ?? null,
          )}
          {event.object &&
            row(
              'object',
              `${event.object.kind}${event.object.quantity ? `, ${number(event.object.quantity.value)} ${event.object.quantity.unit ?? ''}` : ''}`,
              event.object.span.text,
            )}
          {event.casualties &&
            row(
              'casualties',
              (['dead', 'injured', 'detained', 'displaced'] as const)
                .flatMap((name) => {
                  const found = event.casualties?.[name];
                  return found
                    ? [
                        `${found.low === found.high ? number(found.low) : `${number(found.low)}–${number(found.high)}`} ${name}`,
                      ]
                    : [];
                })
                .join(', '),
              null,
            )}
          {event.contexts.length > 0 && row('contexts', event.contexts.join(', '), null)}
          {row(
            'codes',
            `quad ${event.quad}, intensity ${event.intensity ?? 'none'}, CAMEO ${event.cameo ?? 'none'}`,
            null,
          )}
          {row(
            'confidence',
            `${share(event.confidence)} · coder ${event.coder.version}, model ${event.coder.model}, data ${event.coder.data}`,
            null,
          )}
        </tbody>
      </table>
      {rest.length > 0 && (
        <details>
          <summary class="small">Further reasons ({rest.length})</summary>
          <ul class="small soft">
            {rest.map((reason) => (
              <li key={`${reason.field} ${reason.by} ${reason.note}`}>
                {reason.field}: {reason.by} {reason.note}
              </li>
            ))}
          </ul>
        </details>
      )}
      {kept && kept.corrections.length > 0 && (
        <p class="small">
          <span class="tag person">checked by a person</span>{' '}
          <a href={`/corrections?document=${encodeURIComponent(kept.document.id)}`}>
            {kept.corrections.length} corrections
          </a>
        </p>
      )}
      {kept?.story && (
        <p class="small">
          <a href={`/story/${encodeURIComponent(kept.story)}`}>The whole story</a>
        </p>
      )}
      {changed && kept && field.value !== null && (
        <CorrectField
          key={field.value}
          event={kept}
          field={field.value}
          done={changed}
          close={() => (field.value = null)}
        />
      )}
      {changed && kept && (
        <p class="row">
          <button type="button" class="quiet small" onClick={() => (field.value = 'reject')}>
            This is no event
          </button>
        </p>
      )}
    </Section>
  );
}

function Who({ party }: { readonly party: Party }) {
  const facts = [party.country, party.sectors.join(' '), party.office].filter((each) => each);
  return (
    <>
      {party.actor ? <ActorLink id={party.actor} name={party.name} /> : <span class="soft">unknown</span>}
      {facts.length > 0 && <span class="soft"> {facts.join(' · ')}</span>}
      <span class="because">
        {party.basis}
        {party.explanation !== '' && `: ${party.explanation}`}
      </span>
      {party.members.length > 0 && (
        <span class="because">
          set of{' '}
          {party.members.map((member) => member.name ?? member.actor ?? member.country ?? member.span.text).join(', ')}
        </span>
      )}
    </>
  );
}

/** Sends a correction and says what went wrong. */
export async function correct(body: Readonly<Record<string, unknown>>): Promise<string | null> {
  try {
    await send('/api/corrections', body);
    return null;
  } catch (error) {
    return error instanceof ApiError ? error.message : String(error);
  }
}
