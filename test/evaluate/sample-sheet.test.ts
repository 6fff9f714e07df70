import { describe, expect, it } from 'vitest';
import { estimateSheet, sheetColumns } from '../../src/evaluate/sample-sheet.js';

function sheet(rows: readonly Readonly<Record<string, string>>[]): string {
  return `${[sheetColumns.join('\t'), ...rows.map((row) => sheetColumns.map((column) => row[column] ?? '').join('\t'))].join('\n')}\n`;
}

describe('estimateSheet', () => {
  it('weights each stratum back to its population', () => {
    const rows = [
      ...Array.from({ length: 10 }, () => ({ stratum: 'AID', population: '900', type: 'AID', type_ok: 'y' })),
      ...Array.from({ length: 10 }, () => ({ stratum: 'CONSULT', population: '100', type: 'CONSULT', type_ok: 'n' })),
    ];
    const { fields } = estimateSheet(sheet(rows), 'sheet.tsv');
    expect(fields.type?.share).toBeCloseTo(0.9);
    expect(fields.type?.low).toBeGreaterThan(0.6);
    expect(fields.type?.high).toBeLessThanOrEqual(1);
  });

  it('estimates recall from the events that were missed', () => {
    const rows = [
      ...Array.from({ length: 4 }, () => ({
        stratum: 'AID',
        population: '40',
        type: 'AID',
        type_ok: 'y',
        source_ok: 'y',
        target_ok: 'y',
        missed_events: '0',
      })),
      ...Array.from({ length: 4 }, (_, index) => ({
        stratum: 'no event',
        population: '40',
        missed_events: index === 0 ? '1' : '0',
      })),
    ];
    expect(estimateSheet(sheet(rows), 'sheet.tsv').recall).toBeCloseTo(0.8);
  });

  it('names file, line and cell of a verdict that it cannot read', () => {
    expect(() =>
      estimateSheet(sheet([{ stratum: 'AID', population: '1', type: 'AID', type_ok: 'maybe' }]), 'sheet.tsv'),
    ).toThrow('sheet.tsv: line 2: type_ok');
  });
});
