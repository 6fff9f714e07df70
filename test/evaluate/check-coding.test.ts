import { describe, expect, it } from 'vitest';
import { checkCoding } from '../../src/evaluate/check-coding.js';
import { parseCodedText } from '../../src/evaluate/coded-text.js';

function causes(source: string): readonly string[] {
  const found = checkCoding(parseCodedText(source, 'x'));
  return found.map(({ severity, cause }) => `${severity}: ${cause}`);
}

function coded(events: string, text = '[a|Mali] [1|hit] [b|Niger].'): readonly string[] {
  return causes(`@ x-1 wire\n${text}\n${events}\n`);
}

describe('check of a coding', () => {
  it('finds nothing wrong in a plain coding', () => {
    expect(coded('1 ASSAULT aerial+drone a > b')).toEqual([]);
  });

  it.each([
    ['1 FIGHT a > b', 'error: x-1: unknown event type: FIGHT'],
    ['1 ASSAULT arrest a > b', 'error: x-1: no mode of ASSAULT: arrest'],
    ['1 ASSAULT a > b ctx=weather', 'error: x-1: unknown context: weather'],
    ['1 ASSAULT a > c', 'error: x-1: label not in the text: c (source or target)'],
    ['1 ASSAULT a > a', 'error: x-1: source and target: a'],
    ['1 ASSAULT >', 'warning: x-1: neither source nor target'],
    ['1 AID a >', 'warning: x-1: AID without a target'],
    ['1 CONSULT a > b', 'warning: x-1: CONSULT is mutual: everybody in source, unless visit or third-party'],
    [
      '1 ASSAULT a > b planned',
      'error: x-1: ASSAULT + planned: a future act is AGREE, CONCEDE or THREATEN threatened (guide 6)',
    ],
    ['1 THREATEN a > b', 'error: x-1: THREATEN is threatened, not actual'],
    ['1 ASSAULT a > b alleged', "warning: x-1: alleged on nobody's word: give reported= or quoted="],
  ])('%s → %s', (line, cause) => {
    expect(coded(line)).toContain(cause);
  });

  it('takes a whole report of many lines, its parties named in other sentences than their deeds', () => {
    const sentences = Array.from({ length: 20 }, (_, at) => `The road was quiet on day ${at + 1}.`);
    const text = ['[a|Mali] sent word.', ...sentences, '[b|Two men] were [1|arrested].'].join('\n');
    expect(causes(`@ x-1 report 2024-03-05\n"""\n${text}\n"""\n1 COERCE arrest a > b\n`)).toEqual([]);
  });

  it('finds a trigger that no event line uses', () => {
    expect(causes('@ x-1 wire\n[a|Mali] [1|hit] it.\n')).toEqual(['error: x-1: trigger without an event line: 1']);
  });

  it('finds pairs of one item and pairs coded alike', () => {
    expect(causes('@ x-1 wire pair=k1\nMali.\n')).toEqual(['error: pair with one item: k1']);
    const two = '@ x-1 wire pair=k1\nMali.\n\n@ x-2 wire pair=k1\nNiger.\n';
    expect(causes(two)).toEqual(['warning: pair coded alike in both items: k1']);
  });
});

describe('habits of marking', () => {
  it.each([
    ['[a|Mali] [1|has hit] [b|Niger].', 'trigger with an auxiliary: has hit'],
    ['[a|Mali] [1|called] off [b|Niger].', 'particle outside the trigger: called off'],
    [
      '[a|Mali] [1|lodged] a complaint into [b|Niger].',
      'light verb as trigger, mark the noun as 1 and the verb as 1b: lodged',
    ],
    ['[a|The man who led Mali] [1|hit] [b|Niger].', 'party with a relative clause: The man who led Mali'],
  ])('%s', (text, cause) => {
    expect(coded('1 ASSAULT a > b', text)).toEqual([`warning: x-1: ${cause}`]);
  });
});
