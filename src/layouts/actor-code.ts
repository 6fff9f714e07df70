import { readFileSync } from 'node:fs';
import { dataPath } from '../package-root.js';
import type { Party } from '../records/party.js';

interface Codes {
  readonly bodies: Readonly<Record<string, string>>;
  readonly sectors: Readonly<Record<string, string>>;
  readonly without: readonly string[];
  readonly names: Readonly<Record<string, string>>;
}

let shipped: Codes | null = null;

function codes(): Codes {
  shipped ??= JSON.parse(readFileSync(dataPath('ontology', 'cameo-actors.json'), 'utf8')) as Codes;
  return shipped;
}

/** CAMEO actor code of a party: country and role codes; empty where nothing is known. */
export function cameoActorCode(party: Party | null): string {
  if (!party) return '';
  const country = party.country ? (codes().bodies[party.country] ?? party.country) : '';
  return country + party.sectors.slice(0, 2).map(cameoSector).join('');
}

/** CAMEO role code of a PLOVER sector; empty for sectors that CAMEO lacks. */
export function cameoSector(sector: string): string {
  if (codes().without.includes(sector)) return '';
  return codes().sectors[sector] ?? sector;
}

/** English name of a sector for layouts that write it in words. */
export function sectorName(sector: string): string {
  return codes().names[sector] ?? sector;
}
