import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelPath, packageRoot, packageVersion } from '../package-root.js';
import { shownStatuses } from '../records/event.js';
import type { EventFilter, Ledger, LedgerEvent } from './ledger.js';

/** How an export was asked for. */
export interface ExportSettings {
  readonly format: string;
  readonly what: 'events' | 'relations';
  /** Whether the words of the articles are in it. */
  readonly text: boolean;
}

/** The days that the events of an export tell of, and those on which their documents were published. */
export interface ExportSpan {
  readonly see: (event: LedgerEvent) => void;
  readonly days: () => Readonly<Record<'first' | 'last' | 'firstPublished' | 'lastPublished', string | null>>;
}

/** Gathers the span of an export while its events go by. */
export function exportSpan(): ExportSpan {
  let first: string | null = null;
  let last: string | null = null;
  let firstPublished: string | null = null;
  let lastPublished: string | null = null;
  return {
    see: ({ time, document }) => {
      const published = document.published?.slice(0, 10) ?? null;
      first = earlier(first, time?.first ?? published);
      last = later(last, time?.last ?? published);
      firstPublished = earlier(firstPublished, published);
      lastPublished = later(lastPublished, published);
    },
    days: () => ({ first, last, firstPublished, lastPublished }),
  };
}

const earlier = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);
const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);

/**
 * What an export holds: versions, settings, the filter with its defaults, coverage by month and publisher, and how often
 * the coder was right where it was measured. An event that lasts is counted in the month in which it begins.
 */
export async function exportManifest(
  ledger: Ledger,
  filter: EventFilter,
  facts: { readonly settings: ExportSettings; readonly rows: number; readonly span: ExportSpan },
): Promise<Readonly<Record<string, unknown>>> {
  const status = await ledger.status();
  const { settings, rows, span } = facts;
  const versions = { chancery: packageVersion(), schema: status.schemaVersion, runs: status.runs };
  const made = { made: new Date().toISOString(), ...versions, settings, [settings.what]: rows };
  if (settings.what === 'relations') return { ...made, filter, accuracy: accuracy() };
  const byMonth = await ledger.counts(['month'], filter);
  const byPublisher = await ledger.counts(['publisher'], { ...filter, limit: 1000 });
  const row = ({ values, events, documents }: (typeof byMonth)[number]) => ({ of: values[0], events, documents });
  return {
    ...made,
    filter: { statuses: shownStatuses, coded: 'all', ...filter },
    coverage: {
      ...span.days(),
      byMonth: byMonth.map(row).sort((a, b) => String(a.of).localeCompare(String(b.of))),
      byPublisher: byPublisher.map(row),
    },
    accuracy: accuracy(),
  };
}

/** Shares right and F1 on the measuring sets, with the versions that they were measured on; what is missing to 1 is the error rate. */
function accuracy(): Readonly<Record<string, unknown>> {
  const results = ['events', 'actors', 'stories'].map((name) => [
    name,
    json(join(packageRoot(), 'eval', 'results', `${name}.json`)),
  ]);
  const model = json(modelPath('en', 'model.json')) as { readonly scores?: unknown } | null;
  return { ...Object.fromEntries(results), model: model?.scores ?? null };
}

function json(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
