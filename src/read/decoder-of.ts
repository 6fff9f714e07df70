import { tableRows } from './table-rows.js';

/** A way from bytes to text. `decode` throws where the bytes are none of this encoding. */
export interface Decoder {
  readonly encoding: string;
  readonly decode: (bytes: Uint8Array) => string;
}

let labels: ReadonlyMap<string, string> | null = null;
let pages: ReadonlyMap<string, string> | null = null;

/** The decoder that a label means: those of the web platform, then other single-byte code pages, UTF-7, HZ and ISO 2022-KR; null for an unknown label. */
export function decoderOf(label: string): Decoder | null {
  const key = label.toLowerCase().replace(/[_\s]/g, '-');
  for (const name of [label, key, key.replace(/^x-|^cs/, '')]) {
    const found = platformDecoder(name);
    if (found) return found;
  }
  labels ??= new Map(tableRows('encodings.tsv', ['label', 'encoding']).map((row) => [row.label, row.encoding]));
  const encoding = labels.get(key) ?? labels.get(key.replace(/^x-|^cs/, ''));
  if (encoding === undefined) return null;
  const own = ownDecoders[encoding];
  return own ? { encoding, decode: own } : (platformDecoder(encoding) ?? pageDecoder(encoding));
}

function platformDecoder(name: string): Decoder | null {
  try {
    const decoder = new TextDecoder(name, { fatal: true });
    return { encoding: decoder.encoding, decode: (bytes) => decoder.decode(bytes) };
  } catch {
    return null;
  }
}

function pageDecoder(encoding: string): Decoder | null {
  pages ??= new Map(tableRows('code-pages.tsv', ['name', 'bytes']).map((row) => [row.name, JSON.parse(row.bytes)]));
  const page = pages.get(encoding);
  if (page === undefined) return null;
  return { encoding, decode: (bytes) => Array.from(bytes, (byte) => page.charAt(byte)).join('') };
}

const ownDecoders: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  'utf-7': (bytes) => {
    const decoded = latin(bytes).replace(/\+([A-Za-z0-9/]*)(-?)/g, (_, packed: string) =>
      packed === '' ? '+' : utf16OfBase64(packed),
    );
    if (bytes.some((byte) => byte > 127)) throw new RangeError('not UTF-7');
    return decoded;
  },
  hz: (bytes) => shifted(bytes, { enter: '~{', leave: '~}', encoding: 'gbk' }).replace(/~~/g, '~').replace(/~\n/g, ''),
  'iso-2022-kr': (bytes) =>
    shifted(bytes, { enter: '\u000e', leave: '\u000f', encoding: 'euc-kr' }).replace('\u001b$)C', ''),
};

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function utf16OfBase64(packed: string): string {
  const bytes = Buffer.from(packed, 'base64');
  return new TextDecoder('utf-16be').decode(bytes.subarray(0, bytes.length - (bytes.length % 2)));
}

/** Text in seven bits, whose stretches between two marks are pairs of an eight-bit encoding without its high bits. */
function shifted(
  bytes: Uint8Array,
  { enter, leave, encoding }: { readonly enter: string; readonly leave: string; readonly encoding: string },
): string {
  const decoder = new TextDecoder(encoding);
  return latin(bytes)
    .split(enter)
    .map((part, index) => {
      if (index === 0) return part;
      const [pairs = '', ...rest] = part.split(leave);
      return (
        decoder.decode(
          Uint8Array.from(pairs, (char) => (char > ' ' ? char.charCodeAt(0) | 0x80 : char.charCodeAt(0))),
        ) + rest.join(leave)
      );
    })
    .join('');
}
