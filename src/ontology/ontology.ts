import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ChanceryError } from '../errors.js';
import { dataPath } from '../package-root.js';
import type { Quad } from '../records/event.js';

const modeSchema = z.object({ code: z.string(), definition: z.string(), intensity: z.number().nullable() });
const typeSchema = z.object({
  code: z.string().regex(/^[A-Z]+$/),
  quad: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  definition: z.string(),
  include: z.array(z.string()),
  exclude: z.array(z.object({ case: z.string(), use: z.string().nullish(), mode: z.string().nullish() })),
  intensity: z.number(),
  mutual: z.enum(['always', 'conditional', 'never']),
  targetRequired: z.boolean(),
  source: z.string(),
  target: z.string(),
  modes: z.array(modeSchema),
  retiredModes: z.array(z.object({ code: z.string(), mapTo: z.string().nullable() })),
});
const coded = z.object({ code: z.string(), definition: z.string() });
const ploverSchema = z.object({
  version: z.string(),
  quads: z.array(z.object({ code: z.number(), name: z.string() })),
  types: z.array(typeSchema).length(16),
  contexts: z.array(coded.extend({ limits: z.string().nullish() })),
  contextAliases: z.record(z.string(), z.string()),
  sectors: z.array(coded.extend({ priority: z.number().nullable() })),
  countrySlots: z.array(coded),
  sectorPriority: z.array(z.string()),
  breakaways: z.array(z.object({ entity: z.string(), country: z.string(), note: z.string().nullish() })),
  cameoSectors: z.record(z.string(), z.string()),
  legacyTypes: z.array(z.object({ code: z.string(), replacedBy: z.array(z.string()) })),
  rewrites: z.object({
    future: z.record(z.string(), z.string()),
    refusedOrStopped: z.record(z.string(), z.string()),
  }),
});

export type EventType = z.infer<typeof typeSchema>;
export type Ontology = z.infer<typeof ploverSchema>;

let shipped: Ontology | null = null;

/** PLOVER 2.0 as shipped in `data/ontology/plover.json`. Throws `bad_data` naming the field that is wrong. */
export function ontology(): Ontology {
  if (shipped === null) {
    const file = dataPath('ontology', 'plover.json');
    const parsed = ploverSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new ChanceryError('bad_data', `${file}: ${issue?.path.join('.')}: ${issue?.message}`);
    }
    shipped = parsed.data;
  }
  return shipped;
}

/** The type with this code; throws `bad_data` when the ontology has none. */
export function eventType(code: string): EventType {
  const found = ontology().types.find((type) => type.code === code);
  if (!found) throw new ChanceryError('bad_data', `unknown event type: ${code}`);
  return found;
}

/** Quad (1 verbal cooperation … 4 material conflict) of a type. */
export function quadOf(code: string): Quad {
  return eventType(code).quad;
}

/** PLOVER score (-10..10) of an event: the strongest of its modes, or the type's own where there is none. */
export function intensityOf(code: string, modes: readonly string[]): number {
  const type = eventType(code);
  const scores = modes.flatMap((mode) => type.modes.find((each) => each.code === mode)?.intensity ?? []);
  if (scores.length === 0) return type.intensity;
  return scores.reduce((strongest, score) => (Math.abs(score) > Math.abs(strongest) ? score : strongest));
}
