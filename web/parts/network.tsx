import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import { useMemo } from 'preact/hooks';
import { count } from '../format.js';
import { actorName } from '../names.js';
import type { LedgerRelation } from '../records.js';
import { go } from '../router.js';
import { Picture } from './picture.js';
import { useWidth } from './use-width.js';

export interface Tie {
  readonly a: string;
  readonly b: string;
  readonly relation: LedgerRelation;
}

const mostInClique = 6;
/** Roles of the one that the others are tied to. */
const hubs: ReadonlySet<string> = new Set(['body', 'alliance', 'organisation']);

/** Ties of a relation: each party with the body it belongs to, or all with all where there is none. */
export function tiesOf(relation: LedgerRelation): readonly Tie[] {
  const ids = [...new Set(relation.parties.map((party) => party.actor))];
  const body = relation.parties.find((party) => hubs.has(party.role))?.actor;
  if (body !== undefined) return ids.filter((id) => id !== body).map((id) => ({ a: id, b: body, relation }));
  return ids
    .slice(0, mostInClique)
    .flatMap((a, at) => ids.slice(at + 1, mostInClique).map((b) => ({ a, b, relation })));
}

/** From this many members on, those that have no other tie are folded into the number beside the body. */
const manyLeaves = 20;

/** Ties without the members of large bodies that are tied to nothing else, and how many each body has of those. */
export function foldLeaves(ties: readonly Tie[]): {
  readonly ties: readonly Tie[];
  readonly folded: ReadonlyMap<string, number>;
} {
  const others = new Map<string, Set<string>>();
  for (const { a, b } of ties) {
    others.set(a, (others.get(a) ?? new Set()).add(b));
    others.set(b, (others.get(b) ?? new Set()).add(a));
  }
  const leaves = new Map<string, string[]>();
  for (const [id, tied] of others) {
    const [hub] = tied;
    if (tied.size === 1 && hub !== undefined) leaves.set(hub, [...(leaves.get(hub) ?? []), id]);
  }
  const large = [...leaves].filter(([, list]) => list.length >= manyLeaves);
  const gone = new Set(large.flatMap(([, list]) => list));
  return {
    ties: ties.filter(({ a, b }) => !gone.has(a) && !gone.has(b)),
    folded: new Map(large.map(([hub, list]) => [hub, list.length])),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Places for all actors, the same whatever the day, so that play does not make them jump. */
function layout(ties: readonly Tie[]): ReadonlyMap<string, Point> {
  const graph = new Graph({ type: 'undirected', multi: false });
  const ids = [...new Set(ties.flatMap((tie) => [tie.a, tie.b]))].sort();
  for (const [index, id] of ids.entries()) {
    const angle = (2 * Math.PI * index) / ids.length;
    graph.addNode(id, { x: Math.cos(angle), y: Math.sin(angle) });
  }
  for (const { a, b } of ties) if (!graph.hasEdge(a, b)) graph.addEdge(a, b);
  forceAtlas2.assign(graph, {
    iterations: 250,
    settings: { gravity: 1.2, scalingRatio: 12, strongGravityMode: false, adjustSizes: false },
  });
  const points = new Map<string, Point>();
  graph.forEachNode((id, { x, y }) => points.set(id, { x, y }));
  return points;
}

interface NetworkProps {
  /** Ties of all days: they make the layout. */
  readonly all: readonly Tie[];
  /** Ties of the day shown. */
  readonly ties: readonly Tie[];
  /** Ids of relations that were not there on the day compared with. */
  readonly fresh: ReadonlySet<string>;
  readonly title: string;
  readonly tools?: preact.ComponentChildren;
}

/** Who is tied to whom on a day. */
export function Network({ all, ties: standing, fresh, title, tools }: NetworkProps) {
  const { folded, ties } = foldLeaves(standing);
  const { ref, width } = useWidth<HTMLDivElement>();
  const points = useMemo(() => layout(foldLeaves(all).ties), [all]);
  const height = Math.max(340, Math.min(620, width * 0.62));
  const at = fit(points, width, height);
  const shown = [...new Set(ties.flatMap((tie) => [tie.a, tie.b]))];
  const degree = new Map<string, number>();
  for (const { a, b } of ties) for (const id of [a, b]) degree.set(id, (degree.get(id) ?? 0) + 1);
  return (
    <Picture
      title={title}
      note={`${count(shown.length, 'actor')}, ${count(ties.length, 'tie')}`}
      summary={`Network of ${count(ties.length, 'tie')} between ${count(shown.length, 'actor')}`}
      twin={{
        columns: ['kind', 'one', 'other', 'from', 'to', 'name'],
        rows: standing.map(({ a, b, relation }) => [
          relation.kind,
          actorName(a),
          actorName(b),
          relation.from ?? '',
          relation.to ?? '',
          relation.name ?? '',
        ]),
      }}
      tools={tools}
    >
      <div ref={ref}>
        {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset */}
        <svg
          viewBox={`0 0 ${width} ${height}`}
          height={height}
          role="group"
          aria-label="Network; Tab walks from actor to actor"
        >
          {ties.map(({ a, b, relation }) => {
            const [from, to] = [at(a), at(b)];
            if (!from || !to) return null;
            return (
              <line
                key={`${relation.id} ${a} ${b}`}
                class={`edge kind-${relation.kind}${fresh.has(relation.id) ? ' fresh' : ''}`}
                x1={from.x}
                y1={from.y}
                x2={to.x}
                y2={to.y}
              >
                <title>{`${actorName(a)} – ${actorName(b)}: ${relation.kind}${relation.name ? `, ${relation.name}` : ''}`}</title>
              </line>
            );
          })}
          {shown.map((id) => {
            const point = at(id);
            if (!point) return null;
            const radius = 4 + Math.min(9, Math.sqrt(degree.get(id) ?? 1) * 2);
            const open = (): void => go(`/actor?id=${encodeURIComponent(id)}`);
            return (
              <g key={id}>
                {/* biome-ignore lint/a11y/useSemanticElements: HTML links have no place in SVG */}
                <circle
                  class="node"
                  cx={point.x}
                  cy={point.y}
                  r={radius}
                  role="link"
                  tabIndex={0}
                  aria-label={`${actorName(id)}: ${count(degree.get(id) ?? 0, 'tie')}`}
                  onClick={open}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter') open();
                  }}
                />
                <text
                  class="label"
                  x={point.x}
                  y={point.y - radius - 3}
                  text-anchor={point.x < 110 ? 'start' : point.x > width - 110 ? 'end' : 'middle'}
                >
                  {actorName(id)}
                  {folded.has(id) && ` +${folded.get(id)} members`}
                </text>
              </g>
            );
          })}
        </svg>
        <p class="key" aria-hidden="true">
          {[...new Set(ties.map((tie) => tie.relation.kind))].sort().map((kind) => (
            <span key={kind}>
              <svg class="swatch" aria-hidden="true" viewBox="0 0 24 6" width="24" height="6">
                <line class={`edge kind-${kind}`} x1="0" y1="3" x2="24" y2="3" />
              </svg>{' '}
              {kind}
            </span>
          ))}
        </p>
      </div>
    </Picture>
  );
}

function fit(points: ReadonlyMap<string, Point>, width: number, height: number): (id: string) => Point | null {
  const xs = [...points.values()].map((point) => point.x);
  const ys = [...points.values()].map((point) => point.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const margin = 46;
  return (id) => {
    const point = points.get(id);
    if (!point) return null;
    return {
      x: margin + ((point.x - left) / Math.max(1e-6, right - left)) * (width - 2 * margin),
      y: 26 + ((point.y - top) / Math.max(1e-6, bottom - top)) * (height - 46),
    };
  };
}
