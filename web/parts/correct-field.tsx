import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { knownActors } from '../names.js';
import type { LedgerEvent } from '../records.js';
import { correct } from './event-why.js';
import { loadWords, words } from './filter-bar.js';

interface CorrectFieldProps {
  readonly event: LedgerEvent;
  readonly field: string;
  /** The new value, where it is known beforehand. */
  readonly value?: string;
  readonly done: () => void;
  readonly close: () => void;
}

const titles: Readonly<Record<string, string>> = {
  reject: 'This is no event',
  split: 'Split this mention off',
  merge: 'Merge with another event',
};

function remembered(): string {
  try {
    return localStorage.getItem('author') ?? '';
  } catch {
    return '';
  }
}

/** A form for one correction: the new value, who says so, and why. */
export function CorrectField({ event, field, value: given, done, close }: CorrectFieldProps) {
  const problem = useSignal<string | null>(null);
  const list = useId();
  useEffect(loadWords, []);
  const options =
    field === 'type' ? words.value?.types.map((type) => type.code) : field === 'status' ? words.value?.statuses : null;
  const now = field === 'type' ? event.type : field === 'status' ? event.status : '';
  return (
    <form
      class="form column"
      onSubmit={async (submit) => {
        submit.preventDefault();
        const form = new FormData(submit.currentTarget);
        const text = (name: string): string => String(form.get(name) ?? '').trim();
        try {
          localStorage.setItem('author', text('author'));
        } catch {
          // The name is asked again where storage is shut off.
        }
        const value = field === 'reject' ? {} : { value: given ?? (text('value') === '' ? null : text('value')) };
        problem.value = await correct({
          event: event.id,
          field,
          author: text('author'),
          reason: text('reason'),
          ...value,
        });
        if (problem.value === null) {
          close();
          done();
        }
      }}
    >
      <h3>{titles[field] ?? `Correct ${field}`}</h3>
      {options && (
        <label class="field">
          New value
          <select name="value" defaultValue={now}>
            {options.map((option) => (
              <option key={option} value={option} selected={option === now}>
                {option}
              </option>
            ))}
          </select>
        </label>
      )}
      {!options && field !== 'reject' && given === undefined && (
        <label class="field">
          {field === 'merge' ? 'Id of the other event' : 'Actor id; empty for unknown'}
          <input name="value" list={list} />
          <datalist id={list}>
            {knownActors.value.map((actor) => (
              <option key={actor.actor} value={actor.actor ?? ''}>
                {actor.name}
              </option>
            ))}
          </datalist>
        </label>
      )}
      <label class="field">
        Who says so
        <input name="author" required maxLength={200} defaultValue={remembered()} />
      </label>
      <label class="field">
        Why
        <input name="reason" required maxLength={2000} />
      </label>
      <div class="row">
        <button type="submit" class="primary">
          Keep the correction
        </button>
        <button type="button" onClick={close}>
          Leave it
        </button>
      </div>
      {problem.value !== null && (
        <p class="notice failed" role="alert">
          {problem.value}
        </p>
      )}
    </form>
  );
}
