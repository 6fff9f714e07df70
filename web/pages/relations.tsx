import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { useAnswer } from '../api.js';
import { count, day } from '../format.js';
import { actorName, knownActors } from '../names.js';
import { Matrix } from '../parts/matrix.js';
import { Network, tiesOf } from '../parts/network.js';
import { RelationList } from '../parts/relation-line.js';
import { Section } from '../parts/section.js';
import { Answered, Empty } from '../parts/state.js';
import type { LedgerRelation } from '../records.js';
import { earliest, standsOn } from '../relations-on.js';
import { parameters, setParameters } from '../router.js';

const kinds = [
  'membership',
  'alliance',
  'agreement',
  'deployment',
  'sanction',
  'armed-conflict',
  'diplomatic-relations',
  'territorial-control',
  'recognition',
  'office',
];
const usual = ['membership', 'alliance', 'agreement', 'deployment', 'sanction', 'armed-conflict'];
const today = (): string => new Date().toISOString().slice(0, 10);

/** Who stands in what relation to whom on a day, and what changed since another. */
export function RelationsPage() {
  document.title = 'Relations · Chancery';
  const kind = parameters.value.get('kind') ?? usual.join(',');
  const query = new URLSearchParams({ kind, all: 'true' });
  for (const name of ['knownOn', 'actor', 'background']) {
    const value = parameters.value.get(name);
    if (value) query.set(name, value);
  }
  const resource = useAnswer<{ readonly items: readonly LedgerRelation[] }>(`/api/relations?${query}`);
  return (
    <>
      <div class="head">
        <h1>Relations</h1>
      </div>
      <Choices kind={kind} />
      <Answered resource={resource}>{({ items }) => <Standing items={items} />}</Answered>
    </>
  );
}

function Choices({ kind }: { readonly kind: string }) {
  const chosen = kind.split(',');
  return (
    <search class="filters" aria-label="Filters">
      <label>
        Actor
        <input
          list="relation-actors"
          size={16}
          placeholder="any"
          value={parameters.value.get('actor') ?? ''}
          onChange={(event) => setParameters({ actor: event.currentTarget.value })}
        />
        <datalist id="relation-actors">
          {knownActors.value.map((actor) => (
            <option key={actor.actor} value={actor.actor ?? ''}>
              {actor.name}
            </option>
          ))}
        </datalist>
      </label>
      <details data-active={parameters.value.has('kind')}>
        <summary>Kinds: {chosen.length}</summary>
        <fieldset class="drop">
          <legend class="hidden">Kinds of relation</legend>
          {kinds.map((each) => (
            <label key={each}>
              <input
                type="checkbox"
                checked={chosen.includes(each)}
                onChange={() =>
                  setParameters({
                    kind: (chosen.includes(each) ? chosen.filter((one) => one !== each) : [...chosen, each]).join(','),
                  })
                }
              />
              {each}
            </label>
          ))}
        </fieldset>
      </details>
      <label class="check">
        <input
          type="checkbox"
          checked={parameters.value.get('background') !== 'false'}
          onChange={(event) => setParameters({ background: event.currentTarget.checked ? null : 'false' })}
        />
        with background from the actor dictionary
      </label>
      <label>
        As known on
        <input
          type="date"
          value={parameters.value.get('knownOn') ?? ''}
          onChange={(event) => setParameters({ knownOn: event.currentTarget.value })}
        />
      </label>
    </search>
  );
}

/** Relations that the documents speak of, and background that shares an actor or a body with one of them. */
function near(items: readonly LedgerRelation[]): readonly LedgerRelation[] {
  const told = items.filter((relation) => relation.background === null || relation.evidence.length > 0);
  if (told.length === 0) return items;
  const bodies = new Set(told.flatMap((relation) => relation.parties.map((party) => party.actor)));
  const spoken = new Set(told.map((relation) => relation.id));
  return items.filter(
    (relation) =>
      spoken.has(relation.id) ||
      relation.parties.every((party) => bodies.has(party.actor)) ||
      relation.parties.some((party) => party.role === 'body' && bodies.has(party.actor)),
  );
}

function Standing({ items }: { readonly items: readonly LedgerRelation[] }) {
  const relations = useMemo(() => near(items), [items]);
  const all = useMemo(() => relations.flatMap(tiesOf), [relations]);
  const months = useMemo(() => monthsOf(relations), [relations]);
  const asOf = parameters.value.get('asOf') ?? months.at(-1) ?? today();
  const than = parameters.value.get('than');
  const standing = relations.filter((relation) => standsOn(relation, asOf));
  const before = than === null ? null : relations.filter((relation) => standsOn(relation, than));
  const held = new Set(before?.map((relation) => relation.id));
  const fresh = new Set(
    before === null ? [] : standing.filter((relation) => !held.has(relation.id)).map((relation) => relation.id),
  );
  const stands = new Set(standing.map((relation) => relation.id));
  const gone = before?.filter((relation) => !stands.has(relation.id)) ?? [];
  const ties = standing.flatMap(tiesOf);
  if (items.length === 0) return <Empty>No relation of these kinds is known.</Empty>;
  return (
    <div class="stack">
      <TimeSlider months={months} asOf={asOf} />
      <p class="basis" role="status">
        On {day(asOf)}: {count(standing.length, 'relation')} of {count(relations.length, 'relation')} that the documents
        bear on
        {items.length > relations.length && `; ${items.length - relations.length} of mere background are left out`}.
      </p>
      {parameters.value.get('view') === 'matrix' ? (
        <Section
          title={`Standing on ${day(asOf)}`}
          tools={
            <button type="button" class="quiet small" onClick={() => setParameters({ view: null })}>
              Network
            </button>
          }
        >
          <Matrix ties={ties} fresh={fresh} />
        </Section>
      ) : (
        <Network
          all={all}
          ties={ties}
          fresh={fresh}
          title={`Standing on ${day(asOf)}`}
          tools={
            <button type="button" class="quiet small" onClick={() => setParameters({ view: 'matrix' })}>
              Matrix
            </button>
          }
        />
      )}
      <div class="two even">
        <Section title="What changed" note={than === null ? 'since another day' : `since ${day(than)}`}>
          <p class="row">
            <label class="field">
              Since
              <input
                type="date"
                value={than ?? ''}
                onChange={(event) => setParameters({ than: event.currentTarget.value })}
              />
            </label>
          </p>
          {than !== null && (
            <>
              <h3 class="gain">Begun ({fresh.size})</h3>
              <RelationList relations={standing.filter((relation) => fresh.has(relation.id))} empty="Nothing began." />
              <h3 class="loss">Ended ({gone.length})</h3>
              <RelationList relations={gone} empty="Nothing ended." />
            </>
          )}
        </Section>
        <Section title="Memberships" note={`on ${day(asOf)}`}>
          <Bodies relations={standing} />
        </Section>
      </div>
      <Section title="All that stand" note={`on ${day(asOf)}, what the documents say first`}>
        <RelationList relations={[...standing].sort((a, b) => b.evidence.length - a.evidence.length)} empty="None." />
      </Section>
    </div>
  );
}

function Bodies({ relations }: { readonly relations: readonly LedgerRelation[] }) {
  const bodies = new Map<string, string[]>();
  for (const tie of relations.filter((relation) => relation.kind === 'membership').flatMap(tiesOf)) {
    bodies.set(tie.b, [...(bodies.get(tie.b) ?? []), tie.a]);
  }
  if (bodies.size === 0) return <p class="soft">None of this kind.</p>;
  return (
    <dl class="facts">
      {[...bodies]
        .sort((a, b) => b[1].length - a[1].length)
        .slice(0, 40)
        .map(([body, members]) => (
          <>
            <dt key={`${body} name`}>
              <bdi>{actorName(body)}</bdi> ({members.length})
            </dt>
            <dd key={body}>{members.map(actorName).sort().join(', ')}</dd>
          </>
        ))}
    </dl>
  );
}

function TimeSlider({ months, asOf }: { readonly months: readonly string[]; readonly asOf: string }) {
  const playing = useSignal(false);
  const index = Math.max(
    0,
    months.findLastIndex((month) => month <= asOf),
  );
  const to = (next: number): void => {
    const month = months[Math.max(0, Math.min(months.length - 1, next))];
    if (month) setParameters({ asOf: month }, true);
  };
  useEffect(() => {
    if (!playing.value) return;
    if (index >= months.length - 1) {
      playing.value = false;
      return;
    }
    const timer = setTimeout(() => to(index + 1), 220);
    return () => clearTimeout(timer);
  }, [playing.value, index]);
  return (
    <div class="slider">
      <button
        type="button"
        aria-pressed={playing.value}
        onClick={() => {
          if (!playing.value && index >= months.length - 1) to(0);
          playing.value = !playing.value;
        }}
      >
        {playing.value ? 'Stop' : 'Play'}
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(0, months.length - 1)}
        value={index}
        aria-label="As of"
        aria-valuetext={day(asOf)}
        onInput={(event) => to(Number(event.currentTarget.value))}
      />
      <label class="field">
        As of
        <input type="date" value={asOf} onChange={(event) => setParameters({ asOf: event.currentTarget.value })} />
      </label>
    </div>
  );
}

/** The first of each month over the time in which what the documents say changed, with a year before. */
function monthsOf(relations: readonly LedgerRelation[]): readonly string[] {
  const told = relations.filter((relation) => relation.evidence.length > 0);
  const spoken = told.flatMap((relation) =>
    relation.evidence.flatMap((each) => each.day ?? each.document.published ?? []),
  );
  const dated = relations.flatMap((relation) =>
    [relation.from, relation.to].flatMap((date) => (date === null ? [] : [earliest(date)])),
  );
  const days = (spoken.length > 0 ? spoken : dated).sort();
  const first = Number((days[0] ?? today()).slice(0, 4)) - 1;
  const last = (days.at(-1) ?? today()).slice(0, 7);
  const months: string[] = [];
  for (let year = Math.max(first, 1945); months.length < 1500; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      const name = `${year}-${String(month).padStart(2, '0')}`;
      months.push(`${name}-01`);
      if (name > last) return months;
    }
  }
  return months;
}
