import { parseArgs } from 'node:util';
import { fullDisk } from './soak/full-disk.js';
import { killTest } from './soak/kill-test.js';
import { manyEvents } from './soak/many-events.js';

/**
 * The long proofs of the ledger: `node dist/scripts/soak-ledger.js [--kills 200] [--documents 4300000]`, about 2.3 events a
 * document. With `--ledger FILE` only the many events, in a file that stays.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    documents: { type: 'string', default: '4300000' },
    ledger: { type: 'string' },
  },
});
if (values.ledger === undefined) {
  const kills = await killTest(Number(values.kills));
  process.stdout.write(`${JSON.stringify(kills)}\n`);
  const full = await fullDisk(12_000);
  process.stdout.write(`${JSON.stringify(full)}\n`);
  if (kills.wrong.length > 0 || full.wrong.length > 0) process.exitCode = 1;
}
process.stdout.write(`${JSON.stringify(await manyEvents(Number(values.documents), values.ledger), null, 2)}\n`);
