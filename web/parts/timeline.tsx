import { useSignal } from '@preact/signals';
import { count, day, number, quadNames } from '../format.js';
import { allPeriods, firstDayOf, lastDayOf } from '../periods.js';
import type { CountRow, Period } from '../records.js';
import { Bars, type Column } from './bars.js';
import { Picture } from './picture.js';
import { Strips } from './strips.js';
import { useWidth } from './use-width.js';

interface TimelineProps {
  readonly title: string;
  readonly period: Period;
  readonly by: 'quad' | 'type';
  /** Values are period and quad or type. */
  readonly rows: readonly CountRow[];
  readonly from: string | null;
  readonly to: string | null;
  readonly onRange?: (from: string | null, to: string | null) => void;
  readonly onPick?: (first: string, last: string) => void;
  /** Events that lie outside the time drawn. */
  readonly outside?: number;
  readonly tools?: preact.ComponentChildren;
}

/** Events over time: cooperation above the line and conflict under it, or a strip for each type. */
export function Timeline({ title, period, by, rows, from, to, onRange, onPick, outside = 0, tools }: TimelineProps) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const at = useSignal<number | null>(null);
  const columns = columnsOf(rows, period);
  const names = by === 'quad' ? ['1', '2', '3', '4'] : namesOf(rows);
  const total = columns.reduce((sum, column) => sum + column.total, 0);
  const busiest = columns.reduce<Column | null>((best, each) => (best && best.total >= each.total ? best : each), null);
  const picked = at.value === null ? null : columns[at.value];
  const move = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12 };
    const step = steps[event.key];
    const end = columns.length - 1;
    if (step !== undefined || event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      const before = at.value ?? (event.key === 'ArrowLeft' ? columns.length : -1);
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? end : before + (step ?? 0);
      at.value = Math.max(0, Math.min(end, next));
      const column = columns[at.value];
      if (event.shiftKey && column && onRange) {
        const other = columns[before] ?? column;
        const days = [
          from ?? other.first,
          to ?? lastDayOf(other.first, period),
          column.first,
          lastDayOf(column.first, period),
        ];
        days.sort();
        onRange(days[0] ?? null, days.at(-1) ?? null);
      }
    } else if (event.key === 'Enter' && picked) onPick?.(picked.first, lastDayOf(picked.first, period));
    else if (event.key === 'Escape') onRange?.(null, null);
  };
  const label = (name: string): string => (by === 'quad' ? (quadNames[Number(name) - 1] ?? name) : name);
  return (
    <Picture
      title={title}
      note={[
        `by ${period}`,
        onRange && 'drag, or arrow keys with Shift, to choose a period',
        outside > 0 && `${count(outside, 'event')} long before or after not drawn`,
      ]
        .filter(Boolean)
        .join('; ')}
      summary={`${count(total, 'event')} by ${period}${busiest ? `; most in ${day(short(busiest.first, period))}: ${number(busiest.total)}` : ''}`}
      twin={{
        columns: [period, ...names.map(label), 'all'],
        rows: columns
          .filter((column) => column.total > 0)
          .map((column) => [
            short(column.first, period),
            ...names.map((name) => column.counts.get(name) ?? 0),
            column.total,
          ]),
      }}
      tools={tools}
    >
      {by === 'quad' && <QuadKey />}
      {/* biome-ignore lint/a11y/useSemanticElements: no element of its own for a chart to walk along */}
      <div
        ref={ref}
        role="group"
        aria-roledescription="chart"
        aria-label={`${title}: arrow keys walk along, Enter shows what happened, Shift with arrows chooses a period, Escape lifts it`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: walked along by keyboard
        tabIndex={0}
        onKeyDown={move}
      >
        {by === 'quad' ? (
          <Bars
            {...{ columns, width, period, from, to, at }}
            {...(onRange ? { onRange } : {})}
            {...(onPick ? { onPick } : {})}
          />
        ) : (
          <Strips {...{ columns, names, rows, width, at }} {...(onPick ? { onPick } : {})} period={period} />
        )}
      </div>
      <p class="small soft" role="status">
        {picked
          ? `${day(short(picked.first, period))}: ${
              names
                .filter((name) => picked.counts.get(name))
                .map((name) => `${number(picked.counts.get(name) ?? 0)} ${label(name)}`)
                .join(', ') || 'nothing recorded'
            }`
          : '\u00a0'}
      </p>
    </Picture>
  );
}

export function QuadKey() {
  return (
    <p class="key">
      {quadNames.map((name, index) => (
        <span key={name} class={`quad-${index + 1}`}>
          <i />
          {name}
        </span>
      ))}
    </p>
  );
}

export function short(first: string, period: Period): string {
  return period === 'year' ? first.slice(0, 4) : period === 'month' ? first.slice(0, 7) : first;
}

function columnsOf(rows: readonly CountRow[], period: Period): readonly Column[] {
  const columns = new Map<string, { counts: Map<string, number>; total: number }>();
  for (const { values, events } of rows) {
    const [when, what] = values;
    if (!when || !what) continue;
    const first = firstDayOf(when);
    const column = columns.get(first) ?? { counts: new Map<string, number>(), total: 0 };
    column.counts.set(what, (column.counts.get(what) ?? 0) + events);
    column.total += events;
    columns.set(first, column);
  }
  return allPeriods([...columns.keys()], period).map((first) => {
    const column = columns.get(first);
    return { first, counts: column?.counts ?? new Map(), total: column?.total ?? 0 };
  });
}

function namesOf(rows: readonly CountRow[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const { values, events } of rows) {
    const name = values[1];
    if (name) sums.set(name, (sums.get(name) ?? 0) + events);
  }
  return [...sums].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}
