import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSpans } from '../../src/events/check-spans.js';
import { type Coder, openCoder } from '../../src/events/open-coder.js';
import { packageRoot } from '../../src/package-root.js';
import { makeDocument } from '../../src/read/make-document.js';
import { readInputs } from '../../src/read/read-inputs.js';
import type { Event } from '../../src/records/event.js';

let coder: Coder;
beforeAll(async () => {
  coder = await openCoder();
});
afterAll(() => coder.close());

const countries = (event: Event | undefined, side: 'sources' | 'targets'): readonly string[] =>
  (event?.[side] ?? [])
    .flatMap((party) => (party.members.length > 0 ? party.members : [party]))
    .map((party) => party.country ?? '')
    .sort();

async function code(text: string, published = '2024-03-12'): Promise<readonly Event[]> {
  return coder.code(makeDocument(text, { published }));
}

interface Case {
  readonly text: string;
  readonly type: string;
  readonly status: string;
  readonly sources: string;
  readonly targets: string;
}

const cases: readonly Case[] = readFileSync(join(packageRoot(), 'test/cases/events/sentences.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [text = '', type = '', status = '', sources = '', targets = ''] = line.split('\t');
    return { text, type, status, sources, targets };
  });

describe('openCoder', () => {
  it.each(cases)('codes "$text"', async ({ text, type, status, sources, targets }) => {
    const events = await code(text);
    const event = events.find((each) => each.type === type);
    expect(event, events.map((each) => `${each.type} ${each.status}`).join(', ')).toBeDefined();
    expect(event?.status).toBe(status);
    expect(countries(event, 'sources').join(' ')).toBe(sources);
    expect(countries(event, 'targets').join(' ')).toBe(targets);
  });

  it('tells an attack and what it did to people as one event, told acts as several', async () => {
    const attacks = async (text: string): Promise<number> =>
      (await code(text)).filter(({ type }) => type === 'ASSAULT').length;
    expect(await attacks('Ethiopian aircraft bombed a market in Tigray on Tuesday, killing 43 people.')).toBe(1);
    expect(await attacks('Rebels shelled the airport on Monday and soldiers killed two protesters in Goma.')).toBe(2);
  });

  it('finds no event where nobody does anything to anybody', async () => {
    for (const text of [
      'Kenya is a country in East Africa with a population of 54 million.',
      'The striker scored twice in the second half and the visitors won the final.',
      'Heavy rain is expected along the coast until Thursday.',
      'The dispute, which threatens to spread to Chad, began in May.',
      '',
    ]) {
      expect((await code(text)).map((event) => event.trigger.text)).toEqual([]);
    }
  });

  it('marks what a sentence about the present tells of the past as history', async () => {
    const events = await code('The country is governed by a party that seized power in a coup.');
    expect(events.find((event) => event.type === 'COERCE')?.status).toBe('historical');
  });

  it('keeps two acts of one party apart, and one meeting together', async () => {
    const acts = await code('The government of Zambia imposed a curfew and closed two newspapers.');
    expect(acts.map((event) => event.trigger.text)).toEqual(['imposed', 'closed']);
    const meeting = await code('The presidents of Peru and Chile met in Lima and held talks on trade.');
    expect(meeting.filter((event) => event.type === 'CONSULT')).toHaveLength(1);
  });

  it('knows the speaker between the commas, also where the sentence goes on', async () => {
    const [signing] = await code(
      "Kenya and Tanzania signed a fisheries agreement on Tuesday after two days of talks in Mwanza, Kenya's foreign ministry said, ending a dispute that had closed much of the southern shore to foreign boats since January.",
    );
    expect(signing?.claim.by?.span.text).toBe("Kenya's foreign ministry");
  });

  it('has one data version wherever its data lie, and another when the codebook differs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chancery-codebook-'));
    const copy = join(folder, 'codebook');
    cpSync(join(packageRoot(), 'data', 'codebook'), copy, { recursive: true });
    const same = await openCoder({ codebook: copy });
    expect(same.version.data).toBe(coder.version.data);
    await same.close();
    appendFileSync(join(copy, 'AID.yaml'), '\n# another\n');
    const other = await openCoder({ codebook: copy });
    expect(other.version.data).not.toBe(coder.version.data);
    await other.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives the same events whatever was coded before', async () => {
    const text = readFileSync(join(packageRoot(), 'examples/lake-talks.txt'), 'utf8');
    const first = JSON.stringify(await code(text));
    await code('France recalled its ambassador from Baku on Monday.');
    expect(JSON.stringify(await code(text))).toBe(first);
  });

  it('points every span at its own words, also outside the basic plane', async () => {
    const text =
      '😀 Police in Lagos arrested 12 protesters on Monday, state media said. 🇳🇬 “We condemn it,” Ghana’s president said.';
    const events = await code(text);
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) expect(() => checkSpans(text, event)).not.toThrow();
  });

  it('dates by the expression, else by publication, and says which', async () => {
    const [told] = await code('Ghana expelled two Chinese diplomats last month.');
    expect(told?.time).toMatchObject({ first: '2024-02-01', last: '2024-02-29', basis: 'expression' });
    const [untold] = await code('Ghana expelled two Chinese diplomats.');
    expect(untold?.time).toMatchObject({ first: '2024-03-12', basis: 'publication' });
  });

  it('keeps on whose word an event is told', async () => {
    const [event] = await code('Rebels shelled the market in Goma, the governor of North Kivu said.');
    expect(event?.claim).toMatchObject({ how: 'reported' });
    expect(event?.claim.by?.span.text).toContain('governor');
    expect(event?.claim.words.map((words) => words.text)).toEqual(['said']);
  });

  it('counts the dead and the injured', async () => {
    const [event] = await code('A suicide bomber killed at least 14 people and wounded 30 others in Kabul on Sunday.');
    expect(event?.casualties?.dead).toMatchObject({ low: 14 });
    expect(event?.casualties?.injured).toMatchObject({ low: 30 });
    expect(event?.place).toMatchObject({ name: 'Kabul', country: 'AFG' });
  });
});

const article = join(packageRoot(), '..', 'shared', 'articles', 'sahel-talks.txt');

describe.skipIf(!existsSync(article))('the article of the first user (skipped where ../shared is absent)', () => {
  it('yields the meeting, the memorandum, the exit and the accusation with their parties', async () => {
    const events: Event[] = [];
    for await (const item of readInputs([article], { date: '2025-08-14' })) {
      if (item.kind === 'document') events.push(...(await coder.code(item.doc)));
    }
    const withdrawal = events.find((event) => event.type === 'SANCTION' && event.modes.includes('withdraw'));
    expect(countries(withdrawal, 'sources')).toEqual(['BFA', 'MLI', 'NER']);
    expect(withdrawal?.targets[0]?.actor).toBe('igo/ecowas');
    expect(withdrawal?.time?.first.slice(0, 4)).toBe('2025');
    const signing = events.find((event) => event.type === 'SUPPORT' && event.trigger.text === 'signed');
    expect(countries(signing, 'sources')).toEqual(['BFA', 'MLI', 'NER', 'RUS']);
    expect(signing?.claim.by?.country).toBe('RUS');
    const meeting = events.find((event) => event.type === 'CONSULT');
    expect(meeting?.sentence.text).toContain('hosted its first official meeting');
    expect(meeting?.claim.by?.country).toBe('RUS');
    const help = events.find((event) => event.type === 'AID');
    expect(countries(help, 'sources')).toEqual(['RUS']);
    expect(events.some((event) => event.type === 'COOPERATE' && event.trigger.text === 'formed')).toBe(true);
    expect(events.some((event) => event.type === 'SUPPORT' && event.trigger.text === 'called')).toBe(true);
    expect(events.find((event) => event.trigger.text === 'seized')?.status).toBe('historical');
    expect(events.some((event) => event.type === 'THREATEN')).toBe(false);
    expect(events.some((event) => event.type === 'AGREE' && event.status === 'planned')).toBe(true);
    expect(events.some((event) => event.type === 'ACCUSE')).toBe(true);
  });
});
