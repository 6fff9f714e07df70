import { useSignal } from '@preact/signals';
import { geoArea, geoCentroid, geoGraticule10, geoNaturalEarth1, geoPath } from 'd3-geo';
import type { FeatureCollection, Geometry } from 'geojson';
import { useEffect, useMemo } from 'preact/hooks';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json?url';
import { ask } from '../api.js';
import { count, number } from '../format.js';
import type { PairCount, PlaceCount } from '../records.js';
import { arcsOf, PairArcs } from './pair-arcs.js';
import { Picture } from './picture.js';
import { useWidth } from './use-width.js';

interface WorldMapProps {
  readonly places: readonly PlaceCount[];
  readonly pairs: readonly PairCount[];
  readonly cut: number | null;
  readonly picked: string | null;
  readonly onPick: (place: PlaceCount) => void;
  readonly nameOf: (id: string) => string;
  readonly pairAddress: (pair: PairCount) => string;
}

type Countries = FeatureCollection<Geometry, { readonly name: string }>;

let land: Promise<Countries> | null = null;
function loadLand(): Promise<Countries> {
  land ??= ask<Topology>(atlas).then((topology) => {
    const { countries } = topology.objects;
    return feature(topology, countries as GeometryCollection<{ readonly name: string }>);
  });
  return land;
}

/** Where it happened: a dot for each place, its area by the number of events, its colour by what prevails. */
export function WorldMap({ places, pairs, cut, picked, onPick, nameOf, pairAddress }: WorldMapProps) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const countries = useSignal<Countries | null>(null);
  const whole = useSignal(false);
  const asPairs = useSignal(false);
  useEffect(() => {
    loadLand().then(
      (shapes) => {
        countries.value = shapes;
      },
      () => {},
    );
  }, [countries]);
  const centres = useMemo(
    () =>
      new Map(
        countries.value?.features.map((each) => [each.properties.name, geoCentroid(mainland(each.geometry))] as const),
      ),
    [countries.value],
  );
  const arcs = asPairs.value ? arcsOf(pairs, (id) => centres.get(nameOf(id.slice(0, 3)))) : [];
  const height = Math.round(Math.min(width * 0.56, 480));
  const shown = [...places].sort((a, b) => b.events - a.events);
  const most = Math.max(1, ...shown.map((place) => place.events));
  const projection = geoNaturalEarth1();
  const points = asPairs.value ? arcs.flatMap((arc) => [arc.from, arc.to]) : frame(shown);
  const dots = { type: 'MultiPoint' as const, coordinates: points };
  if (whole.value || points.length === 0) projection.fitSize([width, height], { type: 'Sphere' });
  else
    projection.fitExtent(
      [
        [width * 0.06, height * 0.08],
        [width * 0.94, height * 0.92],
      ],
      dots,
    );
  const nearest = width * 2.2;
  if (projection.scale() > nearest) {
    projection.scale(nearest).center([0, 0]);
    const [first] = dots.coordinates;
    if (first)
      projection
        .rotate([-first[0], 0])
        .center([0, first[1]])
        .translate([width / 2, height / 2]);
  }
  projection.clipExtent([
    [0, 0],
    [width, height],
  ]);
  const path = geoPath(projection);
  const labels = asPairs.value ? [] : labelled(shown, projection, 9);
  return (
    <Picture
      title="Where"
      note={`${count(shown.length, 'place')} with coordinates${cut === null ? '' : `, cut to ${number(cut)}`}`}
      summary={`Map of ${count(shown.length, 'place')}; most events: ${shown
        .slice(0, 3)
        .map((place) => `${place.name} ${place.events}`)
        .join(', ')}`}
      twin={{
        columns: [
          'place',
          'country',
          'events',
          'verbal coop.',
          'material coop.',
          'verbal conflict',
          'material conflict',
        ],
        rows: shown.map((place) => [place.name, place.country ?? '', place.events, ...place.quads]),
      }}
      tools={
        <>
          <button
            type="button"
            class="quiet small"
            aria-pressed={asPairs.value}
            onClick={() => (asPairs.value = !asPairs.value)}
          >
            Pairs
          </button>
          <button
            type="button"
            class="quiet small"
            aria-pressed={whole.value}
            onClick={() => (whole.value = !whole.value)}
          >
            Whole world
          </button>
        </>
      }
    >
      <div ref={ref}>
        {/* biome-ignore lint/a11y/useSemanticElements: a map is no fieldset */}
        <svg
          class="map"
          viewBox={`0 0 ${width} ${height}`}
          height={height}
          role="group"
          aria-label="Map of places; Tab walks from dot to dot, the most eventful first"
        >
          <path class="grid" fill="none" d={path(geoGraticule10()) ?? ''} />
          {countries.value && <path class="land" d={path(countries.value) ?? ''} />}
          {asPairs.value && <PairArcs arcs={arcs} path={path} nameOf={nameOf} address={pairAddress} />}
          {(asPairs.value ? [] : shown.slice(0, 400)).map((place) => {
            const at = projection([place.longitude, place.latitude]);
            if (!at) return null;
            const conflict = place.quads[2] + place.quads[3] > place.quads[0] + place.quads[1];
            const label = `${place.name}: ${count(place.events, 'event')}, mostly ${conflict ? 'conflict' : 'cooperation'}`;
            const key = place.id ?? place.name;
            return (
              // biome-ignore lint/a11y/useSemanticElements: no button inside SVG
              <circle
                key={key}
                class={`dot ${conflict ? 'conf' : 'coop'}`}
                cx={at[0]}
                cy={at[1]}
                r={2.5 + 13 * Math.sqrt(place.events / most)}
                stroke-width={picked === key ? 2.4 : undefined}
                role="button"
                tabIndex={0}
                aria-label={label}
                onClick={() => onPick(place)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' || event.key === ' ') {
                    event.preventDefault();
                    onPick(place);
                  }
                }}
              >
                <title>{label}</title>
              </circle>
            );
          })}
          {labels.map(({ place, x, y }) => (
            <text key={place.id ?? place.name} class="label" x={x} y={y} text-anchor={x > width - 80 ? 'end' : 'start'}>
              {place.name}
            </text>
          ))}
        </svg>
        <p class="key">
          <span class="quad-2">
            <i />
            mostly cooperation
          </span>
          <span class="quad-4">
            <i />
            mostly conflict
          </span>
        </p>
      </div>
    </Picture>
  );
}

/** The largest part of a country, so that far islands do not pull its middle into the sea. */
function mainland(geometry: Geometry): Geometry {
  if (geometry.type !== 'MultiPolygon') return geometry;
  const parts = geometry.coordinates.map((coordinates) => ({ type: 'Polygon' as const, coordinates }));
  return parts.reduce((largest, part) => (geoArea(part) > geoArea(largest) ? part : largest));
}

/** The points that hold the middle 96 % of the events, so that one far place does not shrink the rest. */
function frame(places: readonly PlaceCount[]): [number, number][] {
  const total = places.reduce((sum, place) => sum + place.events, 0);
  let seen = 0;
  const kept = places.filter((place) => {
    seen += place.events;
    return seen <= total * 0.8;
  });
  return (kept.length > 2 ? kept : places).map((place) => [place.longitude, place.latitude]);
}

/** The most eventful places whose names do not run into each other. */
function labelled(
  places: readonly PlaceCount[],
  projection: (at: [number, number]) => [number, number] | null,
  most: number,
): readonly { readonly place: PlaceCount; readonly x: number; readonly y: number }[] {
  const labels: { place: PlaceCount; x: number; y: number }[] = [];
  for (const place of places) {
    const at = projection([place.longitude, place.latitude]);
    if (!at || labels.length >= most) continue;
    const [x, y] = [at[0] + 9, at[1] - 6];
    const free = labels.every((other) => Math.abs(other.y - y) > 14 || Math.abs(other.x - x) > 90);
    if (free) labels.push({ place, x, y });
  }
  return labels;
}
