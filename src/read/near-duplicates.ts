/** Finds texts that tell the same in nearly the same words: MinHash over word shingles, looked up by bands (LSH). */
export interface NearDuplicates {
  /** Adds a text; the key of the earliest one that it nearly repeats, with the share of shingles in common, or null. Every text is kept. */
  readonly add: (key: string, text: string) => Twin | null;
  /** The same without adding it. */
  readonly find: (text: string) => Twin | null;
  readonly size: () => number;
}

export interface Twin {
  readonly key: string;
  /** Estimated share of shingles in common, 0..1. */
  readonly likeness: number;
}

const shingleWords = 5;
const bands = 32;
const rows = 4;
const width = bands * rows;
/** Texts with fewer words are told apart by their words alone. */
const fewestWords = 12;
/** Least likeness of a twin. Set on agency copy with up to 5 % of its words changed, and unrelated copy on the same subject (test/read/near-duplicates.test.ts). */
export const leastLikeness = 0.5;

/** Signatures of one permutation hashing: the smallest hash of each of 128 parts, parts without one filled from the next. */
export function signatureOf(text: string): Uint32Array | null {
  const hashes = wordHashes(text);
  if (hashes.length < fewestWords) return null;
  const signature = new Uint32Array(width).fill(0xffffffff);
  for (let at = 0; at + shingleWords <= hashes.length; at += 1) {
    let hash = 0x811c9dc5;
    for (let word = 0; word < shingleWords; word += 1) hash = Math.imul(hash ^ (hashes[at + word] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 12;
    hash = Math.imul(hash, 0x297a2d39);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const part = hash % width;
    const value = Math.floor(hash / width);
    if (value < (signature[part] ?? 0)) signature[part] = value;
  }
  return filled(signature);
}

/** Optimal densification by rotation would pick parts at random; the next filled part, marked by its distance, does as well here. */
function filled(signature: Uint32Array): Uint32Array {
  const out = new Uint32Array(signature);
  for (let part = 0; part < width; part += 1) {
    for (let step = 0; step < width && out[part] === 0xffffffff; step += 1) {
      const other = signature[(part + step) % width] ?? 0xffffffff;
      if (other !== 0xffffffff) out[part] = (other + step * 0x9e3779b1) >>> 0;
    }
  }
  return out;
}

/** Hashes of the words, lower case; what is neither letter nor digit divides them. */
function wordHashes(text: string): readonly number[] {
  const hashes: number[] = [];
  let hash = 0;
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    let code = text.charCodeAt(at);
    if (code >= 65 && code <= 90) code += 32;
    const letter =
      (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code > 191 && !(code >= 0x2000 && code <= 0x206f));
    if (letter) {
      if (!inside) hash = 0x811c9dc5;
      hash = Math.imul(hash ^ code, 0x01000193);
      inside = true;
    } else if (inside) {
      hashes.push(hash);
      inside = false;
    }
  }
  if (inside) hashes.push(hash);
  return hashes;
}

export function openNearDuplicates(): NearDuplicates {
  const keys: string[] = [];
  const signatures: Uint32Array[] = [];
  const tables = Array.from({ length: bands }, () => new Map<number, number>());
  const exact = new Map<string, string>();
  const wordsOf = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const short = (key: string | null, text: string): Twin | null => {
    const words = wordsOf(text);
    if (words === '') return null;
    const known = exact.get(words);
    if (known !== undefined) return { key: known, likeness: 1 };
    if (key !== null) exact.set(words, key);
    return null;
  };
  const look = (key: string | null, text: string): Twin | null => {
    const signature = signatureOf(text);
    if (!signature) return short(key, text);
    let best: { index: number; likeness: number } | null = null;
    const seen = new Set<number>();
    for (let band = 0; band < bands; band += 1) {
      let hash = 0x811c9dc5;
      for (let row = 0; row < rows; row += 1)
        hash = Math.imul(hash ^ (signature[band * rows + row] ?? 0), 0x01000193) ^ (hash >>> 13);
      const table = tables[band];
      const other = table?.get(hash);
      if (other === undefined) {
        if (key !== null) table?.set(hash, keys.length);
        continue;
      }
      if (seen.has(other)) continue;
      seen.add(other);
      const likeness = likenessOf(signature, signatures[other]);
      if (likeness >= leastLikeness && (!best || likeness > best.likeness)) best = { index: other, likeness };
    }
    if (key !== null) {
      keys.push(key);
      signatures.push(signature);
    }
    return best ? { key: keys[best.index] ?? '', likeness: best.likeness } : null;
  };
  return { size: () => keys.length + exact.size, add: look, find: (text) => look(null, text) };
}

function likenessOf(a: Uint32Array, b: Uint32Array | undefined): number {
  if (!b) return 0;
  let same = 0;
  for (let part = 0; part < width; part += 1) if (a[part] === b[part]) same += 1;
  return same / width;
}
