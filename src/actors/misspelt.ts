import type { Entry } from './actor.js';
import type { Lexicon } from './lexicon.js';

/** Shorter words have too many neighbours. */
const shortest = 6;
/** Words whose meaning is kept. */
const mostKept = 20_000;

/** The place or people whose name differs from `key` in one letter, two swapped letters included; null unless it is the only one. */
export function misspeltPlace(key: string, lexicon: Lexicon): Entry | null {
  if (key.length < shortest || !/^[a-z]+$/.test(key)) return null;
  const known = lexicon.misspelt.get(key);
  if (known !== undefined) return known;
  const meant = nearestPlace(key, lexicon);
  if (lexicon.misspelt.size >= mostKept) lexicon.misspelt.clear();
  lexicon.misspelt.set(key, meant);
  return meant;
}

function nearestPlace(key: string, lexicon: Lexicon): Entry | null {
  const found = new Map<string, Entry>();
  for (const neighbour of neighboursOf(key)) {
    for (const entry of lexicon.index.get(neighbour)) {
      if (entry.meaning.kind === 'place' && entry.form !== 'seat') found.set(entry.meaning.id, entry);
    }
    if (found.size > 1) return null;
  }
  return [...found.values()][0] ?? null;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

function* neighboursOf(key: string): Generator<string> {
  for (let at = 0; at <= key.length; at += 1) {
    const left = key.slice(0, at);
    const right = key.slice(at);
    if (right !== '') yield left + right.slice(1);
    if (right.length > 1) yield left + right[1] + right[0] + right.slice(2);
    for (const letter of letters) {
      yield left + letter + right;
      if (right !== '') yield left + letter + right.slice(1);
    }
  }
}
