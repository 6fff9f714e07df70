import { describe, expect, it } from 'vitest';
import { cameoCode, cameoOf, label2021 } from '../../src/ontology/cameo.js';
import { intensityOf, ontology } from '../../src/ontology/ontology.js';

const question = {
  modes: [],
  contexts: [],
  status: 'actual',
  object: null,
  verb: '',
  lemmas: new Set<string>(),
} as const;

describe('cameoOf', () => {
  it('gives every type and mode a code that CAMEO has', () => {
    for (const type of ontology().types) {
      for (const mode of [null, ...type.modes.map((each) => each.code)]) {
        const code = cameoOf({ ...question, type: type.code, modes: mode ? [mode] : [] });
        expect(code && cameoCode(code), `${type.code} ${mode}`).toBeTruthy();
      }
    }
  });

  it('tells a signature from praise by the words of the clause', () => {
    expect(cameoOf({ ...question, type: 'SUPPORT', verb: 'sign', lemmas: new Set(['sign', 'memorandum']) })).toBe(
      '057',
    );
    expect(cameoOf({ ...question, type: 'SUPPORT', verb: 'praise', lemmas: new Set(['praise']) })).toBe('051');
  });
});

describe('label2021', () => {
  it('answers in the labels of the older table', () => {
    expect(label2021('RETREAT', '0841')).toBe('YIELD');
    expect(label2021('CONCEDE', '0353')).toBe('AGREE');
    expect(label2021('SANCTION', '116')).toBe('ACCUSE');
    expect(label2021('SANCTION', '163')).toBe('COERCE');
    expect(label2021('ASSAULT', '190')).toBe('ASSAULT');
  });
});

describe('intensityOf', () => {
  it('takes the strongest mode, else the type', () => {
    expect(intensityOf('ASSAULT', ['beat', 'drone'])).toBe(-9.5);
    expect(intensityOf('AID', [])).toBe(10);
  });
});
