import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dataPath } from '../package-root.js';
import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { CodedDocument, DocumentReference } from './coded-document.js';
import { oneLine } from './flat-row.js';

/** A tab-separated layout: its columns, whether they head the file, and the rows of a document. */
export interface TabLayout {
  readonly columns: readonly string[];
  readonly header: boolean;
  readonly rows: (coded: CodedDocument) => readonly (readonly string[])[];
}

/** A cell on one line; empty for nothing. */
export const text = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? '' : oneLine(String(value));
/** The day that an event is filed under. */
export const day = (doc: DocumentReference, event: Event): string =>
  event.time?.first ?? doc.published?.slice(0, 10) ?? '';
/** The parties, and in place of a set its members. */
export const leaves = (parties: readonly Party[]): readonly Party[] =>
  parties.flatMap((party) => (party.members.length > 0 ? party.members : [party]));

let cowNumbers: ReadonlyMap<string, string> | null = null;
let english: ReadonlyMap<string, string> | null = null;

/** Correlates of War number of a state; null where there is none. */
export function cow(country: string | null): string | null {
  if (!cowNumbers) {
    const lines = readFileSync(dataPath('actors', 'states.tsv'), 'utf8').split('\n');
    const body = lines.filter((line) => line !== '' && !line.startsWith('#'));
    const head = body[0]?.split('\t') ?? [];
    cowNumbers = new Map(
      body.slice(1).map((line) => [line.split('\t')[0] ?? '', line.split('\t')[head.indexOf('cow')] ?? '']),
    );
  }
  return country === null ? null : (cowNumbers.get(country) ?? null);
}

/** English name of an ISO code. */
export function nameOf(country: string | null): string {
  if (!english) {
    const require = createRequire(import.meta.url);
    const two = require('i18n-iso-countries/codes.json') as readonly string[][];
    const { countries } = require('i18n-iso-countries/langs/en.json') as {
      countries: Record<string, string | string[]>;
    };
    english = new Map(
      two.map(([alpha2 = '', alpha3 = '']) => {
        const name = countries[alpha2];
        return [alpha3, (Array.isArray(name) ? name[0] : name) ?? alpha3];
      }),
    );
  }
  return english.get(country ?? '') ?? country ?? '';
}

/** Columns of a place that POLECAT and ICEWS have alike. */
export const placeColumns = ['City', 'District', 'Province', 'Country', 'Latitude', 'Longitude'] as const;

/** A whole number that stays the same for the same words. */
export function numberOf(words: string): string {
  return String(createHash('sha256').update(words).digest().readUIntBE(0, 6));
}

/** The rows of a document as lines. */
export function tabLines(layout: TabLayout, coded: CodedDocument): readonly string[] {
  return layout.rows(coded).map((row) => row.map((cell) => cell.replace(/[\t\n\r]+/g, ' ')).join('\t'));
}
