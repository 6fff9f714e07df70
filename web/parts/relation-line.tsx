import { day } from '../format.js';
import { actorName } from '../names.js';
import type { LedgerRelation } from '../records.js';
import { ActorLink } from './party.js';

const most = 5;

/** A standing relation with its lifetime and the words, or the data row, that it rests on. */
export function RelationLine({ relation }: { readonly relation: LedgerRelation }) {
  const { from, to, state, announced } = relation;
  const told = relation.evidence.filter(
    (each, at, all) => all.findIndex((other) => other.sentence === each.sentence && other.does === each.does) === at,
  );
  return (
    <li class="line">
      <div class="when">
        {from === null ? 'since unknown' : day(from)}
        {to !== null && ` – ${day(to)}`}
      </div>
      <div>
        <div class="who">
          <span class="tag">{relation.kind}</span>
          {relation.name !== null && <bdi>{relation.name}</bdi>}
          <span class="party">
            {relation.parties.map((party, index) => (
              <span key={`${party.actor} ${party.role}`}>
                {index > 0 && ' – '}
                <ActorLink id={party.actor} name={actorName(party.actor)} />
                {relation.parties.some((other) => other.role !== party.role) && <span class="soft"> {party.role}</span>}
              </span>
            ))}
          </span>
          {state !== 'open' && <span class="tag">{state}</span>}
          {announced && (
            <span class="tag">
              {announced.does === 'open' ? 'to begin' : 'to end'} {announced.day === null ? '' : day(announced.day)}
            </span>
          )}
          {relation.contestedBy.length > 0 && (
            <span class="tag">contested by {relation.contestedBy.map(actorName).join(', ')}</span>
          )}
        </div>
        {told.slice(0, most).map((each) => (
          <p key={`${each.event} ${each.does}`} class="words small">
            <span class="soft">{each.does}: </span>
            <a href={`/document/${encodeURIComponent(each.document.id)}?event=${encodeURIComponent(each.event)}`}>
              <bdi dir="auto">{each.sentence}</bdi>
            </a>
          </p>
        ))}
        {told.length > most && <p class="soft small">and {told.length - most} more sentences</p>}
        {relation.background !== null && <p class="soft small">Background, from the data row {relation.background}</p>}
      </div>
    </li>
  );
}

export function RelationList({
  relations,
  empty,
}: {
  readonly relations: readonly LedgerRelation[];
  readonly empty: string;
}) {
  if (relations.length === 0) return <p class="soft">{empty}</p>;
  return (
    <>
      <ol>
        {relations.slice(0, 100).map((relation) => (
          <RelationLine key={relation.id} relation={relation} />
        ))}
      </ol>
      {relations.length > 100 && <p class="soft small">Cut to 100 of {relations.length}.</p>}
    </>
  );
}
