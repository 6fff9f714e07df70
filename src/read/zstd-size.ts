/** Bytes of one block at most (RFC 8878, 3.1.1.2.4). */
const largestBlock = 131_072;

/** The most that zstd frames can unpack to, told from the heads of their blocks; null where they make no sense. */
export function zstdSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size = 0;
  let at = 0;
  while (at + 8 <= bytes.length) {
    const magic = view.getUint32(at, true);
    if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) {
      at += 8 + view.getUint32(at + 4, true);
      continue;
    }
    if (magic !== 0xfd2fb528) return at === 0 ? null : size;
    const flags = bytes[at + 4] ?? 0;
    const single = (flags & 0x20) !== 0;
    const stated = [single ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
    at += 5 + (single ? 0 : 1) + ([0, 1, 2, 4][flags & 3] ?? 0) + stated;
    for (let last = false; !last && at + 3 <= bytes.length; ) {
      const head = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
      const length = head >> 3;
      const kind = (head >> 1) & 3;
      last = (head & 1) === 1;
      size += kind === 2 ? largestBlock : length;
      at += 3 + (kind === 1 ? 1 : length);
    }
    if ((flags & 4) !== 0) at += 4;
  }
  return size;
}
