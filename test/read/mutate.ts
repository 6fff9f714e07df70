/** Numbers from a seed, 0..1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const spice = [
  '<',
  '>',
  '&',
  '"',
  "'",
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '&#0;',
  '&#x110000;',
  '\u0000',
  '\ufeff',
  '<!DOCTYPE',
  '<?xml',
  '{',
  '}',
  '\n\n',
  '\t',
  '%PDF-',
  'WARC/1.0\r\n',
  'xml:base="::"',
];

/** A copy of the bytes with a few of them changed, cut, doubled, moved or spiced. */
export function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  let out = Buffer.from(bytes);
  const at = (): number => Math.floor(random() * (out.length + 1));
  const times = 1 + Math.floor(random() * 6);
  for (let time = 0; time < times; time += 1) {
    const start = at();
    const end = Math.min(out.length, start + Math.floor(random() ** 3 * 400));
    const kind = Math.floor(random() * 6);
    if (kind === 0 && out.length > 0) out[Math.min(start, out.length - 1)] = Math.floor(random() * 256);
    else if (kind === 1) out = Buffer.concat([out.subarray(0, start), out.subarray(end)]);
    else if (kind === 2) out = Buffer.concat([out.subarray(0, end), out.subarray(start)]);
    else if (kind === 3) out = out.subarray(0, Math.max(1, start));
    else if (kind === 4)
      out = Buffer.concat([
        out.subarray(0, start),
        Buffer.from(spice[Math.floor(random() * spice.length)] ?? ''),
        out.subarray(start),
      ]);
    else {
      const to = at();
      out = Buffer.concat([out.subarray(0, to), out.subarray(start, end), out.subarray(to)]);
    }
  }
  return out;
}
