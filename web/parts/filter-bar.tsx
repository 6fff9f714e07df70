import { signal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { ask } from '../api.js';
import { activeFilters, type FilterName } from '../filters.js';
import { actorName, knownActors } from '../names.js';
import { parameters, setParameters } from '../router.js';

interface Words {
  readonly types: readonly {
    readonly code: string;
    readonly quad: number;
    readonly definition: string;
    readonly modes: readonly { readonly code: string }[];
  }[];
  readonly contexts: readonly { readonly code: string }[];
  readonly statuses: readonly string[];
}

/** The ontology's words, asked once. */
export const words = signal<Words | null>(null);
export function loadWords(): void {
  if (words.value) return;
  ask<Words>('/api/ontology').then(
    (answer) => {
      words.value = answer;
    },
    () => {},
  );
}

const spoken: Readonly<Record<FilterName, string>> = {
  from: 'from',
  to: 'to',
  actor: 'actor',
  source: 'source',
  target: 'target',
  type: 'type',
  mode: 'mode',
  context: 'context',
  quad: 'quad',
  status: 'status',
  country: 'country',
  place: 'place',
  placeCountry: 'country of the place',
  publisher: 'publisher',
  minConfidence: 'confidence at least',
  claimedBy: 'on the word of',
  words: 'words',
  coded: 'coded',
  checked: 'corrected by a person',
  knownOn: 'as known on',
};

/** Filters that apply to everything on the page; all of them stand in the address. */
export function FilterBar({ publishers = [] }: { readonly publishers?: readonly string[] }) {
  const list = useId();
  useEffect(loadWords, []);
  const value = (name: FilterName): string => parameters.value.get(name) ?? '';
  const set = (name: FilterName) => (event: Event & { readonly currentTarget: HTMLInputElement | HTMLSelectElement }) =>
    setParameters({ [name]: event.currentTarget.value, at: null });
  const modes = [...new Set(words.value?.types.flatMap((type) => type.modes.map((mode) => mode.code)) ?? [])].sort();
  return (
    <search class="filters" aria-label="Filters">
      <label>
        From
        <input type="date" value={value('from')} onChange={set('from')} />
      </label>
      <label>
        To
        <input type="date" value={value('to')} onChange={set('to')} />
      </label>
      <label>
        Actor
        <input list={list} size={16} placeholder="any" value={value('actor')} onChange={set('actor')} />
        <datalist id={list}>
          {knownActors.value.map((actor) => (
            <option key={actor.actor} value={actor.actor ?? ''}>
              {actor.name}
            </option>
          ))}
        </datalist>
      </label>
      <Several name="type" label="Type" options={words.value?.types.map((type) => type.code) ?? []} />
      <Several name="mode" label="Mode" options={modes} />
      <Several name="context" label="Context" options={words.value?.contexts.map((each) => each.code) ?? []} />
      <Several name="status" label="Status" options={words.value?.statuses ?? []} />
      <label>
        Country
        <input size={6} maxLength={3} placeholder="any" value={value('country')} onChange={set('country')} />
      </label>
      <label>
        Publisher
        <select value={value('publisher')} onChange={set('publisher')}>
          <option value="">any</option>
          {[...new Set([...publishers, ...(value('publisher') === '' ? [] : [value('publisher')])])].map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Sure at least
        <select value={value('minConfidence')} onChange={set('minConfidence')}>
          <option value="">any</option>
          {['0.5', '0.6', '0.7', '0.8', '0.9'].map((least) => (
            <option key={least} value={least}>
              {Math.round(Number(least) * 100)} %
            </option>
          ))}
        </select>
      </label>
      <label>
        Corrected
        <select value={value('checked')} onChange={set('checked')}>
          <option value="">any</option>
          <option value="yes">by a person</option>
          <option value="no">by nobody</option>
        </select>
      </label>
      <label>
        As known on
        <input type="date" value={value('knownOn')} onChange={set('knownOn')} />
      </label>
      {activeFilters.value.length > 0 && (
        <button
          type="button"
          class="quiet"
          onClick={() =>
            setParameters({ ...Object.fromEntries(activeFilters.value.map((name) => [name, null])), at: null })
          }
        >
          Lift all filters
        </button>
      )}
    </search>
  );
}

/** The present filters in words, each with a way to lift it. */
export function FilterWords() {
  if (activeFilters.value.length === 0) return null;
  return (
    <p class="small">
      <span class="soft">Only: </span>
      {activeFilters.value.map((name) => {
        const value = parameters.value.get(name) ?? '';
        const shown = ['actor', 'source', 'target', 'claimedBy'].includes(name) ? actorName(value) : value;
        return (
          <button
            key={name}
            type="button"
            class="quiet"
            aria-label={`Lift the filter ${spoken[name]} ${shown}`}
            onClick={() => setParameters({ [name]: null })}
          >
            {spoken[name]} <bdi>{shown}</bdi> ×
          </button>
        );
      })}
    </p>
  );
}

function Several({
  name,
  label,
  options,
}: {
  readonly name: FilterName;
  readonly label: string;
  readonly options: readonly string[];
}) {
  const chosen = (parameters.value.get(name) ?? '').split(',').filter((each) => each !== '');
  const toggle = (option: string): void => {
    const next = chosen.includes(option) ? chosen.filter((each) => each !== option) : [...chosen, option];
    setParameters({ [name]: next.join(','), at: null });
  };
  return (
    <details
      data-active={chosen.length > 0}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector('summary')?.focus();
      }}
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        if (to instanceof Node && !event.currentTarget.contains(to)) event.currentTarget.open = false;
      }}
    >
      <summary>{chosen.length === 0 ? label : chosen.length === 1 ? chosen[0] : `${label}: ${chosen.length}`}</summary>
      <fieldset class="drop">
        <legend class="hidden">{label}</legend>
        {options.map((option) => (
          <label key={option}>
            <input type="checkbox" checked={chosen.includes(option)} onChange={() => toggle(option)} />
            {option}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
