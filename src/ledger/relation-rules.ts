import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ChanceryError, messageOf } from '../errors.js';
import { dataPath } from '../package-root.js';
import { relationKinds } from '../records/relation.js';

const partySchema = z.strictObject({
  from: z.array(z.enum(['source', 'target', 'either', 'both', 'named', 'place', 'town', 'country'])).min(1),
  is: z.array(z.string()).min(1),
  not: z.array(z.string()).default([]),
  least: z.number().int().min(0).default(1),
});
const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  does: z.enum(['open', 'change', 'suspend', 'close', 'contest']),
  reason: z.string().min(1),
  types: z.array(z.string()).optional(),
  says: z.string(),
  needs: z.string().optional(),
  announced: z.string().optional(),
  unless: z.string().optional(),
  detail: z.string().optional(),
  parties: z.record(z.string(), partySchema),
  /** One relation of all members together, in place of one for each. */
  together: z.boolean().default(false),
  /** The sides must be different actors. */
  differ: z.boolean().default(false),
  examples: z.array(z.string()).min(1),
  never: z.array(z.string()),
});
const fileSchema = z.strictObject({ kind: z.enum(relationKinds), rules: z.array(ruleSchema).min(1) });

export type PartyPattern = z.infer<typeof partySchema>;

/** A rule as written, with its expressions ready to run. */
export interface RelationRule {
  readonly id: string;
  readonly kind: (typeof relationKinds)[number];
  readonly does: z.infer<typeof ruleSchema>['does'];
  readonly reason: string;
  readonly types: ReadonlySet<string> | null;
  readonly says: RegExp;
  readonly needs: RegExp | null;
  readonly announced: RegExp | null;
  readonly unless: RegExp | null;
  readonly detail: string | null;
  readonly parties: Readonly<Record<string, PartyPattern>>;
  readonly together: boolean;
  readonly differ: boolean;
  readonly examples: readonly string[];
  readonly never: readonly string[];
}

/** Rules of `data/relations/`. */
export type RelationRules = readonly RelationRule[];

/** Reads the rules of a folder, by default the shipped ones. Throws `bad_data` naming file, rule and field. */
export function loadRelationRules(folder = dataPath('relations')): RelationRules {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return files.flatMap((name) => readRules(join(folder, name)));
}

function readRules(path: string): RelationRules {
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new ChanceryError('bad_data', `${path}: ${messageOf(cause)}`, { cause });
  }
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ChanceryError('bad_data', `${path}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { kind, rules } = parsed.data;
  return rules.map((rule) => {
    const expression = (source: string | undefined, field: string): RegExp | null => {
      if (source === undefined) return null;
      try {
        return new RegExp(source, 'iu');
      } catch (cause) {
        throw new ChanceryError('bad_data', `${path}: ${rule.id}.${field}: ${messageOf(cause)}`, { cause });
      }
    };
    return {
      ...rule,
      id: `${kind}/${rule.id}`,
      kind,
      types: rule.types ? new Set(rule.types) : null,
      says: expression(rule.says, 'says') ?? /$^/,
      needs: expression(rule.needs, 'needs'),
      announced: expression(rule.announced, 'announced'),
      unless: expression(rule.unless, 'unless'),
      detail: rule.detail ?? null,
    };
  });
}

/** Whether the words of a sentence say what the rule is about: done, announced, or neither. */
export function readsRule(rule: RelationRule, sentence: string): 'done' | 'announced' | null {
  if (!rule.says.test(sentence) || rule.unless?.test(sentence) || (rule.needs && !rule.needs.test(sentence)))
    return null;
  return rule.announced?.test(sentence) ? 'announced' : 'done';
}
