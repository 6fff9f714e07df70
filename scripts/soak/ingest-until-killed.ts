import { writeSync } from 'node:fs';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { madeItems } from './made-items.js';

/** Ingests into the ledger given and prints each document once it is on disk, until it is killed. */
const [path = '', seed = '1', count = '2000'] = process.argv.slice(2);
const ledger = await openLedger(path);
for await (const receipt of ledger.ingest(madeItems(Number(count), Number(seed)), { noText: true, laterStories: true }))
  writeSync(1, `${receipt.document} ${receipt.events}\n`);
await ledger.close();
