import { computed } from '@preact/signals';
import { parameters } from './router.js';

/** Parameters of the address that narrow what every part of a page shows; the API knows them by the same names. */
export const filterNames = [
  'from',
  'to',
  'actor',
  'source',
  'target',
  'type',
  'mode',
  'context',
  'quad',
  'status',
  'country',
  'place',
  'placeCountry',
  'publisher',
  'minConfidence',
  'claimedBy',
  'words',
  'coded',
  'checked',
  'knownOn',
] as const;
export type FilterName = (typeof filterNames)[number];

/** The filters of the address as a query string, without those named. */
export function filterQuery(
  without: readonly FilterName[] = [],
  more: Readonly<Record<string, string | null>> = {},
): string {
  const query = new URLSearchParams();
  for (const name of filterNames) {
    const value = parameters.value.get(name);
    if (value !== null && !without.includes(name)) query.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) if (value !== null) query.set(name, value);
  return query.toString();
}

export const activeFilters = computed(() => filterNames.filter((name) => parameters.value.has(name)));

/** An address of a page that keeps the present filters. */
export function withFilters(path: string, more: Readonly<Record<string, string | null>> = {}): string {
  const query = filterQuery([], more);
  return query === '' ? path : `${path}?${query}`;
}
