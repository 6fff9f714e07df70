import { createReadStream } from 'node:fs';
import { messageOf } from '../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import { readInputs } from '../read/read-inputs.js';
import type { CodingThread } from './coding-thread.js';

/** How far a filling has come. */
export interface Filling {
  readonly documents: number;
  readonly events: number;
  readonly failed: number;
  readonly of: number;
}

interface FillParts {
  readonly ledger: Ledger;
  readonly coding: Pick<CodingThread, 'code'>;
  /** Number of documents in the file, for the progress. */
  readonly of: number;
  readonly progress: (filling: Filling) => void;
  readonly failure: (message: string) => void;
}

/** Codes the reports of a JSONL file into a ledger, each known from its publication on. */
export async function fillLedger(file: string, { ledger, coding, of, progress, failure }: FillParts): Promise<Filling> {
  let filling: Filling = { documents: 0, events: 0, failed: 0, of };
  for await (const item of readInputs(['-'], { stdin: createReadStream(file), input: 'jsonl' })) {
    try {
      if (item.kind === 'failure') throw new Error(item.message);
      const { doc } = item;
      const held = await ledger.holds(doc.id, doc.revision);
      const events = held ? [] : await coding.code(doc);
      if (!held) {
        const knownAt = doc.published === null ? {} : { knownAt: `${doc.published.slice(0, 10)}T12:00:00Z` };
        for await (const receipt of ledger.ingest([{ doc, events, ...knownAt }])) void receipt;
      }
      filling = { ...filling, documents: filling.documents + 1, events: filling.events + events.length };
    } catch (error) {
      filling = { ...filling, failed: filling.failed + 1 };
      failure(`${item.from}: ${messageOf(error)}`);
    }
    progress(filling);
  }
  return filling;
}
