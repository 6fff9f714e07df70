import { idAsWords } from '../format.js';
import type { Party, PartyLabel } from '../records.js';

/** A name that leads to its actor. */
export function ActorLink({ id, name }: { readonly id: string; readonly name?: string | null }) {
  return (
    <a href={`/actor?id=${encodeURIComponent(id)}`}>
      <bdi>{name ?? idAsWords(id)}</bdi>
    </a>
  );
}

const shown = 5;

/** Parties under different names: a set's members may all stand under its words. */
function distinct(parties: readonly (Party | PartyLabel)[]): readonly (Party | PartyLabel)[] {
  const names = new Set<string>();
  return parties.filter((party) => {
    const name = party.name ?? ('span' in party ? party.span.text : '');
    if (names.has(name)) return false;
    names.add(name);
    return true;
  });
}

/** One side of an event: its parties' names, or the words where nobody is known by them. */
export function Side({ parties }: { readonly parties: readonly (Party | PartyLabel)[] }) {
  const all = distinct(parties);
  if (all.length === 0) return <span class="soft">nobody named</span>;
  return (
    <span class="party">
      {all.slice(0, shown).map((party, index) => {
        const name = party.name ?? ('span' in party ? party.span.text : '');
        return (
          <span key={index}>
            {index > 0 && ', '}
            {party.actor ? <ActorLink id={party.actor} name={name} /> : <bdi>{name}</bdi>}
          </span>
        );
      })}
      {all.length > shown && <span class="soft"> and {all.length - shown} more</span>}
    </span>
  );
}

/** Type and mode in the colour of their quad; the shape tells cooperation from conflict without colour. */
export function TypeName({
  type,
  modes,
  quad,
}: {
  readonly type: string;
  readonly modes: readonly string[];
  readonly quad: number;
}) {
  return (
    <span class={`type quad-${quad}`}>
      {type}
      {modes.length > 0 && ` · ${modes.join(', ')}`}
    </span>
  );
}
