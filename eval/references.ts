import { readFileSync } from 'node:fs';
import type { Actors } from '../src/actors/open-actors.js';
import { readPhraseTable } from '../src/actors/phrase-table.js';
import { makeDocument } from '../src/read/make-document.js';
import type { Party } from '../src/records/party.js';
import { spanOf } from '../src/records/span.js';

const nobody = '∅';

/** A case of reference that came out otherwise than it should. */
export interface WrongReference {
  readonly kind: string;
  readonly phrase: string;
  readonly text: string;
  readonly want: string;
  readonly found: string;
}

/** Share of the table's cases that resolve as they should, by kind of reference, and those that do not. */
export function scoreReferences(
  path: string,
  actors: Actors,
): { readonly scores: Readonly<Record<string, number>>; readonly wrong: readonly WrongReference[] } {
  const { rows } = readPhraseTable(readFileSync(path, 'utf8').replace(/^#.*\n/gm, ''));
  const all = new Map<string, number>();
  const wrong: WrongReference[] = [];
  for (const { kind = '', date = '', text = '', phrase = '', want = '' } of rows) {
    all.set(kind, (all.get(kind) ?? 0) + 1);
    const found = foundOf(partyOf(text, phrase, date, actors));
    const wanted = want === nobody ? [] : want.split(';');
    const right = found.some((names) => names.length === wanted.length && wanted.every((one) => names.includes(one)));
    if (!right) wrong.push({ kind, phrase, text, want, found: found.map((names) => names.join(';')).join(' or ') });
  }
  const scores = [...all].map(([kind, count]): [string, number] => [
    `references.${kind}`,
    1 - wrong.filter((one) => one.kind === kind).length / count,
  ]);
  return { scores: Object.fromEntries(scores), wrong };
}

function partyOf(text: string, phrase: string, published: string, actors: Actors): Party | null {
  const doc = makeDocument(text, { published, language: 'en' });
  const at = text.lastIndexOf(phrase);
  return at < 0 ? null : actors.document(doc, []).party(spanOf(text, at, at + phrase.length));
}

/** What a party may be asked for as: its actor, its name, its country; of a set its members, in any order. */
function foundOf(party: Party | null): readonly (readonly string[])[] {
  if (party === null) return [[]];
  const nameOf = (one: Party) => one.actor ?? one.name ?? one.country ?? '?';
  if (party.members.length > 0) return [party.members.map(nameOf)];
  const names = [party.actor, party.name, party.country].filter((one) => one !== null);
  return names.length === 0 ? [[]] : names.map((name) => [name]);
}
