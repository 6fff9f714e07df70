import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { ChanceryError, messageOf } from '../errors.js';
import { formatOfBytes, formatOfName } from './sniff-format.js';
import { largestUnpacked } from './unpack.js';

/** Bytes by which it is known what a file holds. */
const looked = 65_536;
/** Milliseconds between two looks whether the last bytes were taken: a stream that fails drops those that wait. */
const untilTaken = 5;

/** What a file holds that is read as it comes, without being held in memory: `jsonl` or `warc`, packed or not; null for all other files. */
export async function streamedFormat(path: string): Promise<'jsonl' | 'warc' | null> {
  const head = await headOf(path);
  const outer = formatOfBytes(head);
  if (outer === 'warc') return 'warc';
  if (head[0] === 0xff || head[0] === 0xfe) return null;
  if (outer === null) return formatOfName(path) === 'jsonl' ? 'jsonl' : null;
  if (outer !== 'gzip') return null;
  if (/\.(?:jsonl|ndjson)\.\w+$/i.test(path)) return 'jsonl';
  return formatOfBytes(gunzipHead(head)) === 'warc' ? 'warc' : null;
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(looked), 0, looked, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function gunzipHead(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 100 * looked });
  } catch {
    return new Uint8Array();
  }
}

/** The bytes of a file as they come, unpacked where it is gzip. Throws `too_large` where they grow too far. */
export async function* fileBytes(path: string, size: number): AsyncGenerator<Uint8Array> {
  const outer = formatOfBytes(await headOf(path));
  if (outer !== 'gzip') {
    yield* createReadStream(path);
    return;
  }
  const limit = largestUnpacked(size);
  let length = 0;
  for await (const piece of gunzipped(path)) {
    length += piece.length;
    if (length > limit) throw new ChanceryError('too_large', `unpacks to over ${limit} bytes`);
    yield piece;
  }
}

/** Each piece is unpacked before the end is told: what a truncated file still holds is given, then the fault. */
async function* gunzipped(path: string): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip({ flush: constants.Z_SYNC_FLUSH });
  const pump = async (): Promise<void> => {
    for await (const chunk of createReadStream(path)) {
      if (unpacked.destroyed) return;
      await new Promise<void>((resolve) => unpacked.write(chunk, () => resolve()));
    }
    while (unpacked.readableLength > 0 && !unpacked.destroyed) await sleep(untilTaken);
    unpacked.end();
  };
  pump().catch((error) => unpacked.destroy(error));
  try {
    yield* unpacked;
  } catch (error) {
    throw new ChanceryError('bad_input', `broken or truncated gzip: ${messageOf(error)}`, { cause: error });
  }
}
