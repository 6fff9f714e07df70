import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../src/read/decode-bytes.js';
import { decoderOf } from '../../src/read/decoder-of.js';
import { readFeed } from '../../src/read/read-feed.js';
import { readJsonFeed } from '../../src/read/read-json-feed.js';
import { casesOf } from './case-file.js';

describe('reading feeds', () => {
  it.each(casesOf('feeds.txt').map((each) => [each.name, each] as const))('%s', (_, { wanted, source }) => {
    const item = readFeed(source, null)?.items[0];
    const found = {
      title: item?.facts.title,
      text: item?.text,
      published: item?.facts.published,
      uri: item?.facts.uri,
    };
    expect(found).toMatchObject(wanted);
  });

  it('gives one item for each, in order', () => {
    const items = Array.from({ length: 50 }, (_, index) => `<item><title>n${index}</title></item>`);
    const feed = readFeed(`<rss><channel>${items.join('')}</channel></rss>`, null);
    expect(feed?.items.map((item) => item.facts.title)).toEqual(items.map((_, index) => `n${index}`));
  });

  it('reads JSON Feed 1 and 1.1', () => {
    const feed = readJsonFeed(
      {
        version: 'https://jsonfeed.org/version/1.1',
        title: 'F',
        home_page_url: 'http://e.org/',
        items: [
          {
            id: 1,
            url: '/a',
            title: 'T <x>',
            content_html: '<p>One</p><p>Two</p>',
            date_published: '2024-01-02T03:04:05-05:00',
          },
          { id: 'http://e.org/b', content_text: 'Only text', authors: [{ name: 'A' }, { name: 'B' }] },
        ],
      },
      null,
    );
    expect(feed.items[0]).toMatchObject({
      text: 'One\n\nTwo',
      facts: { title: 'T <x>', uri: 'http://e.org/a', published: '2024-01-02T03:04:05-05:00' },
    });
    expect(feed.items[1]).toMatchObject({ text: 'Only text', facts: { uri: 'http://e.org/b', author: 'A, B' } });
  });

  it('refuses entities that expand without end', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const bomb = `<!DOCTYPE rss [<!ENTITY l0 "ha">${levels}]><rss><channel><item><title>&l12;</title></item></channel></rss>`;
    expect(() => readFeed(bomb, null)).toThrow(/entit/);
  });

  it('refuses elements nested without end', () => {
    expect(() => readFeed(`<rss>${'<a>'.repeat(100_000)}`, null)).toThrow('nested too deep');
  });
});

const title = 'Café Łódź Привет';
const feedOf = (declared: string, words: string): string =>
  `<?xml version="1.0" encoding="${declared}"?><rss><channel><item><title>${words}</title></item></channel></rss>`;

function single(words: string, encoding: string): Uint8Array {
  const table = new Map(
    Array.from({ length: 256 }, (_, code) => [new TextDecoder(encoding).decode(new Uint8Array([code])), code] as const),
  );
  return Uint8Array.from([...words].map((char) => table.get(char) ?? 63));
}

function wide(words: string, unit: 2 | 4, little: boolean, mark: boolean): Uint8Array {
  const codes =
    unit === 4
      ? [...words].map((char) => char.codePointAt(0) ?? 0)
      : [...words].flatMap((char) => char.split('').map((each) => each.charCodeAt(0)));
  const view = new DataView(new ArrayBuffer((codes.length + (mark ? 1 : 0)) * unit));
  const all = mark ? [0xfeff, ...codes] : codes;
  for (const [index, code] of all.entries()) {
    if (unit === 4) view.setUint32(index * 4, code, little);
    else view.setUint16(index * 2, code, little);
  }
  return new Uint8Array(view.buffer);
}

describe('encodings of old machines and mails', () => {
  const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.replace(/\s/g, ''), 'hex');
  it.each([
    ['cp437', 'Café', '43 61 66 82'],
    ['IBM850', 'naïve', '6e 61 8b 76 65'],
    ['cp866', 'Привет', '8f e0 a8 a2 a5 e2'],
    ['x-mac-roman', 'Café', '43 61 66 8e'],
    ['mac-greek', 'αβ', 'e1 e2'],
    ['ISO-8859-16', 'ț', 'fe'],
    ['utf-7', 'Café +', '43 61 66 2b 41 4f 6b 2d 20 2b 2d'],
    ['hz-gb-2312', '中文 ok', '7e 7b 56 50 4e 44 7e 7d 20 6f 6b'],
    ['iso-2022-kr', '한 ok', '1b 24 29 43 0e 47 51 0f 20 6f 6b'],
    ['iso-2022-jp', '日本', '1b 24 42 46 7c 4b 5c 1b 28 42'],
    ['tis-620', 'ไทย', 'e4 b7 c2'],
  ])('%s', (label, wanted, hex) => {
    const head = `<?xml version="1.0" encoding="${label}"?><rss><channel><item><title>`;
    const bytes = Buffer.concat([Buffer.from(head), bytesOf(hex), Buffer.from('</title></item></channel></rss>')]);
    const decoded = decodeBytes(bytes);
    expect(readFeed(decoded.text, null)?.items[0]?.facts.title).toBe(wanted);
    expect([decoded.from, decoded.notices]).toEqual(['declaration', []]);
  });

  it('EBCDIC, which shows itself by its first bytes', () => {
    const xml = '<?xml version="1.0" encoding="cp037"?><rss><channel><item><title>OLD</title></item></channel></rss>';
    const page = decoderOf('cp037')?.decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)) ?? '';
    const decoded = decodeBytes(Uint8Array.from(xml, (char) => page.indexOf(char)));
    expect([decoded.text, decoded.encoding]).toEqual([xml, 'cp037']);
  });

  it('UTF-8 with a broken character stays UTF-8', () => {
    const words = 'Évêques à Besançon, été à Genève, forêt, rôle, Noël ';
    const bytes = Buffer.concat([Buffer.from(words), Buffer.from([0xe9]), Buffer.from(words)]);
    expect(decodeBytes(bytes)).toMatchObject({ encoding: 'utf-8', notices: ['broken characters in UTF-8'] });
  });

  it('UTF-8 that is said to be Latin-1 is known', () => {
    expect(decodeBytes(Buffer.from('<meta charset="iso-8859-1">Café à Paris'))).toMatchObject({
      encoding: 'utf-8',
      notices: ['not iso-8859-1, as the meta says'],
    });
  });
});

describe('encodings of feeds', () => {
  const utf8 = (words: string): Uint8Array => new TextEncoder().encode(words);
  const cases: readonly (readonly [string, Uint8Array, string | null, string, string])[] = [
    ['UTF-8', utf8(feedOf('utf-8', title)), null, title, 'declaration'],
    [
      'a byte order mark goes before a wrong declaration',
      utf8(`\ufeff${feedOf('iso-8859-1', title)}`),
      null,
      title,
      'bom',
    ],
    ['UTF-16 LE with mark', wide(feedOf('utf-16', title), 2, true, true), null, title, 'bom'],
    ['UTF-16 BE with mark', wide(feedOf('utf-16', title), 2, false, true), null, title, 'bom'],
    ['UTF-16 LE without mark', wide(feedOf('utf-16', title), 2, true, false), null, title, 'bytes'],
    ['UTF-16 BE without mark', wide(feedOf('utf-16', title), 2, false, false), null, title, 'bytes'],
    ['UTF-32 LE with mark', wide(feedOf('utf-32', title), 4, true, true), null, title, 'bom'],
    ['UTF-32 BE with mark', wide(feedOf('utf-32', title), 4, false, true), null, title, 'bom'],
    ['UTF-32 LE without mark', wide(feedOf('utf-32', title), 4, true, false), null, title, 'bytes'],
    ['windows-1251', single(feedOf('windows-1251', 'Привет'), 'windows-1251'), null, 'Привет', 'declaration'],
    ['ISO 8859-2', single(feedOf('iso-8859-2', 'Łódź'), 'iso-8859-2'), null, 'Łódź', 'declaration'],
    ['KOI8-R', single(feedOf('koi8-r', 'Привет'), 'koi8-r'), null, 'Привет', 'declaration'],
    [
      'the transport goes before the declaration',
      single(feedOf('utf-8', 'Привет'), 'windows-1251'),
      'windows-1251',
      'Привет',
      'http',
    ],
    ['declared UTF-8 that is none', single(feedOf('utf-8', 'Café'), 'windows-1252'), null, 'Café', 'guess'],
    ['declared UTF-16 that is none', utf8(feedOf('utf-16', title)), null, title, 'utf-8'],
    ['an unknown encoding', utf8(feedOf('x-none', title)), null, title, 'utf-8'],
    ['declared ASCII that is UTF-8', utf8(feedOf('us-ascii', title)), null, title, 'utf-8'],
  ];
  it.each(cases)('%s', (_, bytes, charset, wanted, from) => {
    const decoded = decodeBytes(bytes, charset);
    expect(readFeed(decoded.text, null)?.items[0]?.facts.title).toBe(wanted);
    expect(decoded.from).toBe(from);
  });
});
