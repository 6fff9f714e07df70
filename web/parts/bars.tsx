import { type Signal, useSignal } from '@preact/signals';
import { number } from '../format.js';
import { lastDayOf } from '../periods.js';
import type { Period } from '../records.js';

/** One period with its events by quad or type. */
export interface Column {
  /** First day of the period. */
  readonly first: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

interface BarsProps {
  readonly columns: readonly Column[];
  readonly width: number;
  readonly period: Period;
  readonly from: string | null;
  readonly to: string | null;
  readonly at: Signal<number | null>;
  readonly onRange?: (from: string | null, to: string | null) => void;
  readonly onPick?: (first: string, last: string) => void;
}

const height = 190;
const foot = 18;
const left = 30;
const least = 4;

/** Stacked bars, cooperation upwards and conflict downwards; dragging chooses a period. */
export function Bars({ columns, width, period, from, to, at, onRange, onPick }: BarsProps) {
  const drag = useSignal<readonly [number, number] | null>(null);
  const sum = (column: Column, quads: readonly string[]): number =>
    quads.reduce((total, quad) => total + (column.counts.get(quad) ?? 0), 0);
  const up = Math.max(1, ...columns.map((column) => sum(column, ['1', '2'])));
  const down = Math.max(1, ...columns.map((column) => sum(column, ['3', '4'])));
  const unit = (height - foot) / (up + down);
  const base = up * unit;
  const step = (width - left) / Math.max(1, columns.length);
  const x = (index: number): number => left + index * step;
  const indexAt = (event: PointerEvent & { readonly currentTarget: SVGSVGElement }): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(columns.length - 1, Math.floor((event.clientX - box.left - left) / step)));
  };
  const range = drag.value ?? rangeOf(columns, period, from, to);
  const end = (event: PointerEvent & { readonly currentTarget: SVGSVGElement }): void => {
    const chosen = drag.value;
    drag.value = null;
    if (!chosen) return;
    const [a, b] = [Math.min(...chosen), Math.max(...chosen)];
    const [first, last] = [columns[a], columns[b]];
    if (!first || !last) return;
    if (a === b && Math.abs(event.movementX) < least) onPick?.(first.first, lastDayOf(first.first, period));
    else onRange?.(first.first, lastDayOf(last.first, period));
  };
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.value = [indexAt(event), indexAt(event)];
      }}
      onPointerMove={(event) => {
        const index = indexAt(event);
        at.value = index;
        if (drag.value) drag.value = [drag.value[0], index];
      }}
      onPointerUp={end}
      onPointerLeave={() => {
        at.value = null;
      }}
    >
      {[up, 0, -down].map((value) => (
        <g key={value}>
          <line class="grid" x1={left} x2={width} y1={base - value * unit} y2={base - value * unit} />
          <text x={left - 5} y={base - value * unit + 4} text-anchor="end">
            {number(Math.abs(value))}
          </text>
        </g>
      ))}
      {columns.map((column, index) => {
        let above = base;
        let under = base;
        return (
          <g key={column.first}>
            {['2', '1', '4', '3'].map((quad) => {
              const size = (column.counts.get(quad) ?? 0) * unit;
              if (size === 0) return null;
              const conflict = quad > '2';
              if (conflict) under += size;
              else above -= size;
              return (
                <rect
                  key={quad}
                  class={`bar quad-${quad}`}
                  x={x(index) + (step > 4 ? 0.5 : 0)}
                  y={conflict ? under - size : above}
                  width={Math.max(1, step - (step > 4 ? 1 : 0))}
                  height={size}
                />
              );
            })}
          </g>
        );
      })}
      {at.value !== null && (
        <line class="brush-edge" x1={x(at.value) + step / 2} x2={x(at.value) + step / 2} y1={0} y2={height - foot} />
      )}
      {range && (
        <rect
          class="brush"
          x={x(Math.min(...range))}
          width={(Math.abs(range[1] - range[0]) + 1) * step}
          y={0}
          height={height - foot}
        />
      )}
      {ticks(columns, width).map((index) => (
        <text key={index} x={x(index)} y={height - 4}>
          {columns[index]?.first.slice(0, period === 'month' || period === 'year' ? 4 : 10)}
        </text>
      ))}
    </svg>
  );
}

/** Indexes of the columns that carry a label: the first of each year, thinned out to what fits. */
export function ticks(columns: readonly Column[], width: number): readonly number[] {
  const years = columns.flatMap((column, index) =>
    index === 0 || column.first.slice(0, 4) !== columns[index - 1]?.first.slice(0, 4) ? [index] : [],
  );
  const marks =
    years.length > 2
      ? years.filter((index) => columns[index]?.first.slice(5, 7) === '01' || years[0] !== index)
      : columns.map((_, index) => index);
  const every = Math.ceil(marks.length / Math.max(1, Math.floor(width / 80)));
  return marks.filter((_, index) => index % every === 0);
}

function rangeOf(
  columns: readonly Column[],
  period: Period,
  from: string | null,
  to: string | null,
): readonly [number, number] | null {
  if (from === null && to === null) return null;
  const inside = columns.flatMap((column, index) =>
    (to === null || column.first <= to) && (from === null || lastDayOf(column.first, period) >= from) ? [index] : [],
  );
  const [first] = inside;
  const last = inside.at(-1);
  return first === undefined || last === undefined ? null : [first, last];
}
