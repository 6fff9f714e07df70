import { describe, expect, it } from 'vitest';
import { openGazetteer } from '../../../src/events/place/gazetteer.js';

describe('openGazetteer', () => {
  const gazetteer = openGazetteer();

  it('finds towns by GeoNames id, most populous first', () => {
    const towns = gazetteer.find('Paris').filter((place) => place.kind === 'town');
    expect(towns[0]).toMatchObject({ id: 'geonames:2988507', country: 'FRA' });
  });

  it('finds countries, divisions and regions whatever the case and diacritics', () => {
    expect(gazetteer.find('MALI')[0]).toMatchObject({ kind: 'country', country: 'MLI' });
    expect(gazetteer.find('the Sahel')[0]).toMatchObject({ id: 'region/sahel' });
    expect(gazetteer.find("N'Djamena").some((place) => place.country === 'TCD')).toBe(true);
  });

  it('finds nothing for words that are no place', () => {
    expect(gazetteer.find('assad inside ambassador')).toEqual([]);
    expect(gazetteer.find('')).toEqual([]);
  });
});
