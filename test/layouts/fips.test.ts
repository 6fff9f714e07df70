import { expect, test } from 'vitest';
import { countryOfFips, fipsOf } from '../../src/layouts/fips.js';

const place = (country: string | null, admin1: string | null = null) => ({ country, admin1, name: 'Anywhere' });

test.each([
  ['DEU', 'GM'],
  ['RUS', 'RS'],
  ['GBR', 'UK'],
  ['NER', 'NG'],
  ['NGA', 'NI'],
  ['BFA', 'UV'],
  ['XKX', 'KV'],
])('%s is %s in FIPS 10-4, both ways', (iso, fips) => {
  expect(fipsOf(place(iso))).toBe(fips);
  expect(countryOfFips(fips)).toBe(iso);
});

test('a division with a code of its own has it; what has no code is empty', () => {
  expect(fipsOf(place('PSE', 'Gaza Strip'))).toBe('GZ');
  expect(fipsOf(place('PSE', 'West Bank'))).toBe('WE');
  expect(countryOfFips('GZ')).toBe('PSE');
  expect(fipsOf(place(null))).toBe('');
  expect(countryOfFips('??')).toBeNull();
});
