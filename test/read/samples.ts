import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { casesOf } from './case-file.js';
import { shapes, stories } from './page-shapes.js';

/** One record of a WARC file. */
export function warcRecord(address: string, body: string, type = 'text/html; charset=utf-8'): string {
  const http = `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n${body}`;
  return `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: ${address}\r\nWARC-Date: 2024-01-02T03:04:05Z\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`;
}

/** A zstd frame whose blocks hold the bytes as they are, or one byte over and over. */
export function zstdOf(bytes: Uint8Array, repeat = 0): Uint8Array {
  const size = repeat > 0 ? repeat : bytes.length;
  const head = Buffer.alloc(9);
  head.set([0x28, 0xb5, 0x2f, 0xfd, 0xa0]);
  head.writeUInt32LE(size, 5);
  const parts: Uint8Array[] = [head];
  const longest = 100_000;
  for (let at = 0; at < size; at += longest) {
    const length = Math.min(longest, size - at);
    const block = Buffer.alloc(3);
    block.writeUIntLE((at + length >= size ? 1 : 0) | ((repeat > 0 ? 1 : 0) << 1) | (length << 3), 0, 3);
    parts.push(block, repeat > 0 ? bytes.subarray(0, 1) : bytes.subarray(at, at + length));
  }
  return Buffer.concat(parts);
}

/** A PDF of one font: each page a list of [x, y, words]. */
export function pdfOf(pages: readonly (readonly (readonly [number, number, string])[])[]): Uint8Array {
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  const kids = pages.map((lines) => {
    const words = lines.map(([x, y, text]) => `1 0 0 1 ${x} ${y} Tm (${text}) Tj`).join(' ');
    const content = `BT /F1 10 Tf ${words} ET`;
    const stream = objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    return objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${stream} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    );
  });
  objects[1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`;
  let out = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(out.length);
    out += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF`;
  return Buffer.from(out, 'latin1');
}

/** Sound inputs of the formats whose readers are our own, to be mutated. */
export function soundInputs(): readonly Uint8Array[] {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const page = Object.values(shapes)[0]?.(stories[0] ?? never()) ?? '';
  const csv = 'title,text,date\n"A ""b""","one\ntwo",2024-01-02\nB,c,3 March 2024\n';
  const warc = warcRecord('http://e.org/1', page) + warcRecord('http://e.org/2', 'Plain words.', 'text/plain');
  return [
    ...casesOf('feeds.txt').map((each) => bytes(each.source)),
    bytes('{"text":"One army left.","published":"2024-01-02"}\n{"text":"Two came."}\n'),
    bytes(
      JSON.stringify({ version: 'https://jsonfeed.org/version/1', items: [{ id: '1', content_html: '<p>x</p>' }] }),
    ),
    bytes('BAMAKO, Aug 14 (Agency) — Mali said\nit would go.\n\nShare on Facebook\n\n© 2024'),
    bytes(csv),
    bytes(warc),
    gzipSync(bytes(csv)),
    gzipSync(bytes(warc)),
    zstdOf(bytes(csv)),
    zipSync({ 'a.csv': bytes(csv), 'b.xml': bytes('<rss><channel><item><title>x</title></item></channel></rss>') }),
  ];
}

function never(): never {
  throw new Error('no story');
}
