import { decoderOf } from './decoder-of.js';

/** Text of bytes, with the encoding that was used and why. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
  readonly from: 'bom' | 'bytes' | 'http' | 'declaration' | 'meta' | 'utf-8' | 'guess';
  readonly notices: readonly string[];
}

const guesses = ['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'];

/** Decodes text: byte order mark, then the transport's charset, then the declaration or meta element, then UTF-8, then a guess. */
export function decodeBytes(bytes: Uint8Array, charset: string | null = null): DecodedText {
  const marked = byMark(bytes) ?? byEbcdic(bytes);
  if (marked) return marked;
  const notices: string[] = [];
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1');
  const declared = /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  const meta = /<meta[^>]+?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  const candidates: readonly (readonly [DecodedText['from'], string | null | undefined])[] = [
    ['http', charset],
    ['declaration', declared],
    ['meta', declared ? null : meta],
  ];
  for (const [from, label] of candidates) {
    if (!label || /^(?:x-)?(?:utf|ucs)[-_]?(?:16|32|2|4)(?:[-_]?[lb]e)?$/i.test(label)) continue;
    const decoder = decoderOf(label);
    if (!decoder) {
      notices.push(`unknown encoding: ${label}`);
      continue;
    }
    if (decoder.encoding === 'windows-1252' && isPlainlyUtf8(bytes, label))
      return utf8(bytes, 'utf-8', /ascii/i.test(label) ? notices : [...notices, `not ${label}, as the ${from} says`]);
    try {
      return { text: decoder.decode(bytes), encoding: decoder.encoding, from, notices };
    } catch {
      notices.push(`not ${decoder.encoding}, as the ${from} says`);
    }
  }
  if (isUtf8(bytes)) return utf8(bytes, 'utf-8', notices);
  if (isBrokenUtf8(bytes)) return utf8(bytes, 'utf-8', [...notices, 'broken characters in UTF-8']);
  const encoding = guess(bytes);
  return {
    text: new TextDecoder(encoding).decode(bytes),
    encoding,
    from: 'guess',
    notices: [...notices, `encoding guessed: ${encoding}`],
  };
}

function utf8(bytes: Uint8Array, from: DecodedText['from'], notices: readonly string[]): DecodedText {
  return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8', from, notices };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Sequences of several bytes that make sense as UTF-8 make none as Latin letters; two of them are no chance. */
function isPlainlyUtf8(bytes: Uint8Array, label: string): boolean {
  if (!bytes.some((byte) => byte > 127) || !isUtf8(bytes)) return false;
  return /ascii/i.test(label) || (new TextDecoder().decode(bytes).match(/[^\x00-\x7f]/g)?.length ?? 0) > 1;
}

/** A broken character in that many sound ones, and the text is UTF-8 all the same. */
const soundForBroken = 10;

function isBrokenUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, 1_000_000));
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  return (text.match(/[^\x00-\x7f]/g)?.length ?? 0) > broken * (soundForBroken + 1);
}

function byMark(bytes: Uint8Array): DecodedText | null {
  const [a, b, c, d] = bytes;
  const found = (encoding: string, from: 'bom' | 'bytes', text: string): DecodedText => ({
    text,
    encoding,
    from,
    notices: [],
  });
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return found('utf-32le', 'bom', utf32(bytes.subarray(4), true));
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return found('utf-32be', 'bom', utf32(bytes.subarray(4), false));
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    if (isUtf8(bytes)) return found('utf-8', 'bom', new TextDecoder('utf-8').decode(bytes));
    return {
      ...found('utf-8', 'bom', new TextDecoder('utf-8').decode(bytes)),
      notices: ['broken characters in UTF-8'],
    };
  }
  if (a === 0xff && b === 0xfe) return found('utf-16le', 'bom', new TextDecoder('utf-16le').decode(bytes));
  if (a === 0xfe && b === 0xff) return found('utf-16be', 'bom', new TextDecoder('utf-16be').decode(bytes));
  if (a === 0x3c && b === 0 && c === 0 && d === 0) return found('utf-32le', 'bytes', utf32(bytes, true));
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return found('utf-32be', 'bytes', utf32(bytes, false));
  if (a === 0x3c && b === 0 && d === 0) return found('utf-16le', 'bytes', new TextDecoder('utf-16le').decode(bytes));
  if (a === 0 && b === 0x3c && c === 0) return found('utf-16be', 'bytes', new TextDecoder('utf-16be').decode(bytes));
  return null;
}

/** `<?xml` in EBCDIC, which is alike in all its code pages; the declaration then names the page. */
const ebcdicMark = [0x4c, 0x6f, 0xa7, 0x94, 0x93];

function byEbcdic(bytes: Uint8Array): DecodedText | null {
  if (ebcdicMark.some((byte, index) => bytes[index] !== byte)) return null;
  const head = decoderOf('cp037')?.decode(bytes.subarray(0, 200)) ?? '';
  const decoder = decoderOf(/encoding\s*=\s*.([\w.:-]+)/.exec(head)?.[1] ?? 'cp037');
  if (!decoder) return null;
  const text = decoder.decode(bytes).replace(/\u0085/g, '\n');
  return { text, encoding: decoder.encoding, from: 'declaration', notices: [] };
}

function utf32(bytes: Uint8Array, little: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const code = view.getUint32(at, little);
    parts.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code));
  }
  return parts.join('');
}

/** The encoding that makes sense of bytes which are not UTF-8: an East Asian one without a fault, Cyrillic where most high bytes are its letters, else windows-1252. */
function guess(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, 200_000);
  let high = 0;
  let pairs = 0;
  let letters = 0;
  for (let at = 0; at < sample.length; at += 1) {
    const byte = sample[at] ?? 0;
    if (byte < 0x80) continue;
    high += 1;
    if ((sample[at + 1] ?? 0) >= 0x80) pairs += 1;
    if (byte >= 0xc0) letters += 1;
  }
  if (high > 8 && pairs / high > 0.45) {
    for (const encoding of guesses) {
      try {
        const text = new TextDecoder(encoding, { fatal: true }).decode(sample.subarray(0, sample.length - 1));
        const east =
          text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
        const half = text.match(/[\uff61-\uff9f\ue000-\uf8ff]/g)?.length ?? 0;
        if (east > 4 && half < east / 4 && (encoding !== 'gb18030' || letters / high < 0.9)) return encoding;
      } catch {}
    }
    if (letters / high > 0.7) return koi8(sample) ? 'koi8-r' : 'windows-1251';
  }
  return 'windows-1252';
}

/** In KOI8-R the small letters lie under the capitals: text in it has more bytes under 0xe0. */
function koi8(sample: Uint8Array): boolean {
  let low = 0;
  let high = 0;
  for (const byte of sample) {
    if (byte >= 0xc0 && byte < 0xe0) low += 1;
    else if (byte >= 0xe0) high += 1;
  }
  return low > high * 2;
}
