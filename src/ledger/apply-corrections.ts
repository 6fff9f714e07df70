import type { Correction } from '../records/correction.js';
import type { Event } from '../records/event.js';

export interface CorrectedEvent {
  readonly event: Event;
  /** Ids of the corrections that changed it. */
  readonly corrections: readonly string[];
}

const wholeEvent = new Set(['merge', 'split', 'relation']);
const fixed = new Set(['id', 'trigger', 'sentence', 'coder', 'mentions']);

/** Whether a correction is about this event: its trigger or sentence overlaps the span, and the type is the same or the correction names none. */
export function concerns(correction: Correction, event: Event): boolean {
  const overlap = event.trigger.start < correction.end && correction.start < event.trigger.end;
  return overlap && (correction.type === null || correction.type === event.type);
}

/** The events after the corrections of their document, oldest first; rejected ones are left out. */
export function applyCorrections(
  events: readonly Event[],
  corrections: readonly Correction[],
): readonly CorrectedEvent[] {
  const ordered = [...corrections].sort((a, b) => a.time.localeCompare(b.time) || a.id.localeCompare(b.id));
  const kept: CorrectedEvent[] = [];
  for (const original of events) {
    let event: Event | null = original;
    const applied: string[] = [];
    for (const correction of ordered) {
      if (
        event === null ||
        wholeEvent.has(correction.field) ||
        !concerns(correction, { ...event, type: originalType(event, original, correction) })
      )
        continue;
      event = correction.field === 'reject' ? null : withField(event, correction.field, correction.new);
      applied.push(correction.id);
    }
    if (event) kept.push({ event, corrections: applied });
  }
  return kept;
}

/** A correction of the type leaves later ones to find the event under either type. */
function originalType(event: Event, original: Event, correction: Correction): string {
  return correction.type === original.type ? original.type : event.type;
}

/** Whether a field of an event can be corrected. */
export function correctable(field: string): boolean {
  const [first = ''] = field.split('.');
  return !fixed.has(first) && field.split('.').every((part) => /^[a-zA-Z0-9]+$/.test(part) && part !== 'constructor');
}

/** An event with the value at a path (`sources.0.actor`) set anew; a path that leads nowhere leaves it as it is. */
export function withField(event: Event, field: string, value: unknown): Event {
  return setAt(event, field.split('.'), value) as Event;
}

function setAt(node: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(node)) {
    const at = Number(name);
    if (!Number.isInteger(at) || at < 0 || at >= node.length) return node;
    return node.map((each, index) => (index === at ? setAt(each, rest, value) : each));
  }
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return node;
  return { ...node, [name]: setAt((node as Record<string, unknown>)[name], rest, value) };
}

/** The value at a path of an event; undefined when it leads nowhere. */
export function fieldOf(event: Event, field: string): unknown {
  let node: unknown = event;
  for (const name of field.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return undefined;
    node = (node as Record<string, unknown>)[name];
  }
  return node;
}
