import type { Signal } from '@preact/signals';
import { lastDayOf } from '../periods.js';
import type { Period } from '../records.js';
import { type Column, ticks } from './bars.js';

interface StripsProps {
  readonly columns: readonly Column[];
  readonly names: readonly string[];
  readonly width: number;
  readonly period: Period;
  readonly at: Signal<number | null>;
  readonly onPick?: (first: string, last: string) => void;
}

const row = 15;
const left = 92;

/** One strip for each type; the darker the more events. */
export function Strips({ columns, names, width, period, at, onPick }: StripsProps) {
  const step = (width - left) / Math.max(1, columns.length);
  const most = Math.max(1, ...columns.flatMap((column) => [...column.counts.values()]));
  const height = names.length * row + 18;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      aria-hidden="true"
      onPointerMove={(event) => {
        const x = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
        at.value = x < 0 ? null : Math.min(columns.length - 1, Math.floor(x / step));
      }}
      onPointerLeave={() => {
        at.value = null;
      }}
      onClick={() => {
        const column = at.value === null ? undefined : columns[at.value];
        if (column) onPick?.(column.first, lastDayOf(column.first, period));
      }}
    >
      {names.map((name, index) => (
        <g key={name}>
          <text x={0} y={index * row + 11}>
            {name}
          </text>
          <line class="grid" x1={left} x2={width} y1={(index + 1) * row - 1} y2={(index + 1) * row - 1} />
          {columns.map((column, at2) => {
            const events = column.counts.get(name);
            return events ? (
              <rect
                key={column.first}
                fill="var(--ink)"
                opacity={0.22 + 0.78 * Math.sqrt(events / most)}
                x={left + at2 * step}
                y={index * row + 1}
                width={Math.max(1.5, step - 0.5)}
                height={row - 3}
              />
            ) : null;
          })}
        </g>
      ))}
      {ticks(columns, width).map((index) => (
        <text key={index} x={left + index * step} y={height - 4}>
          {columns[index]?.first.slice(0, period === 'month' || period === 'year' ? 4 : 10)}
        </text>
      ))}
    </svg>
  );
}
