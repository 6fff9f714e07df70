import type { Period } from './period.js';

/** A state, territory, region or people: what a nationality points to. */
export interface Place {
  readonly kind: 'place';
  readonly id: string;
  readonly name: string;
  /** PLOVER's country slot; null for regions and peoples of several states. */
  readonly country: string | null;
  /** `PRE` for breakaway entities. */
  readonly sectors: readonly string[];
  readonly rank: 'state' | 'region' | 'town';
  readonly article: boolean;
  readonly period: Period;
}

export interface ActorPeriod extends Period {
  /** The first fills the country slot. */
  readonly countries: readonly string[];
  readonly sectors: readonly string[];
}

/** A body, organ, group, party or organisation with its periods. */
export interface Actor {
  readonly kind: 'actor';
  readonly id: string;
  readonly name: string;
  readonly periods: readonly ActorPeriod[];
  /** Words that describe it when it is referred to ("bloc", "alliance"). */
  readonly described: readonly string[];
}

export interface Office extends Period {
  /** As data gives it, `~` for "of COUNTRY"; empty for what a person is known for apart from any office. */
  readonly title: string;
  readonly country: string;
  readonly sectors: readonly string[];
  /** Day up to which an open end is known to be still open. */
  readonly completeTo: string | null;
  /** The end is not known. */
  readonly endUnknown: boolean;
}

export interface Person {
  readonly kind: 'person';
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly offices: readonly Office[];
}

/** What a role noun says of its bearer. */
export interface Role {
  readonly kind: 'role';
  /** `member` takes the sector of the body before it; `organ` is a body of its state; `office` has one holder. */
  readonly form: 'office' | 'member' | 'organ' | 'people';
  readonly sectors: readonly string[];
  readonly slug: string | null;
  readonly words: string;
  readonly plural: boolean;
}

export interface Modifier {
  readonly kind: 'modifier';
  readonly effect: 'former' | 'add' | 'set' | 'arm' | 'field' | 'people' | 'deputy';
  readonly sector: string | null;
}

export interface Title {
  readonly kind: 'title';
  readonly sectors: readonly string[];
}

export type Meaning = Place | Actor | Person | Role | Modifier | Title;

/** A meaning under one of its names. */
export interface Entry {
  readonly meaning: Meaning;
  readonly form: 'name' | 'demonym' | 'seat';
  /** The name as the dictionary writes it. */
  readonly label: string;
  /** Matches only words in capital letters. */
  readonly cased: boolean;
  /** Given by the user: wins over the shipped dictionary. */
  readonly own: boolean;
}

/** The period of `periods` that holds on `date`: the one that covers it, else the last one begun, else the first. */
export function periodOn<P extends Period>(
  periods: readonly P[],
  date: string | null,
  covers: (period: P, date: string) => boolean,
): P | null {
  if (date === null) return periods.at(-1) ?? null;
  const covering = periods.filter((period) => covers(period, date));
  if (covering.length > 0) return covering.at(-1) ?? null;
  const begun = periods.filter((period) => period.from === null || period.from <= date);
  return begun.at(-1) ?? periods[0] ?? null;
}

/** Readable id of a name: `sadio-camara`. */
export function slugOf(foldedName: string): string {
  if (/^[a-z]+(?: [a-z]+)*$/.test(foldedName)) return foldedName.replaceAll(' ', '-').slice(0, 120);
  return foldedName
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 120);
}
