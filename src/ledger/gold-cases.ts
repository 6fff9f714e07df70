import { type PloverRecord, ploverRecords } from '../layouts/plover-record.js';
import type { Ledger } from './ledger.js';

/** The events of corrected documents as PLOVER records, which `chancery evaluate` reads: corrected ones and those beside them in the sentence. */
export async function goldCases(ledger: Ledger): Promise<readonly PloverRecord[]> {
  const documents = [
    ...new Set(
      (await ledger.corrections())
        .filter((each) => each.undone === null && each.document !== '')
        .map((each) => each.document),
    ),
  ];
  const cases: PloverRecord[] = [];
  for (const id of documents.sort()) {
    const doc = await ledger.document(id).catch(() => null);
    if (!doc) continue;
    const sentences = new Set(
      doc.events.filter((event) => event.corrections.length > 0).map((event) => event.sentence.start),
    );
    const events = doc.events.filter((event) => sentences.has(event.sentence.start));
    cases.push(...ploverRecords({ doc, events }));
  }
  return cases;
}
