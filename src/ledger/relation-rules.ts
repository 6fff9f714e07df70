/** Rules of `data/relations/`. */
export type RelationRules = readonly RelationRule[];

export interface RelationRule {
  readonly id: string;
}

/** Reads the rules of a folder. */
export function loadRelationRules(_folder?: string): RelationRules {
  return [];
}
