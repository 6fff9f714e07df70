import { computed, signal } from '@preact/signals';
import { ask } from './api.js';
import { idAsWords } from './format.js';
import { learnt } from './learnt-names.js';
import type { PartyLabel } from './records.js';

export type KnownActor = PartyLabel & { readonly events: number };

/** The ledger's most frequent actors, asked once. */
export const knownActors = signal<readonly KnownActor[]>([]);
const byId = computed(() => new Map(knownActors.value.map((each) => [each.actor, each.name])));

let asked = false;
export function loadNames(): void {
  if (asked) return;
  asked = true;
  ask<{ items: readonly KnownActor[] }>('/api/actors?limit=200').then(
    ({ items }) => {
      knownActors.value = items;
    },
    () => {
      asked = false;
    },
  );
}

/** Name of an actor by its id. */
export function actorName(id: string): string {
  return byId.value.get(id) ?? learnt.value[id] ?? idAsWords(id);
}
