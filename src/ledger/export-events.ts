import type { CodedDocument } from '../layouts/coded-document.js';
import { csvLine, flatColumns, flatRows } from '../layouts/flat-row.js';
import { gdelt } from '../layouts/gdelt.js';
import { icews } from '../layouts/icews.js';
import { ploverRecords } from '../layouts/plover-record.js';
import { polecat } from '../layouts/polecat.js';
import { type TabLayout, tabLines } from '../layouts/tab-layout.js';
import type { EventFilter, Ledger, LedgerEvent } from './ledger.js';

export const exportFormats = ['jsonl', 'csv', 'plover', 'polecat', 'gdelt', 'icews'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const tabLayouts: Readonly<Record<'polecat' | 'gdelt' | 'icews', TabLayout>> = { polecat, gdelt, icews };

/** First line of a file in a format, or null. */
export function headLine(format: ExportFormat): string | null {
  if (format === 'csv') return csvLine([...flatColumns]);
  if (format === 'jsonl' || format === 'plover') return null;
  const layout = tabLayouts[format];
  return layout.header ? layout.columns.join('\t') : null;
}

/** A document's events as lines of a format. */
export function eventLines(format: ExportFormat, coded: CodedDocument): readonly string[] {
  if (format === 'csv') return flatRows(coded).map((row) => csvLine(flatColumns.map((name) => row[name])));
  if (format === 'plover') return ploverRecords(coded).map((record) => JSON.stringify(record));
  if (format === 'jsonl') {
    const { id, uri, published, publisher, title } = coded.doc;
    return coded.events.map((event) =>
      JSON.stringify({ document: { id, uri, published, publisher, title }, ...event }),
    );
  }
  return tabLines(tabLayouts[format], coded);
}

/** All events that the filter asks for, oldest first, a page at a time. */
export async function* allEvents(ledger: Ledger, filter: EventFilter): AsyncGenerator<readonly LedgerEvent[]> {
  let cursor: string | undefined;
  do {
    const page = await ledger.events({ ...filter, order: 'oldest', limit: 1000, ...(cursor ? { cursor } : {}) });
    yield page.items;
    cursor = page.next ?? undefined;
  } while (cursor);
}

/** An event without the words of its article, for where copyright demands it: the sentence goes, offsets stay. */
export function withoutText<Kept extends LedgerEvent>(event: Kept): Kept {
  return {
    ...event,
    sentence: { ...event.sentence, text: '' },
    claim: { ...event.claim, quotation: event.claim.quotation && { ...event.claim.quotation, text: '' } },
  };
}
