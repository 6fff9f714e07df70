import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dataPath } from '../package-root.js';
import type { EventObject, Status } from '../records/event.js';

const codeSchema = z.object({
  code: z.string().regex(/^\d{2,4}$/),
  parent: z.string().nullable(),
  label: z.string(),
  type: z.string().nullable(),
  mode: z.string().nullable(),
  contexts: z.array(z.string()),
  quad: z.number().nullable(),
  goldstein: z.number().nullable(),
  type2021: z.string().nullable(),
  swap: z.boolean(),
});
const cameoSchema = z.object({
  version: z.string(),
  codes: z.array(codeSchema),
  legacyCodes: z.array(z.object({ code: z.string(), mapTo: z.string() })),
  reverse: z.array(z.object({ type: z.string(), mode: z.string().nullable(), cameo: z.string() })),
});
const ruleSchema = z.object({
  type: z.string(),
  modes: z.array(z.string()).optional(),
  statuses: z.array(z.string()).optional(),
  contexts: z.array(z.string()).optional(),
  objects: z.array(z.string()).optional(),
  words: z.array(z.string()).optional(),
  verbs: z.array(z.string()).optional(),
  cameo: z.string(),
});

export type CameoCode = z.infer<typeof codeSchema>;
type Rule = z.infer<typeof ruleSchema>;

interface Tables {
  readonly codes: ReadonlyMap<string, CameoCode>;
  readonly reverse: ReadonlyMap<string, string>;
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  readonly legacy: ReadonlyMap<string, string>;
}

let tables: Tables | null = null;

function load(): Tables {
  if (tables) return tables;
  const cameo = cameoSchema.parse(JSON.parse(readFileSync(dataPath('ontology', 'cameo.json'), 'utf8')));
  const rules = z
    .object({ rules: z.array(ruleSchema) })
    .parse(JSON.parse(readFileSync(dataPath('ontology', 'cameo-rules.json'), 'utf8'))).rules;
  const byType = new Map<string, Rule[]>();
  for (const rule of rules) byType.set(rule.type, [...(byType.get(rule.type) ?? []), rule]);
  tables = {
    codes: new Map(cameo.codes.map((code) => [code.code, code])),
    reverse: new Map(cameo.reverse.map((row) => [`${row.type} ${row.mode ?? ''}`, row.cameo])),
    rules: byType,
    legacy: new Map(cameo.legacyCodes.map((row) => [row.code, row.mapTo])),
  };
  return tables;
}

/** The CAMEO code's row (`042`; old numbers are mapped), or null when there is none. */
export function cameoCode(code: string): CameoCode | null {
  const { codes, legacy } = load();
  return codes.get(code) ?? codes.get(legacy.get(code) ?? '') ?? null;
}

/** What decides the CAMEO code of an event: `lemmas` are the words of its clause, lower case. */
export interface CameoQuestion {
  readonly type: string;
  readonly modes: readonly string[];
  readonly contexts: readonly string[];
  readonly status: Status;
  readonly object: EventObject['kind'] | null;
  readonly verb: string;
  readonly lemmas: ReadonlySet<string>;
}

/** The CAMEO code of an event by `data/ontology/cameo-rules.json`, else the preferred code of its type and mode; null for a type unknown to CAMEO. */
export function cameoOf(question: CameoQuestion): string | null {
  const { rules, reverse } = load();
  for (const rule of rules.get(question.type) ?? []) if (matches(rule, question)) return rule.cameo;
  return reverse.get(`${question.type} ${question.modes[0] ?? ''}`) ?? reverse.get(`${question.type} `) ?? null;
}

function matches(rule: Rule, question: CameoQuestion): boolean {
  return (
    (!rule.modes || rule.modes.some((mode) => question.modes.includes(mode))) &&
    (!rule.statuses || rule.statuses.includes(question.status)) &&
    (!rule.contexts || rule.contexts.some((context) => question.contexts.includes(context))) &&
    (!rule.objects || (question.object !== null && rule.objects.includes(question.object))) &&
    (!rule.words || rule.words.some((word) => question.lemmas.has(word))) &&
    (!rule.verbs || rule.verbs.includes(question.verb))
  );
}

/** An event's label in the conversion table of 2021, where CONCEDE and RETREAT are one, YIELD (quad 2). */
export function label2021(type: string, cameo: string | null): string {
  const row = cameo === null ? null : cameoCode(cameo);
  const label = row?.type2021 ?? type;
  return label === 'CONCEDE' || label === 'RETREAT' ? 'YIELD' : label;
}
