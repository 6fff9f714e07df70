import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoreReferences } from '../../eval/references.js';
import { openActors } from '../../src/actors/open-actors.js';
import { makeDocument } from '../../src/read/make-document.js';
import type { Document } from '../../src/records/document.js';
import type { Sentence } from '../../src/records/sentence.js';
import { spanOf } from '../../src/records/span.js';

const actors = openActors({ dictionaries: [] });

function documentOf(text: string, published: string): Document {
  return makeDocument(text, { published, language: 'en' });
}

/** Sentences by full stops, without a parse. */
function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  for (const match of text.matchAll(/\.(?: |$)/g)) {
    const span = spanOf(text, from, match.index + 1);
    sentences.push({ index: sentences.length, span, tokens: [], entities: [], heads: {} });
    from = match.index + match[0].length;
  }
  return sentences;
}

function partyIn(text: string, phrase: string, published = '2023-06-01') {
  const at = text.lastIndexOf(phrase);
  if (at < 0) throw new Error(`phrase not in the text: ${phrase}`);
  return actors.document(documentOf(text, published), sentencesOf(text)).party(spanOf(text, at, at + phrase.length));
}

describe('references', () => {
  it('resolve as the table of cases says, by kind', () => {
    const { scores, wrong } = scoreReferences(
      join(import.meta.dirname, '..', 'cases', 'actors', 'references.tsv'),
      actors,
    );
    expect(Object.keys(scores)).toContain('references.set');
    expect(wrong.map(({ phrase, text, found }) => `${phrase} in "${text}": ${found}`)).toEqual([]);
  });
});

describe('a document', () => {
  it('lets a surname stand for the person named before, not for someone famous', () => {
    const text = 'The Kenyan trade minister, Wangui Biden, met farmers. Biden promised seeds.';
    const party = partyIn(text, 'Biden');
    expect(party.name).toBe('Wangui Biden');
    expect(party.country).toBe('KEN');
    expect(party.basis).toBe('coreference');
  });

  it('reads an acronym that brackets introduce', () => {
    const text = 'The Malian Dockers Congress (MDC) walked out. Later the MDC signed.';
    expect(partyIn(text, 'the MDC').actor).not.toBe('party/mdc');
  });

  it('gives a set its members', () => {
    const text = 'Envoys of Peru, Chile and Bolivia met in Lima. The three countries agreed to share water.';
    expect(partyIn(text, 'The three countries').members.map((member) => member.country)).toEqual(['PER', 'CHL', 'BOL']);
    const both = 'Serbia recalled its envoy from Croatia. Both sides blamed the media.';
    expect(
      partyIn(both, 'Both sides')
        .members.map((member) => member.country)
        .sort(),
    ).toEqual(['HRV', 'SRB']);
  });

  it('finds the body that a description means', () => {
    const text = 'Guinea left the talks with ECOWAS. The regional bloc imposed sanctions.';
    expect(partyIn(text, 'The regional bloc').actor).toBe('igo/ecowas');
    const group = 'Boko Haram raided two villages in Chad. The group took cattle.';
    expect(partyIn(group, 'The group').actor).toBe('group/boko-haram');
  });

  it('finds the office holder that a description repeats', () => {
    const text = 'Turkish Foreign Minister Hakan Fidan flew to Doha. The Turkish minister praised the hosts.';
    expect(partyIn(text, 'The Turkish minister', '2024-01-01').name).toBe('Hakan Fidan');
  });

  it('finds a counterpart by the office of the other', () => {
    const text = 'German Defence Minister Boris Pistorius met his French counterpart on Friday.';
    expect(partyIn(text, 'his French counterpart', '2023-06-01').name).toBe('Sébastien Lecornu');
  });

  it('resolves pronouns to who was named last and fits', () => {
    const text = 'President Hakainde Hichilema spoke in Lusaka. He thanked the miners.';
    expect(partyIn(text, 'He').name).toBe('Hakainde Hichilema');
    const state = 'Uganda closed a border post. It blamed smugglers.';
    expect(partyIn(state, 'It').country).toBe('UGA');
  });

  it('gives a description without a country that of its sentence, else that of the text', () => {
    const text = 'In Nairobi police beat marchers.';
    expect(partyIn(text, 'police').country).toBe('KEN');
    const main = 'Ghana votes on Sunday. Ghana has two big parties. Soldiers guard the polls.';
    expect(partyIn(main, 'Soldiers').country).toBe('GHA');
    const open = 'France, Italy, Chad and Peru voted. Soldiers guard the polls.';
    expect(partyIn(open, 'Soldiers').country).toBeNull();
  });

  it('answers the same whatever was asked before', () => {
    const text = 'Niger and Benin reopened a bridge. The two states had closed it. They will share the tolls.';
    const doc = actors.document(documentOf(text, '2023-01-01'), sentencesOf(text));
    const spans = ['The two states', 'They', 'it'].map((phrase) =>
      spanOf(text, text.indexOf(phrase), text.indexOf(phrase) + phrase.length),
    );
    const forward = spans.map((span) => doc.party(span));
    const again = actors.document(documentOf(text, '2023-01-01'), sentencesOf(text));
    expect(
      [...spans]
        .reverse()
        .map((span) => again.party(span))
        .reverse(),
    ).toEqual(forward);
  });

  it('keeps the words of every span', () => {
    const text = '𝕏 said Mali’s army and 🇲🇱 police left.';
    const doc = actors.document(documentOf(text, '2023-01-01'), sentencesOf(text));
    const at = text.indexOf('Mali’s army');
    const party = doc.party(spanOf(text, at, at + 'Mali’s army'.length));
    expect(party.span.text).toBe('Mali’s army');
    expect(party.country).toBe('MLI');
  });
});
