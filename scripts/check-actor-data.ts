import { readFileSync } from 'node:fs';
import { dataPath } from '../src/package-root.js';
import { checkActors } from './check-actors.js';

interface Codes {
  readonly sectors?: readonly { readonly code: string }[];
  readonly ngecExtraCodes?: readonly { readonly code: string }[];
}

/** Checks the shipped actor and role files against the sector codes of the ontology. */
export function checkActorData(): readonly string[] {
  const ontology = JSON.parse(readFileSync(dataPath('ontology', 'plover.json'), 'utf8')) as Codes;
  const codes = [...(ontology.sectors ?? []), ...(ontology.ngecExtraCodes ?? [])].map(({ code }) => code);
  return checkActors(dataPath(), new Set([...codes, 'MUS', 'JEW', 'BUD', 'CHR', 'HIN']));
}
