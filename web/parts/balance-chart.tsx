import type { Balance, CountRow, Period } from '../records.js';
import { Timeline } from './timeline.js';

interface BalanceChartProps {
  readonly title: string;
  readonly balance: readonly Balance[];
  readonly onPick?: (first: string, last: string) => void;
}

/** Cooperation and conflict over time. */
export function BalanceChart({ title, balance, onPick }: BalanceChartProps) {
  const rows = balance.flatMap((each): readonly CountRow[] =>
    [each.verbalCooperation, each.materialCooperation, each.verbalConflict, each.materialConflict].map(
      (events, index) => ({
        values: [each.period, String(index + 1)],
        events,
        documents: 0,
      }),
    ),
  );
  return (
    <Timeline
      title={title}
      period={periodOf(balance[0]?.period)}
      by="quad"
      rows={rows}
      from={null}
      to={null}
      {...(onPick ? { onPick } : {})}
    />
  );
}

function periodOf(text = ''): Period {
  if (/^\d{4}$/.test(text)) return 'year';
  if (/^\d{4}-\d{2}$/.test(text)) return 'month';
  return /W/.test(text) ? 'week' : 'day';
}
