import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChanceryError, messageOf } from '../src/errors.js';
import { packageRoot } from '../src/package-root.js';
import { readBytes } from '../src/read/read-bytes.js';
import { readPage } from '../src/read/read-page.js';
import { mutated, seeded } from '../test/read/mutate.js';
import { shapes, stories } from '../test/read/page-shapes.js';
import { soundInputs } from '../test/read/samples.js';

/** What a long proof of the reader gave. */
export interface ReadSoak {
  readonly inputs: number;
  readonly documents: number;
  readonly refused: number;
  /** Inputs that ended in anything but documents or a named failure. */
  readonly crashes: readonly string[];
  readonly slowest: number;
  readonly peakMemory: number;
}

/** Reads mutated inputs of all formats, one in ten of them pages; every one must end in documents or a named failure. */
export async function soakRead(inputs = 100_000): Promise<ReadSoak> {
  const random = seeded(20_251_123);
  const sound = soundInputs();
  const pages = Object.values(shapes).flatMap((shape) => stories.map((story) => Buffer.from(shape(story))));
  const crashes: string[] = [];
  let documents = 0;
  let refused = 0;
  let slowest = 0;
  for (let round = 0; round < inputs; round += 1) {
    const paged = round % 10 === 9;
    const from = paged ? pages[Math.floor(round / 10) % pages.length] : sound[round % sound.length];
    const bytes = mutated(from ?? new Uint8Array(), random);
    const begin = performance.now();
    try {
      if (paged) {
        readPage(Buffer.from(bytes).toString('utf8'), null);
        documents += 1;
      } else {
        for await (const item of readBytes({ from: `${round}`, address: null, bytes }, {}))
          if (item.kind === 'document') documents += 1;
          else refused += 1;
      }
    } catch (error) {
      if (error instanceof ChanceryError) refused += 1;
      else crashes.push(`input ${round}: ${messageOf(error)}`);
    }
    slowest = Math.max(slowest, performance.now() - begin);
    if (round % 1000 === 999) await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    inputs,
    documents,
    refused,
    crashes: crashes.slice(0, 20),
    slowest: Math.round(slowest),
    peakMemory: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

if (process.argv[1]?.endsWith('soak-read.js')) {
  const result = await soakRead(Number(process.argv[2] ?? 100_000));
  if (result.inputs >= 100_000)
    writeFileSync(join(packageRoot(), 'bench', 'soak-read.json'), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = result.crashes.length > 0 ? 1 : 0;
  process.exit();
}
