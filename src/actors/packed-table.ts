/** Texts by their keys in one block of bytes that is searched as it lies, without being read into memory structures first. */
export interface PackedTable {
  get(key: string): string | null;
  readonly size: number;
}

const tab = 9;
const newline = 10;
const headSize = 8;
const maxKey = 4_096;

/**
 * Packs texts under keys: the number of entries, the number of slots, the slots (where an entry's line begins, plus one;
 * 0 is free), then the lines `key TAB text LF`. Keys hold no tab or line end, texts no line end.
 */
export function packTable(entries: Iterable<readonly [string, string]>): Buffer {
  const lines: Buffer[] = [];
  const starts: { readonly start: number; readonly hash: number }[] = [];
  let size = 0;
  for (const [key, text] of entries) {
    const line = Buffer.from(`${key}\t${text}\n`);
    starts.push({ start: size, hash: hashOf(line, line.indexOf(tab)) });
    lines.push(line);
    size += line.length;
  }
  let slots = 4;
  while (slots < starts.length * 2) slots *= 2;
  const head = Buffer.alloc(headSize + slots * 4);
  head.writeUInt32LE(starts.length, 0);
  head.writeUInt32LE(slots, 4);
  for (const { start, hash } of starts) {
    let slot = hash & (slots - 1);
    while (head.readUInt32LE(headSize + slot * 4) !== 0) slot = (slot + 1) & (slots - 1);
    head.writeUInt32LE(start + 1, headSize + slot * 4);
  }
  return Buffer.concat([head, ...lines]);
}

/** Opens what `packTable` made. */
export function openTable(bytes: Buffer): PackedTable {
  const size = bytes.readUInt32LE(0);
  const slots = bytes.readUInt32LE(4);
  const first = headSize + slots * 4;
  const wanted = Buffer.alloc(maxKey * 3);
  return {
    size,
    get(key) {
      if (key.length > maxKey) return null;
      const length = wanted.write(key);
      let slot = hashOf(wanted, length) & (slots - 1);
      for (;;) {
        const start = bytes.readUInt32LE(headSize + slot * 4);
        if (start === 0) return null;
        const at = first + start - 1;
        if (bytes[at + length] === tab && bytes.compare(wanted, 0, length, at, at + length) === 0) {
          return bytes.toString('utf8', at + length + 1, bytes.indexOf(newline, at + length));
        }
        slot = (slot + 1) & (slots - 1);
      }
    },
  };
}

/** FNV-1a of the first bytes. */
function hashOf(bytes: Buffer, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
}
