import type { Actor, Entry, Place, Role } from './actor.js';
import type { Parts } from './describe.js';
import { isCapitalised } from './fold.js';

/** The part of a phrase that says who is meant. */
export type Head =
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'body'; readonly actor: Actor; readonly label: string }
  | { readonly kind: 'seat'; readonly place: Place; readonly label: string }
  | { readonly kind: 'place'; readonly place: Place; readonly form: Entry['form']; readonly label: string }
  | { readonly kind: 'name' | 'unknown' };

/** Finds the head among the parts: the last known one, unless unknown words behind it say otherwise. */
export function headOf(parts: Parts): Head {
  const role = parts.roles.at(-1);
  const body = parts.bodies.at(-1);
  const place = parts.places.at(-1);
  if (parts.tail.length > 0) {
    const name = parts.tail.every((word) => isCapitalised(word.text) || word.text.length <= 3);
    const introduced = role !== undefined || parts.titles.length > 0;
    if (name && !introduced && body === undefined && place?.entry.form === 'demonym' && parts.owner === null) {
      return { kind: place.place.rank === 'state' ? 'name' : 'unknown' };
    }
    if (
      name &&
      !introduced &&
      body === undefined &&
      place?.entry.form === 'name' &&
      place.place.rank !== 'town' &&
      parts.owner === null
    )
      return { kind: 'unknown' };
    if (introduced && name) return { kind: 'name' };
    if (!name || !place || place.at < (role?.at ?? -1)) {
      if (
        !(
          place &&
          place.entry.form === 'name' &&
          parts.tail.length > 0 &&
          place.at >= parts.words.length - parts.tail.length
        )
      )
        return { kind: 'unknown' };
    }
  }
  const last = Math.max(role?.at ?? -1, body?.at ?? -1, place?.at ?? -1, parts.seat?.at ?? -1);
  if (last < 0) return { kind: 'unknown' };
  if (role?.at === last) return { kind: 'role', role: role.role };
  if (body?.at === last) return { kind: 'body', actor: body.actor, label: body.label };
  if (parts.seat?.at === last) return { kind: 'seat', place: parts.seat.place, label: parts.seat.label };
  if (place) return { kind: 'place', place: place.place, form: place.entry.form, label: place.entry.label };
  return { kind: 'unknown' };
}
