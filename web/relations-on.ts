import type { LedgerRelation } from './records.js';

/** First day that a partial date can mean. */
export function earliest(date: string): string {
  return date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date;
}

/** Whether a relation stands on a day; a year or month counts from its first day. */
export function standsOn(relation: LedgerRelation, day: string): boolean {
  if (relation.state === 'announced') return false;
  if (relation.from !== null && earliest(relation.from) > day) return false;
  return relation.to === null || earliest(relation.to) > day;
}

/** What a relation is called: its name, or its kind and parties. */
export function relationTitle(relation: LedgerRelation, nameOf: (id: string) => string): string {
  const parties = relation.parties.map((party) => nameOf(party.actor)).join(' – ');
  return relation.name === null ? parties : `${relation.name}: ${parties}`;
}
