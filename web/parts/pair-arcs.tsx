import type { GeoPath } from 'd3-geo';
import { count } from '../format.js';
import type { PairCount } from '../records.js';
import { go } from '../router.js';

type Coordinates = [number, number];

export interface Arc {
  readonly pair: PairCount;
  readonly from: Coordinates;
  readonly to: Coordinates;
}

/** Pairs of which both sides belong to different countries that the map shows. */
export function arcsOf(pairs: readonly PairCount[], centre: (id: string) => Coordinates | undefined): readonly Arc[] {
  return pairs.flatMap((pair) => {
    const [from, to] = [centre(pair.a), centre(pair.b)];
    return from && to && from !== to ? [{ pair, from, to }] : [];
  });
}

interface PairArcsProps {
  readonly arcs: readonly Arc[];
  readonly path: GeoPath;
  readonly nameOf: (id: string) => string;
  readonly address: (pair: PairCount) => string;
}

const widest = 7;

/** A line between the middles of two countries for each pair, the wider the more events. */
export function PairArcs({ arcs, path, nameOf, address }: PairArcsProps) {
  const most = Math.max(1, ...arcs.map((arc) => arc.pair.events));
  return (
    <g>
      {arcs.map(({ pair, from, to }) => {
        const conflict = pair.quads[2] + pair.quads[3] > pair.quads[0] + pair.quads[1];
        const kind = conflict ? 'conflict' : 'cooperation';
        const label = `${nameOf(pair.a)} – ${nameOf(pair.b)}: ${count(pair.events, 'event')}, mostly ${kind}`;
        return (
          // biome-ignore lint/a11y/useSemanticElements: HTML links have no place in SVG
          <path
            key={`${pair.a} ${pair.b}`}
            class={`arc ${conflict ? 'conf' : 'coop'}`}
            d={path({ type: 'LineString', coordinates: [from, to] }) ?? ''}
            stroke-width={1 + (widest * pair.events) / most}
            role="link"
            tabIndex={0}
            aria-label={label}
            onClick={() => go(address(pair))}
            onKeyDown={(event) => {
              if (event.key === 'Enter') go(address(pair));
            }}
          >
            <title>{label}</title>
          </path>
        );
      })}
    </g>
  );
}
