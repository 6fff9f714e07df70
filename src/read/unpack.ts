import { constants, gunzipSync } from 'node:zlib';
import { Unzip, UnzipInflate } from 'fflate';
import { decompress } from 'fzstd';
import { ChanceryError, messageOf } from '../errors.js';
import type { Source } from './read-item.js';
import { zstdSize } from './zstd-size.js';

/** Bytes that one compressed input may unpack to in memory. */
const largest = 1_000_000_000;
/** Times that its size may grow, once past `smallEnough`. */
const steepest = 200;
const smallEnough = 20_000_000;
const deepest = 3;
const mostEntries = 100_000;

/** Bytes that a compressed input of so many bytes may unpack to. */
export function largestUnpacked(size: number): number {
  return Math.max(smallEnough, size * steepest);
}

/** The parts of a compressed input. Throws `too_large` on bombs and `bad_input` on broken ones. */
export function* unpack(source: Source, format: 'gzip' | 'zip' | 'zstd'): Generator<Source> {
  const depth = (source.depth ?? 0) + 1;
  if (depth > deepest) throw new ChanceryError('too_large', `compressed more than ${deepest} times over`);
  const limit = Math.min(largest, largestUnpacked(source.bytes.length));
  if (format === 'zip') {
    yield* unzip(source, depth, limit);
    return;
  }
  const { bytes, truncated } = format === 'gzip' ? gunzip(source.bytes, limit) : unzstd(source.bytes, limit);
  const name = (source.name ?? source.address ?? source.from).replace(/\.(?:gz|zst)$/i, '');
  yield { ...source, bytes, depth, name, truncated };
}

interface Unpacked {
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
}

function gunzip(bytes: Uint8Array, limit: number): Unpacked {
  try {
    return { bytes: gunzipSync(bytes, { maxOutputLength: limit }), truncated: false };
  } catch (error) {
    if (error instanceof RangeError)
      throw new ChanceryError('too_large', `unpacks to over ${limit} bytes`, { cause: error });
    if (/unexpected end/.test(messageOf(error))) {
      const found = gunzipSync(bytes, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
      if (found.length > 0) return { bytes: found, truncated: true };
    }
    throw new ChanceryError('bad_input', `broken gzip: ${messageOf(error)}`, { cause: error });
  }
}

function unzstd(bytes: Uint8Array, limit: number): Unpacked {
  const size = zstdSize(bytes);
  if (size !== null && size > limit) throw new ChanceryError('too_large', `unpacks to over ${limit} bytes`);
  try {
    const out = decompress(bytes);
    if (out.length > limit) throw new ChanceryError('too_large', `unpacks to over ${limit} bytes`);
    return { bytes: out, truncated: false };
  } catch (error) {
    if (error instanceof ChanceryError) throw error;
    throw new ChanceryError('bad_input', `broken zstd: ${messageOf(error)}`, { cause: error });
  }
}

function unzip(source: Source, depth: number, limit: number): readonly Source[] {
  const parts: Source[] = [];
  let total = 0;
  let number = 0;
  let failed: unknown = null;
  const reader = new Unzip((file) => {
    number += 1;
    if (number > mostEntries) throw new ChanceryError('too_large', `over ${mostEntries} files in the archive`);
    if (file.name.endsWith('/') || /(?:^|\/)(?:__MACOSX|\.DS_Store)/.test(file.name)) return;
    const chunks: Uint8Array[] = [];
    const from = `${source.from}#${number}`;
    file.ondata = (error, chunk, final) => {
      if (error) {
        failed ??= error;
        return;
      }
      total += chunk.length;
      if (total > limit) {
        failed = new ChanceryError('too_large', `unpacks to over ${limit} bytes`);
        file.terminate();
        return;
      }
      chunks.push(chunk);
      if (final) parts.push({ ...source, address: null, bytes: Buffer.concat(chunks), depth, from, name: file.name });
    };
    file.start();
  });
  reader.register(UnzipInflate);
  try {
    const step = 65_536;
    for (let at = 0; at < source.bytes.length && !(failed instanceof ChanceryError); at += step)
      reader.push(source.bytes.subarray(at, at + step), at + step >= source.bytes.length);
  } catch (error) {
    if (error instanceof ChanceryError) throw error;
    throw new ChanceryError('bad_input', `broken zip: ${messageOf(error)}`, { cause: error });
  }
  if (failed instanceof ChanceryError) throw failed;
  if (failed && parts.length === 0) throw new ChanceryError('bad_input', `broken zip: ${messageOf(failed)}`);
  if (parts.length === 0) throw new ChanceryError('bad_input', 'broken zip: no file in it can be read');
  return parts;
}
