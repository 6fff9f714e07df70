import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

/** `npm run soak`: every long proof beside this file (`soak-NAME.js`), one after the other; names on the command line choose among them. */
const wanted = process.argv.slice(2);
const proofs = readdirSync(import.meta.dirname)
  .filter((file) => /^soak-[\w-]+\.js$/.test(file))
  .filter((file) => wanted.length === 0 || wanted.includes(basename(file, '.js').slice(5)))
  .sort();
if (proofs.length === 0) process.exitCode = 2;
for (const proof of proofs) {
  process.stdout.write(`${basename(proof, '.js')}\n`);
  const { status } = spawnSync(process.execPath, [`${import.meta.dirname}/${proof}`], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
