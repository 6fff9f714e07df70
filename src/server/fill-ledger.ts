import { createReadStream } from 'node:fs';
import { ChanceryError, messageOf } from '../errors.js';
import type { CoderPool } from '../events/coder-pool.js';
import { inOrder } from '../events/in-order.js';
import type { IngestItem, Ledger } from '../ledger/ledger.js';
import { type ReadItem, readInputs } from '../read/read-inputs.js';

/** How far a filling has come. */
export interface Filling {
  readonly documents: number;
  readonly events: number;
  readonly failed: number;
  readonly of: number;
}

interface FillParts {
  readonly ledger: Ledger;
  readonly coder: Pick<CoderPool, 'code' | 'workers'>;
  /** Number of documents in the file, for the progress. */
  readonly of: number;
  readonly progress: (filling: Filling) => void;
  readonly failure: (message: string) => void;
}

/** Codes the reports of a JSONL file into a ledger, each known from its publication on. */
export async function fillLedger(file: string, { ledger, coder, of, progress, failure }: FillParts): Promise<Filling> {
  let filling: Filling = { documents: 0, events: 0, failed: 0, of };
  const answerOf = async (item: ReadItem): Promise<IngestItem> => {
    if (item.kind === 'failure') throw new ChanceryError(item.code, item.message);
    const { doc } = item;
    const held = await ledger.holds(doc.id, doc.revision);
    const knownAt = doc.published === null ? {} : { knownAt: `${doc.published.slice(0, 10)}T12:00:00Z` };
    return { doc, events: held ? [] : await coder.code(doc), ...knownAt };
  };
  async function* coded(): AsyncGenerator<IngestItem> {
    const items = readInputs(['-'], { stdin: createReadStream(file), input: 'jsonl' });
    for await (const { item, answer } of inOrder(items, coder.workers, answerOf)) {
      try {
        yield await answer;
      } catch (error) {
        filling = { ...filling, failed: filling.failed + 1 };
        failure(`${item.from}: ${messageOf(error)}`);
      }
    }
  }
  for await (const { events } of ledger.ingest(coded())) {
    filling = { ...filling, documents: filling.documents + 1, events: filling.events + events };
    progress(filling);
  }
  return filling;
}
