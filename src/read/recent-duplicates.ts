import { type NearDuplicates, openNearDuplicates, type Twin } from './near-duplicates.js';

/** Copies among the newest texts, in bounded memory: about 2 kB for each text that is remembered. */
export interface RecentDuplicates {
  readonly add: (key: string, text: string) => Twin | null;
}

/** Texts of which between one and two times as many are remembered: agency copy is reprinted within days. */
export const remembered = 25_000;

export function openRecentDuplicates(limit = remembered): RecentDuplicates {
  let older: NearDuplicates | null = null;
  let newer = openNearDuplicates();
  return {
    add(key, text) {
      const twin = newer.add(key, text);
      const before = older?.find(text) ?? null;
      if (newer.size() >= limit) {
        older = newer;
        newer = openNearDuplicates();
      }
      return before && (!twin || before.likeness >= twin.likeness) ? before : twin;
    },
  };
}
