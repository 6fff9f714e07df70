import { parseArgs } from 'node:util';
import { fullDisk } from './soak/full-disk.js';
import { killTest } from './soak/kill-test.js';
import { manyEvents } from './soak/many-events.js';

/** The long proofs of the ledger: `node dist/scripts/soak-ledger.js [--kills 200] [--documents 4300000]`. About 2.3 events a document. */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, documents: { type: 'string', default: '4300000' } },
});
const kills = await killTest(Number(values.kills));
process.stdout.write(`${JSON.stringify(kills)}\n`);
const full = await fullDisk(12_000);
process.stdout.write(`${JSON.stringify(full)}\n`);
process.stdout.write(`${JSON.stringify(await manyEvents(Number(values.documents)), null, 2)}\n`);
if (kills.wrong.length > 0 || full.wrong.length > 0) process.exitCode = 1;
