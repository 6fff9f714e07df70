import { signal } from '@preact/signals';

/** Names of actors that answers brought along. */
export const learnt = signal<Readonly<Record<string, string>>>({});

/** Keeps the names that an answer brought along. */
export function learnNames(names: Readonly<Record<string, string>> | undefined): void {
  if (names && Object.keys(names).some((id) => learnt.peek()[id] === undefined))
    learnt.value = { ...learnt.peek(), ...names };
}
