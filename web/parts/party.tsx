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

/** One side of an event: its parties' names, or the words where nobody is known by them. */
export function Side({ parties }: { readonly parties: readonly (Party | PartyLabel)[] }) {
  if (parties.length === 0) return <span class="soft">nobody named</span>;
  return (
    <span class="party">
      {parties.slice(0, 6).map((party, index) => {
        const name = party.name ?? ('span' in party ? party.span.text : '');
        return (
          <span key={index}>
            {index > 0 && ', '}
            {party.actor ? <ActorLink id={party.actor} name={name} /> : <bdi>{name}</bdi>}
          </span>
        );
      })}
      {parties.length > 6 && <span class="soft"> and {parties.length - 6} more</span>}
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
