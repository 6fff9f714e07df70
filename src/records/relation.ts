export const relationKinds = [
  'membership',
  'agreement',
  'alliance',
  'diplomatic-relations',
  'deployment',
  'sanction',
  'office',
  'territorial-control',
  'armed-conflict',
  'recognition',
] as const;
export type RelationKind = (typeof relationKinds)[number];

export interface RelationParty {
  readonly actor: string;
  readonly role: string;
}

/** A day with its precision, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export type PartialDate = string;

/** A standing fact between actors with a lifetime (valid time) and the interval in which the ledger held it (known). */
export interface Relation {
  readonly id: string;
  readonly kind: RelationKind;
  readonly name: string | null;
  readonly parties: readonly RelationParty[];
  readonly from: PartialDate | null;
  readonly to: PartialDate | null;
  readonly openedBy: readonly string[];
  readonly closedBy: readonly string[];
  /** The data row when the relation is background. */
  readonly background: string | null;
  readonly known: { readonly from: string; readonly to: string | null };
  readonly contestedBy: readonly string[];
}
